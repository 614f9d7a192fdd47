"""The addresses of the desk. Everything here is for statisticians."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, guarded
from kostra.web.desk import deciding, lists, season, unit, working

_DESK = "/{language:written}/skrivebord"
_INFLOW = f"{_DESK}/inngang/{{form}}/{{period}}"
_UNIT = f"{_DESK}/enhet/{{region}}"
_LISTS = f"{_DESK}/feillister"
_POST = ("POST",)


def routes() -> list[BaseRoute]:
    """Paths with a file ending stand before the same path without."""
    desk = DUTY(Duty.STATISTICIAN)
    return [
        guarded(_DESK, season.front, desk, name="desk"),
        guarded(f"{_DESK}/finn", unit.find, desk),
        guarded(f"{_INFLOW}/inngang.{{kind:kind}}", season.export_inflow, desk),
        guarded(f"{_INFLOW}/mangler.{{kind:kind}}", season.export_missing, desk),
        guarded(f"{_INFLOW}/svarliste.{{kind:kind}}", season.export_chasing, desk),
        guarded(_INFLOW, season.inflow, desk),
        guarded(f"{_DESK}/kontroller/{{form}}/{{period}}", season.controls, desk),
        guarded(f"{_DESK}/arbeidsliste.{{kind:kind}}", working.export_worklist, desk),
        guarded(f"{_DESK}/arbeidsliste", working.worklist, desk),
        guarded(f"{_DESK}/purringer", working.reminders, desk),
        guarded(f"{_DESK}/purringer/send", working.send_reminders, desk, _POST),
        guarded(f"{_DESK}/brev/{{id}}/send", working.send_letter_again, desk, _POST),
        guarded(_UNIT, unit.unit, desk),
        guarded(f"{_UNIT}/vedtak", deciding.decide, desk, _POST),
        guarded(f"{_UNIT}/kontakt", deciding.contact, desk, _POST),
        guarded(f"{_UNIT}/forsok", deciding.note, desk, _POST),
        guarded(f"{_UNIT}/papir", deciding.register, desk, _POST),
        guarded(f"{_UNIT}/feilliste", deciding.make_list, desk, _POST),
        guarded(f"{_LISTS}.{{kind:kind}}", lists.export, desk),
        guarded(_LISTS, lists.all_lists, desk),
        guarded(f"{_LISTS}/sma/{{form}}/{{period}}", lists.small, desk),
        guarded(f"{_LISTS}/sma/{{form}}/{{period}}/avslutt", lists.close_small, desk, _POST),
        guarded(f"{_LISTS}/{{id}}", lists.one_list, desk),
        guarded(f"{_LISTS}/{{id}}/godta", lists.accept, desk, _POST),
        guarded(f"{_LISTS}/{{id}}/avslutt", lists.close, desk, _POST),
    ]
