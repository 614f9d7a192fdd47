"""What the service cost and how much it was used."""

from __future__ import annotations

from kostra.controls.comparison import (
    ALL,
    about_a_thousand_times,
    changed,
    far_apart,
    inhabitants,
    last_year,
    per_inhabitant,
)
from kostra.controls.declare import WARNING, Given, Requirement, control, require
from kostra.methods.columns import Fields
from kostra.methods.truth import Truth

KILDE = "Vår, etter SSBs artikler om krisesentertilbudet: 10 til 337 kroner per innbygger i 2018, 12 kroner i enkelte avtaler"
KILDE_FJOR = "Rapporten for 2021, 6.2: svarene revideres mot fjorårets. Grensene er våre"


def _in_use(f: Fields) -> Truth:
    """No answer is no use here: that an answer is missing is told by K02."""
    nights, users = f.number("dogn_sum"), f.number("dagbrukere")
    return (nights.or_zero > 0) | (users.or_zero > 0)


@control("K20", WARNING, source=KILDE)
def utgift_per_innbygger(
    f: Fields, given: Given, utgift_per_innbygger_lav: int, utgift_per_innbygger_hoy: int
) -> Requirement:
    """An expense of 0 while the service is in use is told by K21 instead."""
    people = inhabitants(given, ALL, f.utgift)
    each = per_inhabitant(f.utgift, people)
    must = (each >= utgift_per_innbygger_lav) & (each <= utgift_per_innbygger_hoy)
    return require(must, when=(f.utgift.or_zero > 0) | ~_in_use(f), shown=[f.utgift, each, people])


@control("K21", WARNING, source="Vår: et tilbud som er i bruk, koster noe")
def bruk_krever_utgift(f: Fields) -> Requirement:
    return require(f.utgift > 0, when=_in_use(f), shown=[f.utgift, f.dogn_sum, f.dagbrukere])


@control("K30", WARNING, since=2021, source=KILDE_FJOR)
def utgift_ligner_fjoraarets(f: Fields, given: Given, utgift_endring_prosent: int, utgift_endring: int) -> Requirement:
    """What looks like thousands of kroner is told by K31 instead."""
    now = f.utgift
    then = last_year(given, "utgift", now)
    far = changed(now, then, utgift_endring_prosent, utgift_endring)
    return require(~far | about_a_thousand_times(now, then), when=now.or_zero > 0, shown=[now, then])


@control("K31", WARNING, since=2021, source=KILDE_FJOR)
def utgift_i_samme_enhet_som_i_fjor(f: Fields, given: Given) -> Requirement:
    now = f.utgift
    then = last_year(given, "utgift", now)
    return require(~about_a_thousand_times(now, then), shown=[now, then])


@control("K32", WARNING, since=2021, source=KILDE_FJOR)
def dogn_ligner_fjoraarets(f: Fields, given: Given, dogn_endring_ganger: int, dogn_endring: int) -> Requirement:
    now = f.dogn_sum
    then = last_year(given, "dogn_sum", now)
    return require(~far_apart(now, then, dogn_endring_ganger, dogn_endring), shown=[now, then])
