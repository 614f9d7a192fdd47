"""The six indicators of each unit by itself, so that regions can be added up from them: a person with help in two units is counted in both.

That is what makes the figures of a region the sum of its units', which disclosure control is worked out from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kostra.statistics.indicators import HOUSING, PERSON, Indicator, Reports, paid, persons
from kostra.statistics.records import UNIT

Counts = Mapping[Indicator, int]
_PAID = "_paid"


@dataclass(frozen=True, slots=True)
class Housing:
    """What temporary housing cost, and for how many `persons`. `largest` as in `OfUnit`."""

    persons: int
    kroner: int
    largest: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class OfUnit:
    """`largest` are the two largest amounts that anybody got, the larger first. `housing` is None of a unit that has not answered it."""

    counts: Counts
    largest: tuple[int, int] = (0, 0)
    housing: Housing | None = None


NOBODY = OfUnit(dict.fromkeys(Indicator, 0))


def of_units(reports: Reports) -> dict[str, OfUnit]:
    """By unit, in their order, also of those who have answered that they have nothing."""
    wanted = [pl.col(PERSON).filter(who).n_unique().alias(id) for id, who in persons().items()]
    rows = reports.frame.group_by(UNIT).agg(*wanted, paid().sum().alias(Indicator.KRONER))
    largest, housing = _largest(reports.frame, paid()), _housing(reports.frame)
    found = {
        row[UNIT]: OfUnit({id: int(row[id] or 0) for id in Indicator}, largest[row[UNIT]], housing.get(row[UNIT]))
        for row in rows.iter_rows(named=True)
    }
    return {unit: found.get(unit, NOBODY) for unit in sorted(reports.answered)}


def _housing(frame: pl.DataFrame) -> dict[str, Housing]:
    """Of the units that have answered it for anybody."""
    if HOUSING not in frame.columns:
        return {}
    cost = pl.col(HOUSING)
    answered = frame.filter(cost.is_not_null())
    largest = _largest(answered, cost)
    rows = answered.group_by(UNIT).agg(pl.col(PERSON).filter(cost > 0).n_unique(), cost.sum().cast(pl.Int64))
    return {unit: Housing(persons, kroner, largest[unit]) for unit, persons, kroner in rows.iter_rows()}


def _largest(frame: pl.DataFrame, amount: pl.Expr) -> dict[str, tuple[int, int]]:
    each = frame.group_by(UNIT, PERSON).agg(amount.sum().alias(_PAID))
    top = each.group_by(UNIT).agg(pl.col(_PAID).top_k(2).sort(descending=True))
    return {unit: (*amounts, 0, 0)[:2] for unit, amounts in top.iter_rows()}
