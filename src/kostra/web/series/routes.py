"""The addresses of the frequent series, and who may use each."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty, Right
from kostra.web.access import DUTY, PUBLIC, WITH, guarded
from kostra.web.series import desk, own, public

_READ = f"/{{language:read}}{public.PLACE}"
_OWN = "/{language:written}/mine-innsendinger/hyppige-tall/{region}"
_DESK = "/{language:written}/skrivebord/hyppige-tall"


def routes() -> list[BaseRoute]:
    statistician = DUTY(Duty.STATISTICIAN)
    return [
        guarded(f"{_READ}.csv", public.download, PUBLIC, name="series_csv"),
        guarded(_READ, public.page, PUBLIC, name="series"),
        guarded(f"{_READ}/{{period}}", public.page, PUBLIC, name="series_period"),
        guarded(_OWN, own.page, WITH(Right.SEE), name="series_own"),
        guarded(_OWN, own.answer, WITH(Right.SEND), ("POST",)),
        guarded(_DESK, desk.front, statistician, name="series_desk"),
        guarded(_DESK, desk.change, statistician, ("POST",)),
        guarded(f"{_DESK}/revisjon/{{year}}/tabell.csv", desk.revision_csv, statistician),
        guarded(f"{_DESK}/revisjon/{{year}}", desk.revision, statistician, name="series_revision"),
        guarded(f"{_DESK}/rapport/{{year}}/rapport.html", desk.report_file, statistician),
        guarded(f"{_DESK}/rapport/{{year}}", desk.report, statistician, name="series_report"),
    ]
