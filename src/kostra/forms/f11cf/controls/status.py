"""How it stands with the programme, when it ended, and what came after."""

from __future__ import annotations

from datetime import date

from kostra.controls.declare import ERROR, Given, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11cf.controls.sources import KNOWN, KNOWN_ONLY, RECONSTRUCTED
from kostra.methods.columns import Fields, Text
from kostra.methods.truth import Truth

SITUATION_TO_2020 = (
    "avsl_ordinaertarb",
    "avsl_arblonnstils",
    "avsl_tilrettelarb",
    "avsl_arbmark",
    "avsl_skole",
    "avsl_aktivarbsok",
    "avsl_behandl",
    "avsl_avklar_ufor",
    "avsl_ingen_akt",
    "avsl_annet",
)
SITUATION = (
    "avsl_ordinaertarb",
    "avsl_arblonnstils",
    "avsl_arbmark",
    "avsl_skole",
    "avsl_ufore",
    "avsl_aap",
    "avsl_ok_avklar",
    "avsl_uten_ok_avklar",
    "avsl_annet",
    "avsl_ukjent",
)


@control("K36", ERROR, since=2017, source=KNOWN)
def status_er_en_kode(f: Fields) -> Requirement:
    return shared.er_en_kode(f.status)


def _has_ended(f: Fields) -> Truth:
    """7 became a code in 2023; before that it is told by K36 alone."""
    status: Text = f.text("status")
    return status.valid & status.one_of("3", "4", "5", "7")


@control("K37", ERROR, since=2017, until=2023, sentence="K37.eldre", source=KNOWN)
def avsluttet_krever_dato(f: Fields) -> Requirement:
    return require(f.avsl_dato.is_day, when=_has_ended(f), shown=[f.avsl_dato, f.status])


@control("K37", ERROR, since=2021, until=2022, sentence="K37.blank", source=RECONSTRUCTED)
def ikke_avsluttet_er_uten_dato(f: Fields) -> Requirement:
    return require(f.avsl_dato.blank, when=~_has_ended(f), shown=[f.avsl_dato, f.status])


@control("K37", ERROR, since=2024, source=KNOWN_ONLY)
def avsluttet_krever_dato_i_aaret(f: Fields, given: Given) -> Requirement:
    day = f.day("avsl_dato")
    in_year = day.is_day & (day >= date(given.year, 1, 1)) & (day <= date(given.year, 12, 31))
    return require(in_year, when=_has_ended(f), shown=[day, f.status])


def _has_completed(f: Fields) -> Truth:
    status: Text = f.text("status")
    return status.valid & status.one_of("3", "7")


def _situation(f: Fields, ids: tuple[str, ...]) -> Requirement:
    ticked = shared.any_holds_its_code([f.text(id) for id in ids])
    return require(ticked, when=_has_completed(f), shown=[f.status], at=ids[0])


@control("K38", ERROR, since=2017, until=2020, source=KNOWN)
def fullfort_krever_situasjon_eldre(f: Fields) -> Requirement:
    return _situation(f, SITUATION_TO_2020)


@control("K38", ERROR, since=2021, source=KNOWN)
def fullfort_krever_situasjon(f: Fields) -> Requirement:
    return _situation(f, SITUATION)


@control("K39", ERROR, since=2021, source=KNOWN)
def fullfort_krever_inntekt(f: Fields) -> Requirement:
    return require(f.avsl_viktigste_inntekt.valid, when=f.status == "3", shown=[f.avsl_viktigste_inntekt])
