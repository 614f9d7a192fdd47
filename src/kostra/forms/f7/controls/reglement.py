"""Payments to refugees under municipal rules: yes and no, and an amount in kroner that can be believed.

No amount is 0 here: whoever answers no leaves it blank, and there is nothing to believe or not.
"""

from __future__ import annotations

from kostra.controls.comparison import ALL, about_a_thousand_times, far_apart, inhabitants, last_year, per_inhabitant
from kostra.controls.declare import ERROR, WARNING, Given, Requirement, control, require
from kostra.methods.columns import Fields

BELOP = "reglement_flyktninger_belop"
KILDE = (
    "Vår. Rapporten for 2021 sier at nye kontroller for kommunalt reglement i skjema 7 vurderes; hvilke er ikke funnet"
)


@control("K30", ERROR, source=KILDE)
def ja_krever_belop(f: Fields) -> Requirement:
    return require(
        f.reglement_flyktninger_belop > 0, when=f.reglement_flyktninger == "1", shown=[f.reglement_flyktninger_belop]
    )


@control("K31", ERROR, source=KILDE)
def belop_krever_ja(f: Fields) -> Requirement:
    return require(
        f.reglement_flyktninger != "2",
        when=f.reglement_flyktninger_belop.or_zero > 0,
        shown=[f.reglement_flyktninger_belop],
        at=f.reglement_flyktninger,
    )


@control("K32", WARNING, since=2021, source=KILDE)
def belop_ligner_fjoraarets(
    f: Fields, given: Given, reglement_endring_ganger: int, reglement_endring: int
) -> Requirement:
    """What looks like thousands of kroner is told by K33 instead."""
    now = f.reglement_flyktninger_belop
    then = last_year(given, BELOP, now)
    far = far_apart(now, then, reglement_endring_ganger, reglement_endring)
    return require(~far | about_a_thousand_times(now, then), when=(now.or_zero > 0) & (then > 0), shown=[now, then])


@control("K33", WARNING, since=2021, source=KILDE)
def belop_i_samme_enhet_som_i_fjor(f: Fields, given: Given) -> Requirement:
    now = f.reglement_flyktninger_belop
    then = last_year(given, BELOP, now)
    return require(~about_a_thousand_times(now, then), when=(now.or_zero > 0) & (then > 0), shown=[now, then])


@control("K34", WARNING, source=KILDE)
def belop_per_innbygger(
    f: Fields, given: Given, reglement_per_innbygger_lav: int, reglement_per_innbygger_hoy: int
) -> Requirement:
    now = f.reglement_flyktninger_belop
    people = inhabitants(given, ALL, now)
    each = per_inhabitant(now, people)
    must = (each >= reglement_per_innbygger_lav) & (each <= reglement_per_innbygger_hoy)
    return require(must, when=now.or_zero > 0, shown=[now, each, people])
