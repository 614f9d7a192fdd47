"""What was paid in the period. That amounts are there, are numbers and are not negative follows from the form (K02)."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Given, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11m.controls.sources import OURS
from kostra.methods.columns import Fields, Number


def _paid(f: Fields) -> Number:
    """Blank and unreadable count as 0, as in 11F; K02 tells of them."""
    paid = f.number("bidrag").or_zero + f.number("laan").or_zero
    return Number("utbetalt", paid.value)


@control("M02", ERROR, since=2022, source=OURS)
def fikk_sosialhjelp_eller_deltok(f: Fields) -> Requirement:
    return require((_paid(f) > 0) | (f.kvp == "1"), shown=[f.bidrag, f.laan, f.kvp])


@control("M03", WARNING, since=2022, sentence="M03.maaned", source=OURS)
def utbetalt_i_maaneden_er_ikke_for_hoyt(f: Fields, given: Given, utbetalt_hoyt_maaned: int) -> Requirement:
    return _not_above(f, utbetalt_hoyt_maaned, "M" in (given.period or ""))


@control("M03", WARNING, since=2022, sentence="M03.kvartal", source=OURS)
def utbetalt_i_kvartalet_er_ikke_for_hoyt(f: Fields, given: Given, utbetalt_hoyt_kvartal: int) -> Requirement:
    return _not_above(f, utbetalt_hoyt_kvartal, "K" in (given.period or ""))


def _not_above(f: Fields, most: int, of_this_period: bool) -> Requirement:
    paid = _paid(f)
    return require(paid <= most, when=shared.everywhere(f, of_this_period), shown=[paid], at=f.bidrag)
