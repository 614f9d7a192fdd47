"""The introduction benefit as employers report pay: by person and month, with where the person lives and who reported
it.

A few participants are missing, a few amounts come after the end, some live in another municipality than the one whose
programme they are in, and some municipalities have theirs reported by a neighbour. All of that is on purpose.
"""

from __future__ import annotations

import numpy as np

from kostra.synth.anchors import BASIC_AMOUNT
from kostra.synth.answers.traits import Traits
from kostra.synth.arrays import Ints, NationYear
from kostra.synth.registers.introduction import Programme, units_of
from kostra.synth.registers.table import csv, padded, text, whole

_MONTHS = 12


def benefit_reports(year: NationYear, people: Programme) -> bytes:
    chance = year.generator("registers", "a-ordningen")
    months = np.datetime64(f"{year.year}-01", "M") + np.arange(_MONTHS).astype("timedelta64[M]")
    paid = people.start.astype("datetime64[M]")[:, None] <= months
    paid &= np.isnat(people.end)[:, None] | (people.end.astype("datetime64[M]")[:, None] >= months)
    late = (chance.random(len(people)) < 0.02) & (people.reason >= 0)
    paid |= late[:, None] & (people.end.astype("datetime64[M]")[:, None] + np.timedelta64(1, "M") == months)
    paid &= (chance.random(len(people)) >= 0.015)[:, None]
    row, month = np.nonzero(paid)
    lives, reports = _residence(year, people)
    amount = benefit(year, people)[row]
    absent = chance.random(len(row)) < 0.14
    amount = np.where(absent, np.rint(amount * (0.55 + 0.43 * chance.random(len(row)))).astype(np.int64), amount)
    return csv(
        {
            "fodselsnr": padded(people.national_id, 11)[row],
            "bostedskommune": text(year.units.municipality)[lives[row]],
            "rapportert_av": text(year.units.municipality)[reports[row]],
            "maaned": text([f"{year.year}-{number:02d}" for number in range(1, _MONTHS + 1)])[month],
            "belop": whole(amount),
        }
    )


def benefit(year: NationYear, people: Programme) -> Ints:
    """Kroner a month: two basic amounts a year, two thirds of it for those under 25."""
    full = round(2 * BASIC_AMOUNT[year.year] / 12)
    age = year.year - (people.birth.astype("datetime64[Y]").astype(np.int64) + 1970)
    return np.where(age < 25, round(full * 2 / 3), full)


def benefit_by_unit(year: NationYear, people: Programme) -> Ints:
    """What each unit pays in the year, kroner: the ground for function 275."""
    begun = np.maximum(people.start, np.datetime64(f"{year.year}-01-01"))
    last = np.where(np.isnat(people.end), np.datetime64(f"{year.year}-12-31"), people.end)
    months = (last.astype("datetime64[M]") - begun.astype("datetime64[M]")).astype(np.int64) + 1
    paid = np.bincount(units_of(year, people), benefit(year, people) * months * 0.97, len(year.units))
    return np.rint(paid).astype(np.int64)


def _residence(year: NationYear, people: Programme) -> tuple[Ints, Ints]:
    """Where they live, and the unit that reports the benefit: the one whose programme it is, or a larger one nearby."""
    own = units_of(year, people)
    traits = Traits(year.seed, year.year, year.units.code.tolist())
    inhabitants = year.units.population.sum(axis=1)
    reporter = np.arange(len(year.units))
    handed = (traits.uniform("reported by another") < 0.09) & (inhabitants < 12_000)
    for county in np.unique(year.units.county[handed]):
        members = np.flatnonzero(year.units.county == county)
        reporter[members[handed[members]]] = members[np.argmax(inhabitants[members])]
    chance = year.generator("registers", "residence")
    moved = chance.random(len(people)) < 0.007
    lives = np.where(moved, chance.integers(0, len(year.units), len(people)), own)
    return lives, reporter[own]
