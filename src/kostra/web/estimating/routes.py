"""The addresses of estimation, within those of editing. Everything here is for statisticians."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, guarded
from kostra.web.estimating import one_run, revision, runs

_TOP = "/{language:written}/redigering/estimat"


def routes() -> list[BaseRoute]:
    """To stand before those of editing, whose form might be called «estimat»."""
    desk = DUTY(Duty.STATISTICIAN)
    return [
        guarded(_TOP, runs.runs, desk, name="estimates"),
        guarded(_TOP, runs.order, desk, ("POST",), name="order_estimate"),
        guarded(f"{_TOP}/revisjon/{{form}}/{{year}}", revision.revision, desk, name="estimate_revision"),
        guarded(f"{_TOP}/{{id}}/tall.csv", one_run.figures_csv, desk),
        guarded(f"{_TOP}/{{id}}/beregning.json", one_run.record_json, desk),
        guarded(f"{_TOP}/{{id}}", one_run.one_run, desk, name="estimate"),
    ]
