"""Application, decision and start, and the programme the participant may have come from."""

from __future__ import annotations

from datetime import date

from kostra.controls.declare import ERROR, WARNING, Given, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11cf.controls.sources import KNOWN, KNOWN_ONLY, RECONSTRUCTED
from kostra.methods.columns import Day, Fields


def _ikke_for_gammel(f: Fields, day: Day, aar_tilbake: int) -> Requirement:
    """The year is held against VERSION; where that is no number, K04 tells, and only a missing date is told here."""
    first = f.text("version").number() + 2000 - aar_tilbake
    return require(day.is_day & (day.year >= first), when=~shared.in_oslo(f), shown=[day])


@control("K14", ERROR, since=2017, until=2021, sentence="K14.dato", source=RECONSTRUCTED)
def registrert_er_en_dato(f: Fields) -> Requirement:
    return require(f.reg_dato.is_day, shown=[f.reg_dato])


@control("K14", ERROR, since=2022, source=KNOWN)
def registrert_i_tide(f: Fields, aar_tilbake: int) -> Requirement:
    return _ikke_for_gammel(f, f.reg_dato, aar_tilbake)


@control("K15", ERROR, since=2017, until=2021, sentence="K15.dato", source=RECONSTRUCTED)
def vedtatt_er_en_dato(f: Fields) -> Requirement:
    return require(f.vedtak_dato.is_day, shown=[f.vedtak_dato])


@control("K15", ERROR, since=2022, source=KNOWN)
def vedtatt_i_tide(f: Fields, aar_tilbake: int) -> Requirement:
    return _ikke_for_gammel(f, f.vedtak_dato, aar_tilbake)


def _begynt(f: Fields, given: Given, aar_tilbake: int) -> Requirement:
    day = f.day("begynt_dato")
    return require(day.is_day & (day.year >= given.year - aar_tilbake), when=~shared.in_oslo(f), shown=[day])


@control("K16", ERROR, since=2017, until=2021, sentence="K16.dato", source=RECONSTRUCTED)
def begynt_er_en_dato(f: Fields) -> Requirement:
    return require(f.begynt_dato.is_day, shown=[f.begynt_dato])


@control("K16", ERROR, since=2022, until=2023, sentence="K16.eldre", source=KNOWN)
def begynt_i_tide(f: Fields, given: Given, aar_tilbake: int) -> Requirement:
    return _begynt(f, given, aar_tilbake)


@control("K16", ERROR, since=2024, source=KNOWN_ONLY)
def begynt_i_tide_og_innen_aaret(f: Fields, given: Given, aar_tilbake: int) -> Requirement:
    begun = _begynt(f, given, aar_tilbake)
    in_time = begun.must & (f.begynt_dato <= date(given.year, 12, 31))
    return require(in_time, when=begun.when, shown=begun.shown)


@control("K19", ERROR, since=2017, source=KNOWN)
def fra_annen_kommune_er_ja_eller_nei(f: Fields) -> Requirement:
    return shared.er_en_kode(f.kvp_komm)


@control("K20", {2017: WARNING, 2019: ERROR}, source=KNOWN)
def fra_annen_kommune_krever_kommune(f: Fields, given: Given) -> Requirement:
    left = f.text("kommnr_kvp_komm")
    known = shared.is_municipality(left, given) | (left == shared.UKJENT_KOMMUNE)
    return require(known, when=f.kvp_komm == "1", shown=[left])


@control("K20A", WARNING, since=2017, until=2022, source=RECONSTRUCTED)
def oslo_sier_om_annen_bydel(f: Fields) -> Requirement:
    return require(f.kvp_oslo.valid, when=shared.in_oslo(f), shown=[f.kvp_oslo])
