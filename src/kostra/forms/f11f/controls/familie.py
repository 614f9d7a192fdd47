"""Children in the household."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Requirement, control
from kostra.forms import shared_rules as shared
from kostra.forms.f11f.controls.sources import KNOWN
from kostra.methods.columns import Fields


@control("K10", {2017: WARNING, 2019: ERROR}, source=KNOWN)
def barn_er_ja_eller_nei(f: Fields) -> Requirement:
    return shared.er_en_kode(f.bu18)


@control("K11", {2017: WARNING, 2019: ERROR}, source=KNOWN)
def barn_krever_antall(f: Fields) -> Requirement:
    return shared.barn_krever_antall(f)


@control("K12", {2017: WARNING, 2019: ERROR}, source=KNOWN)
def antall_krever_barn(f: Fields) -> Requirement:
    return shared.antall_krever_barn(f)


@control("K13", {2017: WARNING, 2023: ERROR}, source=KNOWN)
def ikke_for_mange_barn(f: Fields, barn_for_mange: int) -> Requirement:
    """It asks whether this is right, and yet it blocks: kept as it is, and entered as a proposal for change."""
    return shared.ikke_for_mange_barn(f, barn_for_mange)
