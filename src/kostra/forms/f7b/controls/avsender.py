"""Who answers."""

from __future__ import annotations

from kostra.controls.declare import ERROR, Given, Requirement, control
from kostra.forms import shared_answers
from kostra.methods.columns import Fields


@control("K03", ERROR, source="SSBs veiledning til skjema 7B, del 1: nummeret på kommunen")
def kommunenummer_er_avsenders(f: Fields, given: Given) -> Requirement:
    return shared_answers.kommunenummer_er_avsenders(f, given)
