"""Benefit or pension, against age, children and work."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11f.controls.sources import KNOWN, KNOWN_ONLY, RECONSTRUCTED
from kostra.methods.columns import Fields
from kostra.methods.truth import Truth

OVERGANGSSTONAD, ALDERSPENSJON, ARBEIDSAVKLARINGSPENGER, BARNETRYGD = "05", "07", "11", "13"
UFORETRYGD = "04"


@control("K22", {2017: WARNING, 2022: ERROR}, until=2025, sentence="K22.alder", source=KNOWN)
def alderspensjon_krevde_alder(f: Fields, alderspensjon_fra: int) -> Requirement:
    return _alderspensjon_krever_alder(f, alderspensjon_fra)


@control("K22", ERROR, since=2026, source=KNOWN_ONLY)
def trygd_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.trygdesit)


@control("K23A", ERROR, since=2026, source=KNOWN_ONLY)
def alderspensjon_krever_alder(f: Fields, alderspensjon_fra: int) -> Requirement:
    return _alderspensjon_krever_alder(f, alderspensjon_fra)


def _alderspensjon_krever_alder(f: Fields, alderspensjon_fra: int) -> Requirement:
    """An age that is not known is told as well."""
    old_enough = (f.alder >= alderspensjon_fra).sure()
    return require(old_enough, when=f.trygdesit == ALDERSPENSJON, shown=[f.alder], at=f.trygdesit)


@control("K23", {2017: WARNING, 2022: ERROR}, until=2022, source=RECONSTRUCTED)
def overgangsstonad_krevde_ja_eller_antall(f: Fields) -> Requirement:
    """Either answer was enough."""
    children = (f.bu18 == "1") | (f.antbu18.or_zero != 0)
    return require(children, when=f.trygdesit == OVERGANGSSTONAD, shown=[f.bu18, f.antbu18], at=f.trygdesit)


@control("K23", ERROR, since=2023, until=2025, source=KNOWN_ONLY)
def overgangsstonad_krevde_barn(f: Fields) -> Requirement:
    return _krever_barn(f, OVERGANGSSTONAD)


@control("K23B", ERROR, since=2026, source=KNOWN_ONLY)
def overgangsstonad_krever_barn(f: Fields) -> Requirement:
    return _krever_barn(f, OVERGANGSSTONAD)


@control("K23C", ERROR, since=2026, source=KNOWN_ONLY)
def barnetrygd_krever_barn(f: Fields) -> Requirement:
    return _krever_barn(f, BARNETRYGD)


def _krever_barn(f: Fields, trygd: str) -> Requirement:
    children = (f.bu18 == "1") & (f.antbu18.or_zero > 0)
    return require(children, when=f.trygdesit == trygd, shown=[f.bu18, f.antbu18], at=f.trygdesit)


@control("K24", {2017: WARNING, 2020: ERROR}, until=2021, sentence="K24.2017", source=RECONSTRUCTED)
def ufor_eller_alderspensjonist_var_ikke_arbeidssoker(f: Fields) -> Requirement:
    return _ikke_arbeidssoker(f, f.arbsit == "04")


@control("K24", WARNING, since=2022, until=2025, sentence="K24.2022", source=KNOWN)
def ufor_eller_alderspensjonist_soker_ikke_arbeid(f: Fields) -> Requirement:
    return _ikke_arbeidssoker(f, f.arbsit.one_of("02", "04", "07"))


@control("K24", WARNING, since=2026, source=KNOWN_ONLY)
def ufor_eller_alderspensjonist_er_ikke_arbeidssoker(f: Fields) -> Requirement:
    return _ikke_arbeidssoker(f, f.arbsit.one_of("02", "03", "04", "05", "06", "07"))


def _ikke_arbeidssoker(f: Fields, allowed: Truth) -> Requirement:
    pensioned = f.trygdesit.one_of(UFORETRYGD, ALDERSPENSJON)
    return require(allowed, when=pensioned, shown=[f.arbsit, f.trygdesit])


@control("K24B", {2020: WARNING, 2022: ERROR}, source=KNOWN)
def arbeidsavklaringspenger_passer_med_arbeidssituasjon(f: Fields) -> Requirement:
    on_clearance = (f.vklo == "3") & (f.trygdesit == ARBEIDSAVKLARINGSPENGER)
    return require(f.arbsit != "08", when=on_clearance, shown=[f.arbsit])
