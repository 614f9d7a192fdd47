"""What the recipient lives on, against what the recipient does."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11f.controls.sources import KNOWN, KNOWN_ONLY, RECONSTRUCTED
from kostra.methods.columns import Fields

INGEN_TRYGD = "12"


@control("K14", {2017: WARNING, 2019: ERROR}, source=KNOWN)
def livsopphold_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.vklo)


def _krever_arbeidssituasjon(f: Fields, livsopphold: str, *allowed: str) -> Requirement:
    return require(f.arbsit.one_of(*allowed), when=f.vklo == livsopphold, shown=[f.arbsit])


@control("K15", {2017: WARNING, 2022: ERROR}, source=KNOWN)
def arbeidsinntekt_krever_arbeid(f: Fields) -> Requirement:
    return _krever_arbeidssituasjon(f, "1", "01", "02")


@control("K16", {2017: WARNING, 2022: ERROR}, source=KNOWN)
def kursstonad_krever_utdanning_eller_tiltak(f: Fields) -> Requirement:
    return _krever_arbeidssituasjon(f, "2", "03", "05", "06")


@control("K17", {2017: WARNING, 2022: ERROR}, source=KNOWN)
def stipend_krever_utdanning(f: Fields) -> Requirement:
    return _krever_arbeidssituasjon(f, "4", "03")


@control("K18", {2017: WARNING, 2022: ERROR}, source=KNOWN)
def introduksjonsstonad_krever_introduksjonsordning(f: Fields) -> Requirement:
    return _krever_arbeidssituasjon(f, "6", "09")


@control("K19", {2017: WARNING, 2022: ERROR}, source=KNOWN)
def kvalifiseringsstonad_krever_kvalifiseringsprogram(f: Fields) -> Requirement:
    return _krever_arbeidssituasjon(f, "8", "10")


@control("K20", ERROR, since=2017, until=2021, source=RECONSTRUCTED)
def trygd_som_livsopphold_krever_kode(f: Fields) -> Requirement:
    return require(f.trygdesit.valid, when=f.vklo == "3", shown=[f.trygdesit])


@control("K20", ERROR, since=2022, until=2022, sentence="K20B", source=RECONSTRUCTED)
def trygd_som_livsopphold_krevde_trygd(f: Fields) -> Requirement:
    return _krever_trygd(f)


@control("K20A", WARNING, since=2024, until=2025, source=KNOWN_ONLY)
def trygd_bare_naar_livsopphold_er_trygd(f: Fields) -> Requirement:
    return require(f.trygdesit == INGEN_TRYGD, when=f.vklo != "3", shown=[f.trygdesit, f.vklo])


@control("K20B", ERROR, since=2023, source=KNOWN_ONLY)
def trygd_som_livsopphold_krever_trygd(f: Fields) -> Requirement:
    return _krever_trygd(f)


def _krever_trygd(f: Fields) -> Requirement:
    return require(f.trygdesit.valid & (f.trygdesit != INGEN_TRYGD), when=f.vklo == "3", shown=[f.trygdesit])


@control("K21", WARNING, since=2023, until=2025, sentence="K21.2023", source=KNOWN_ONLY)
def sosialhjelp_passet_med_arbeidssituasjon(f: Fields) -> Requirement:
    return _krever_arbeidssituasjon(f, "5", "02", "04", "05", "06", "07", "08")


@control("K21", WARNING, since=2026, source=KNOWN_ONLY)
def sosialhjelp_passer_med_arbeidssituasjon(f: Fields) -> Requirement:
    return _krever_arbeidssituasjon(f, "5", "02", "03", "04", "05", "06", "07", "08")


@control("K25", {2017: WARNING, 2020: ERROR}, source=KNOWN)
def arbeidssituasjon_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.arbsit)
