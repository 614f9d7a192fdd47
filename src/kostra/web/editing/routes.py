"""The addresses of editing. Everything here is for statisticians."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, guarded
from kostra.web.editing import front, grid, log, macro, municipality, record, rule, stale

_EDITING = "/{language:written}/redigering"
_WHOLE = f"{_EDITING}/{{form}}/{{period}}"
_MUNICIPALITY = f"{_WHOLE}/kommune/{{region}}"
_RECORD = f"{_WHOLE}/post/{{region}}/{{record}}"
_POST = ("POST",)


def routes() -> list[BaseRoute]:
    """Paths with a file ending stand before the same path without."""
    desk = DUTY(Duty.STATISTICIAN)
    return [
        guarded(_EDITING, front.front, desk, name="editing"),
        guarded(f"{_WHOLE}/gruppe/{{group}}", macro.group, desk),
        guarded(_MUNICIPALITY, municipality.municipality, desk),
        guarded(f"{_MUNICIPALITY}/funn", municipality.findings, desk),
        guarded(f"{_MUNICIPALITY}/vurder", municipality.judge, desk, _POST, name="judge_unit"),
        guarded(f"{_MUNICIPALITY}/brukbarhet", municipality.use, desk, _POST),
        guarded(f"{_WHOLE}/poster/rader.json", grid.rows, desk, _POST),
        guarded(f"{_WHOLE}/poster/celle.json", grid.cell, desk, _POST),
        guarded(f"{_WHOLE}/poster/kontroll", grid.of_control, desk),
        guarded(f"{_WHOLE}/poster", grid.grid, desk, ("GET", "POST")),
        guarded(_RECORD, record.record, desk),
        guarded(_RECORD, record.save, desk, _POST),
        guarded(f"{_RECORD}/forhandsvis", record.foresee, desk, _POST),
        guarded(f"{_RECORD}/vurder", record.judge, desk, _POST, name="judge_record"),
        guarded(f"{_WHOLE}/endringer/statlog.jsonl", log.export, desk),
        guarded(f"{_WHOLE}/endringer", log.log, desk),
        guarded(f"{_WHOLE}/endringer/{{edit}}/{{what}}", log.answer, desk, _POST),
        guarded(f"{_WHOLE}/foreldet", stale.stale, desk),
        guarded(f"{_WHOLE}/foreldet", stale.decide, desk, _POST, name="decide_stale"),
        guarded(f"{_WHOLE}/regel", rule.rule, desk),
        guarded(f"{_WHOLE}/regel", rule.try_or_save, desk, _POST),
        guarded(_WHOLE, macro.heat_map, desk),
    ]
