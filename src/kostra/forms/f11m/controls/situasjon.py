"""Children, what the person lived on, and the programme."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11m.controls.sources import AS_11F, OURS
from kostra.methods.columns import Fields


@control("K11", ERROR, since=2022, source=AS_11F)
def barn_krever_antall(f: Fields) -> Requirement:
    return shared.barn_krever_antall(f)


@control("K12", ERROR, since=2022, source=AS_11F)
def antall_krever_barn(f: Fields) -> Requirement:
    return shared.antall_krever_barn(f)


@control("K13", ERROR, since=2022, source=AS_11F)
def ikke_for_mange_barn(f: Fields, barn_for_mange: int) -> Requirement:
    return shared.ikke_for_mange_barn(f, barn_for_mange)


@control("M04", WARNING, since=2022, source=OURS)
def kvalifiseringsstonad_krever_program(f: Fields) -> Requirement:
    return require(f.kvp == "1", when=f.vklo == "8", shown=[f.kvp])
