"""The addresses of reports, and who may use each."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, PUBLIC, guarded
from kostra.web.reporting import desk, public, text

_READ = "/{language:written}/rapport"
_DESK = "/{language:written}/skrivebord/rapport"


def routes() -> list[BaseRoute]:
    statistician = DUTY(Duty.STATISTICIAN)
    return [
        guarded(_READ, public.front, PUBLIC, name="reports"),
        guarded(f"{_READ}/{{year}}", public.report, PUBLIC, name="report"),
        guarded(f"{_READ}/{{year}}/rapport.{{ending}}", public.file, PUBLIC, name="report_file"),
        guarded(f"{_READ}/{{year}}/tall/{{figure:path}}", public.figure, PUBLIC, name="report_figure"),
        guarded(_DESK, desk.front, statistician, name="report_desk"),
        guarded(f"{_DESK}/{{year}}", desk.draft, statistician, name="report_draft"),
        guarded(f"{_DESK}/{{year}}", desk.change, statistician, ("POST",)),
        guarded(f"{_DESK}/{{year}}/rapport.{{ending}}", desk.file, statistician),
        guarded(f"{_DESK}/{{year}}/tekst/{{slot:path}}", text.text, statistician, name="report_text"),
        guarded(f"{_DESK}/{{year}}/tekst/{{slot:path}}", text.save, statistician, ("POST",)),
    ]
