"""Posts and cases against last year's, and against how many people live there."""

from __future__ import annotations

from kostra.controls.comparison import ADULTS, changed, inhabitants, last_year, per_inhabitant
from kostra.controls.declare import WARNING, Control, Given, Requirement, control, require
from kostra.methods.columns import Fields

AARSVERK = (
    "aarsverk_raadgivning",
    "aarsverk_242_sum",
    "aarsverk_243_sum",
    "aarsverk_273_sum",
    "aarsverk_276_sum",
    "aarsverk_sum",
)
KILDE = "Rapporten for 2021, 6.2: svarene i skjema 7 revideres mot fjorårets. Grensene er våre"


def _mot_fjoraaret(id: str) -> Control:
    def aarsverk_mot_fjoraaret(
        f: Fields, given: Given, aarsverk_endring_prosent: int, aarsverk_endring: int
    ) -> Requirement:
        now = f.number(id)
        then = last_year(given, id, now)
        return require(~changed(now, then, aarsverk_endring_prosent, aarsverk_endring), shown=[now, then])

    aarsverk_mot_fjoraaret.__name__ = f"{id}_mot_fjoraaret"
    return control("K40", WARNING, since=2021, source=KILDE)(aarsverk_mot_fjoraaret)


MOT_FJORAARET = tuple(_mot_fjoraaret(id) for id in AARSVERK)


@control("K41", WARNING, since=2021, source=KILDE)
def saker_mot_fjoraaret(f: Fields, given: Given, saker_endring_prosent: int, saker_endring: int) -> Requirement:
    now = f.saker_raadgivning
    then = last_year(given, "saker_raadgivning", now)
    return require(~changed(now, then, saker_endring_prosent, saker_endring), shown=[now, then])


@control(
    "K45",
    WARNING,
    source="SSBs tabeller over årsverk per 1 000 innbyggere 18 år og over: fylkene hadde 0,8-1,7 og Oslo 3,2 i 2009. Grensene er våre",
)
def aarsverk_per_innbygger(
    f: Fields, given: Given, aarsverk_per_10000_lav: int, aarsverk_per_10000_hoy: int
) -> Requirement:
    posts = f.aarsverk_sum
    people = inhabitants(given, ADULTS, posts)
    each = per_inhabitant(posts, people, 10_000)
    must = (each >= aarsverk_per_10000_lav) & (each <= aarsverk_per_10000_hoy)
    return require(must, shown=[posts, each, people])
