"""Advice, plan and housing: questions that must be answered with a code of their list."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Requirement, control
from kostra.forms import shared_rules as shared
from kostra.forms.f11f.controls.sources import KNOWN
from kostra.methods.columns import Fields


@control("K32", {2017: WARNING, 2019: ERROR}, source=KNOWN)
def okonomisk_raadgivning_er_ja_eller_nei(f: Fields) -> Requirement:
    return shared.er_en_kode(f.gitt_okonomirad)


@control("K33", {2017: WARNING, 2019: ERROR}, source=KNOWN)
def individuell_plan_er_ja_eller_nei(f: Fields) -> Requirement:
    return shared.er_en_kode(f.faat_individuell_plan)


@control("K35", {2017: WARNING, 2019: ERROR}, source=KNOWN)
def bosituasjon_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.bosit)
