"""Months and amount of the benefit of the programme. In amounts, blank and unreadable count as 0 from 2023, except where K30 asks for a
blank; before that a control spoke of a number only where there was one.
"""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11cf.controls.sources import KNOWN, KNOWN_ONLY, RECONSTRUCTED
from kostra.methods.columns import Fields
from kostra.methods.truth import Truth


def _has_month(f: Fields) -> Truth:
    """A month that holds another code than its own is no month."""
    return shared.any_holds_its_code(shared.months(f))


@control("K28", {2017: WARNING, 2020: ERROR}, until=2020, source=RECONSTRUCTED)
def deltaker_har_maaneder_uansett_status(f: Fields) -> Requirement:
    return require(_has_month(f), shown=[f.status], at="stmnd_1")


@control("K28", {2021: ERROR, "2021.2": WARNING}, source=KNOWN)
def deltaker_har_maaneder(f: Fields) -> Requirement:
    """Put right in mid-season: it blocked deliveries for 2021 until 18 January 2022. A participant on leave (2) may be without."""
    return require(_has_month(f), when=f.status != "2", shown=[f.status], at="stmnd_1")


@control("K29", WARNING, since=2017, until=2022, sentence="K29.eldre", source=RECONSTRUCTED)
def stonad_er_et_tall(f: Fields) -> Requirement:
    return require(f.kvp_stonad.is_number, shown=[f.kvp_stonad])


@control("K29", WARNING, since=2023, source=KNOWN_ONLY)
def deltaker_i_program_har_stonad(f: Fields) -> Requirement:
    return require(f.kvp_stonad.or_zero > 0, when=f.status == "1", shown=[f.kvp_stonad])


@control("K30", WARNING, since=2017, until=2022, sentence="K30.eldre", source=RECONSTRUCTED)
def maaneder_krever_tall(f: Fields) -> Requirement:
    return require(f.kvp_stonad.is_number, when=_has_month(f), shown=[f.kvp_stonad])


@control("K30", WARNING, since=2023, source=KNOWN_ONLY)
def maaneder_krever_stonad(f: Fields) -> Requirement:
    with_months = (f.status != "2") & _has_month(f)
    return require(f.kvp_stonad.filled, when=with_months, shown=[f.kvp_stonad, f.status])


@control("K31", WARNING, since=2017, until=2022, sentence="K31.eldre", source=RECONSTRUCTED)
def stonad_krever_maaneder_uansett_status(f: Fields) -> Requirement:
    return require(_has_month(f), when=f.kvp_stonad > 0, shown=[f.kvp_stonad], at="stmnd_1")


@control("K31", WARNING, since=2023, source=KNOWN_ONLY)
def stonad_krever_maaneder(f: Fields) -> Requirement:
    with_money = (f.status == "1") & (f.kvp_stonad.or_zero > 0)
    return require(_has_month(f), when=with_money, shown=[f.kvp_stonad], at="stmnd_1")


@control("K32", WARNING, since=2017, source=KNOWN)
def stonad_er_ikke_for_hoy(f: Fields, kvp_stonad_hoy: int) -> Requirement:
    return require(f.kvp_stonad.or_zero <= kvp_stonad_hoy, shown=[f.kvp_stonad])


@control("K33", WARNING, since=2017, until=2022, source=RECONSTRUCTED)
def stonad_er_ikke_for_lav(f: Fields, kvp_stonad_lav: int) -> Requirement:
    """0 is an amount here; no number at all is told by K29."""
    return require(f.kvp_stonad >= kvp_stonad_lav, when=f.kvp_stonad.is_number, shown=[f.kvp_stonad])
