"""How the months of a year agree with the file of the year, unit by unit, to the krone, and why they do not.

Four causes, in this order, and each krone has one: months that never came, persons who are in the year and in no month, persons who are in
the months and not in the year, and what was changed afterwards. What the desk has edited in the year is told by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

UNIT, PERSON, MONTH, PAID = "unit", "person", "month", "paid"
SCHEMA = {UNIT: pl.String, PERSON: pl.String, MONTH: pl.Int64, PAID: pl.Int64}
"""One row for each person and month with an amount; `person` is the same for the same person within a unit."""


@dataclass(frozen=True, slots=True)
class Revised:
    """`months` and `year` are kroner. The causes add up to what lies between them. `persons_months` is how many the months tell of, and
    `persons_year` the year; `missing` are the months that never came."""

    unit: str
    months: int
    year: int
    missing: tuple[int, ...]
    missing_months: int
    not_in_months: int
    not_in_year: int
    changed: int
    edited: int
    persons_months: int
    persons_year: int

    @property
    def difference(self) -> int:
        return self.year - self.months


def revised(
    monthly: pl.DataFrame,
    yearly: pl.DataFrame,
    came: Mapping[str, Collection[int]],
    edited: Mapping[str, int],
) -> tuple[Revised, ...]:
    """Of the units in `came`, which says the months that each of them has delivered. `edited` is what edits at the desk have moved in the
    year, by unit."""
    months_of, year_of = (_by_unit(frame) for frame in (monthly, yearly))
    nothing = pl.DataFrame(schema=SCHEMA)
    found = []
    for unit in sorted(came):
        ours, theirs = months_of.get(unit, nothing), year_of.get(unit, nothing)
        there = sorted(set(came[unit]))
        gone = theirs.filter(~pl.col(MONTH).is_in(there))
        left = theirs.filter(pl.col(MONTH).is_in(there))
        known, known_year = ours[PERSON].unique(), theirs[PERSON].unique()
        new = left.filter(~pl.col(PERSON).is_in(known.to_list()))
        lost = ours.filter(~pl.col(PERSON).is_in(known_year.to_list()))
        months, year, moved = _sum(ours), _sum(theirs), edited.get(unit, 0)
        named = (_sum(gone), _sum(new), -_sum(lost), moved)
        found.append(
            Revised(
                unit,
                months,
                year,
                tuple(month for month in range(1, 13) if month not in there),
                *named[:3],
                changed=year - months - sum(named),
                edited=moved,
                persons_months=len(known),
                persons_year=len(known_year),
            )
        )
    return tuple(found)


def _by_unit(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {str(unit): part for (unit,), part in frame.partition_by(UNIT, as_dict=True).items()}


def _sum(frame: pl.DataFrame) -> int:
    return int(frame[PAID].sum() or 0)
