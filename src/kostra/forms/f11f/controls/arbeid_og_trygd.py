"""Main source of livelihood, benefit and work: answers that must agree."""

from __future__ import annotations

from kostra.controls.declare import ERROR, Requirement, control, require
from kostra.methods.columns import Fields


@control("K23B", ERROR, since=2026)
def overgangsstonad_krever_barn(f: Fields) -> Requirement:
    return require((f.bu18 == "1") & (f.antbu18.or_zero > 0), when=f.trygdesit == "05", shown=[f.bu18, f.antbu18])


@control("K20B", ERROR, since=2023)
def trygd_som_hovedkilde_krever_trygd(f: Fields) -> Requirement:
    return require(f.trygdesit.valid & (f.trygdesit != "12"), when=f.vklo == "3", shown=[f.trygdesit])


@control("K07", ERROR, since=2025)
def ikke_for_gammel(f: Fields, alder_hoy: int) -> Requirement:
    return require(f.alder < alder_hoy, shown=[f.alder], at=f.person_fodselsnr)
