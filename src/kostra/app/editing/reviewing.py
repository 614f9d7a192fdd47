"""Which municipalities to look at first, and how one variable of them lies: change against last year, outliers, what stands out.

A municipality is held against others of its group. What is expected of it is last year's figure, moved as the middle one of the group was.
Only sums are scored: a mean follows from its sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kostra.app.editing.macro import Figure, Macro, Row, within
from kostra.app.permissions import Asker
from kostra.app.system import System
from kostra.editing.places import Level, code, names
from kostra.editing.variables import Variable
from kostra.methods.hidiroglou_berthelot import Ratios, ratios
from kostra.methods.scoring import Codes, review, score, suspicion
from kostra.methods.scoring import Level as Totals
from kostra.methods.strata import Strata
from kostra.methods.thousand import thousand_errors
from kostra.methods.untested import Reals
from kostra.methods.zeros import turns

_STARTS, _FULL = 5.0, 20.0
"""Quartile distances from the middle where suspicion begins, and where it is whole."""
_WHOLE, _GROUP = 0.002, 0.01
"""The error that may be left in a sum of the country and of a group. The sources name none: reconstructed."""


@dataclass(frozen=True, slots=True)
class Point:
    """One municipality in one variable. `lower` and `upper` are the limits of its ratio, None where there is none to test."""

    row: Row
    before: float | None
    now: float | None
    largest: float | None
    ratio: float | None
    lower: float | None
    upper: float | None
    distance: float | None
    is_outlier: bool
    is_thousand: bool


@dataclass(frozen=True, slots=True)
class Suspect:
    """`most` is the variable that makes it suspect. `removed` is how much of the expected error is gone when it, and all before it, have
    been reviewed."""

    region: str
    name: str
    score: float
    most: Variable
    removed: float


@dataclass(frozen=True, slots=True)
class Order:
    """The municipalities with any score, the highest first. The first `count` of them are enough."""

    suspects: tuple[Suspect, ...]
    count: int

    @property
    def removed(self) -> float:
        """By those that are enough."""
        return self.suspects[self.count - 1].removed if self.count else 0.0


def points(found: Macro, place: int) -> tuple[Point, ...]:
    """The rows in one variable, by its place, all of them in one stratum."""
    now, before = _numbers(found.rows, place)
    tested = ratios(now, before, Strata.single(len(found.rows)))
    thousand = thousand_errors(now, before).outlier
    return tuple(
        Point(
            row=row,
            before=_known(before[at]),
            now=_known(now[at]),
            largest=_known(tested.largest[at]),
            ratio=_known(tested.ratio[at]),
            lower=_known(tested.lower[at]),
            upper=_known(tested.upper[at]),
            distance=_known(tested.distance[at]),
            is_outlier=bool(tested.outlier[at] == 1),
            is_thousand=bool(thousand[at] == 1),
        )
        for at, row in enumerate(found.rows)
    )


def most(every: Sequence[Sequence[Point]]) -> int:
    """The place of the variable in which somebody stands out most; the first where nobody can be held against another."""
    sizes = [max((abs(one.distance or 0.0) for one in points), default=0.0) for points in every]
    return sizes.index(max(sizes))


def order(system: System, asker: Asker, whole: Macro) -> Order:
    """Of all municipalities, whatever regions `whole` is of."""
    year = whole.whole.period.year
    found = within(system, asker, whole.whole, Level.COUNTRY, next(iter(names(Level.COUNTRY, year)), ""))
    sums = [place for place, one in enumerate(found.variables) if one.per is None]
    rows = found.rows
    if not rows or not sums:
        return Order((), 0)
    groups = Strata.of([code(row.region, Level.GROUP, year) or "" for row in rows])
    parts = [_suspicions(rows, place, groups) for place in sums]
    values, expected, suspicions = (np.concatenate([part[at] for part in parts]) for at in range(3))
    count = len(rows)
    units = np.tile(np.arange(count, dtype=np.intp), len(sums))
    levels = [
        Totals(_codes(np.zeros(count, np.intp), 1, len(sums)), _WHOLE),
        Totals(_codes(groups.codes, len(groups.names), len(sums)), _GROUP),
        Totals(_codes(np.arange(count, dtype=np.intp), count, len(sums))),
    ]
    some = np.abs(expected[~np.isnan(expected) & (expected != 0)])
    floor = float(np.median(some)) if len(some) else 0.0
    scores = score(values, expected, suspicions, levels, floor)
    found_review = review(units, scores, expected, levels, floor)
    local = np.nan_to_num(scores.local).reshape(len(sums), count)
    suspects = [
        Suspect(
            rows[at].region,
            rows[at].name,
            float(found_review.largest[at]),
            found.variables[sums[int(local[:, at].argmax())]],
            float(found_review.removed[turn + 1]),
        )
        for turn, at in enumerate(found_review.order.tolist())
        if found_review.largest[at] > 0
    ]
    return Order(tuple(suspects), min(found_review.count, len(suspects)))


def _suspicions(rows: Sequence[Row], place: int, groups: Strata) -> tuple[Reals, Reals, Reals]:
    """What is reported, what is expected, and how likely it is that the first is wrong."""
    now, before = _numbers(rows, place)
    tested = ratios(now, before, groups)
    expected = before * _moved(tested, groups)
    change = turns(now, before)
    hard = (thousand_errors(now, before).outlier == 1) | ((change.outlier == 1) & ((now == 0) | (before == 0)))
    return now, expected, np.where(hard, 1.0, suspicion(tested.distance, _STARTS, _FULL))


def _moved(tested: Ratios, groups: Strata) -> Reals:
    """The middle ratio of the group of each; 1 where the group has none."""
    middle = np.ones(len(groups.codes))
    for _, members in groups.each():
        known = tested.median[members]
        known = known[~np.isnan(known)]
        if len(known):
            middle[members] = known[0]
    return middle


def _codes(places: Codes, many: int, sums: int) -> Codes:
    """A total for each place and variable; a municipality of no group adds to none."""
    return np.concatenate([np.where(places < 0, -1, places + at * max(many, 1)) for at in range(sums)])


def _numbers(rows: Sequence[Row], place: int) -> tuple[Reals, Reals]:
    changes = [row.changes[place] for row in rows]
    return np.array([_real(one.now) for one in changes]), np.array([_real(one.before) for one in changes])


def _real(figure: Figure) -> float:
    return float("nan") if figure is None else float(figure)


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
