"""Months and amount of the introduction benefit. A blank or unreadable amount counts as 0 where it is asked whether there is any."""

from __future__ import annotations

import numpy as np

from kostra.controls.declare import WARNING, Requirement, control, require
from kostra.forms import shared_rules as shared
from kostra.forms.f11b.controls.sources import KNOWN
from kostra.methods.columns import Fields, Number


@control("K14", WARNING, since=2012, until=2016, source=KNOWN)
def deltaker_har_en_maaned(f: Fields) -> Requirement:
    return require(shared.any_holds_its_code(shared.months(f)), at="stmnd_1")


@control("K15", WARNING, since=2012, until=2016, source=KNOWN)
def stonad_er_mulig(f: Fields, stonad_umulig: int) -> Requirement:
    amount = f.number("intro_stonad").or_zero
    return require((amount > 0) & (amount < stonad_umulig), shown=[f.intro_stonad])


def _months_ticked(f: Fields) -> Number:
    ticked = np.zeros(len(f), dtype=np.int64)
    for month in shared.months(f):
        ticked += month.valid.value
    return Number("maaneder", ticked)


@control("K19", WARNING, since=2012, until=2016, source=KNOWN)
def stonad_per_maaned_er_ikke_for_hoy(f: Fields, maanedsbelop_hoyt: int) -> Requirement:
    months = _months_ticked(f)
    return require(f.intro_stonad < months * maanedsbelop_hoyt, when=months > 0, shown=[f.intro_stonad, months])


@control("K20", WARNING, since=2012, until=2016, source=KNOWN)
def stonad_per_maaned_er_ikke_for_lav(f: Fields, maanedsbelop_lavt: int) -> Requirement:
    """The text of the source says per month, its code compares the sum of the year; the text is what a reporter was told."""
    months = _months_ticked(f)
    with_money = (months > 0) & (f.number("intro_stonad").or_zero > 0)
    return require(f.intro_stonad > months * maanedsbelop_lavt, when=with_money, shown=[f.intro_stonad, months])


@control("K23", WARNING, since=2012, until=2016, source=KNOWN)
def stonad_er_ikke_uvanlig_hoy(f: Fields, stonad_hoy: int) -> Requirement:
    return require(f.number("intro_stonad").or_zero < stonad_hoy, shown=[f.intro_stonad])
