"""Who answers."""

from __future__ import annotations

from kostra.controls.declare import ERROR, Given, Requirement, control
from kostra.forms import shared_answers
from kostra.methods.columns import Fields


@control("K03", ERROR, source="Vår, som i skjema 7 og 7B: nummeret på kommunen")
def kommunenummer_er_avsenders(f: Fields, given: Given) -> Requirement:
    return shared_answers.kommunenummer_er_avsenders(f, given)
