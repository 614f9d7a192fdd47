"""The addresses of reconciliation, under editing. Everything here is for statisticians."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, guarded
from kostra.web.reconciling import comparison, front, links, mappings, scenario, unit

_TOP = "/{language:written}/redigering/avstemming"
_COMPARISON = f"{_TOP}/mot/{{comparison}}/{{year}}"
_UNIT = f"{_COMPARISON}/enhet/{{region}}"
_SCENARIO = f"{_TOP}/hva-om/{{scenario}}/{{year}}"
_POST = ("POST",)


def routes() -> list[BaseRoute]:
    """They stand before the routes of editing, whose forms and periods would take them for their own."""
    desk = DUTY(Duty.STATISTICIAN)
    return [
        guarded(_TOP, front.front, desk, name="reconciling"),
        guarded(f"{_COMPARISON}/tabell.{{kind:kind}}", comparison.export, desk),
        guarded(f"{_COMPARISON}/fylker", comparison.counties, desk),
        guarded(_COMPARISON, comparison.comparison, desk),
        guarded(_UNIT, unit.unit, desk),
        guarded(f"{_UNIT}/svar", unit.answer, desk, _POST),
        guarded(f"{_UNIT}/trekk-tilbake", unit.take_back, desk, _POST),
        guarded(f"{_TOP}/folkeregisteret/{{form}}/{{year}}", links.population, desk),
        guarded(f"{_TOP}/nir/{{year}}", links.introduction, desk),
        guarded(f"{_TOP}/bosted/{{year}}", links.residence, desk),
        guarded(f"{_TOP}/kodenokler", mappings.all_mappings, desk),
        guarded(f"{_TOP}/kodenokler/{{mapping}}", mappings.one_mapping, desk),
        guarded(_SCENARIO, scenario.scenario, desk),
        guarded(_SCENARIO, scenario.from_file, desk, _POST),
    ]
