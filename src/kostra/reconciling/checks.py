"""What is remarkable about a residual: errors of unit, persons above the accounts, an unusual ratio, a jump between years.

Every check looks at all regions at once, for half of them ask what is usual. Limits are of the comparison; nothing is changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from statistics import median

import numpy as np

from kostra.methods.hidiroglou_berthelot import ratios
from kostra.methods.quartiles import quartile_limits
from kostra.methods.strata import Strata
from kostra.methods.thousand import thousand_errors
from kostra.methods.untested import Reals
from kostra.reconciling.comparison import Check, Comparison
from kostra.reconciling.residuals import Places, Row

_BETTER = 10
LONG = 3
"""So many years make a pattern, this one among them."""


@dataclass(frozen=True, slots=True)
class Flag:
    """`value` was found, and `low` to `high` was allowed: amounts for some checks and ratios for others. `source` is one of them, by place.

    For an error of unit the value is how many times the amount is of what it is held against.
    """

    check: Check
    value: float
    low: float | None = None
    high: float | None = None
    source: int | None = None


def flags(
    comparison: Comparison, now: Sequence[Row], before: Mapping[int, Mapping[str, Row]], where: Places
) -> dict[str, tuple[Flag, ...]]:
    """By region, in the order of the checks. `before` are the earlier years, in this year's regions."""
    last = before.get(max(before), {}) if before else {}
    found: defaultdict[str, list[Flag]] = defaultdict(list)
    asked: dict[Check, Found] = {
        Check.UNIT_ERROR: _units(comparison, now, last),
        Check.NEGATIVE: _negative(comparison, now),
        Check.APART: _apart(comparison, now),
        Check.RATIO: _ratio(comparison, now, where),
        Check.CHANGED: _changed(comparison, now, last),
        Check.PERSISTENT: _persistent(comparison, now, before),
        Check.JUMP: _jump(comparison, now, before),
        Check.AWAITED: _awaited(now),
    }
    for check in Check:
        if check in comparison.checks:
            for region, flag in asked[check]:
                found[region].append(flag)
    return {region: tuple(several) for region, several in found.items()}


Found = Iterable[tuple[str, Flag]]


def _units(comparison: Comparison, now: Sequence[Row], last: Mapping[str, Row]) -> Found:
    """Once for each source of a region, however many ways it was found."""
    seen: set[tuple[str, int | None]] = set()
    for region, flag in chain(_against_last(now, last), _mended(comparison, now), _against_others(now)):
        told = (region, flag.source)
        # When one knows which source it is, there is no more to say of them all.
        if told not in seen and not (flag.source is None and any(one == region for one, _ in seen)):
            seen.add(told)
            yield region, flag


def _mended(comparison: Comparison, now: Sequence[Row]) -> Found:
    """A source that, a thousand times larger or smaller, would make the rest agree: within the limits, and ten times better than now."""
    for row, first, residual in _known(now):
        if not _large(comparison, row):
            continue
        for place, amount in enumerate(row.amounts):
            for times in (Fraction(1000), Fraction(1, 1000)):
                mended = (amount or 0) * times
                left = residual + (mended - (amount or 0)) * (1 if place == 0 else -1)
                allowed = comparison.limits.allowed(round(mended) if place == 0 else first)
                if amount and abs(left) <= allowed and abs(left) * _BETTER <= abs(residual):
                    yield row.region, Flag(Check.UNIT_ERROR, float(1 / times), source=place)


def _against_others(now: Sequence[Row]) -> Found:
    tested = thousand_errors(_reals(row.first for row in now), _reals(row.others for row in now))
    for row, difference, outlier in zip(now, tested.difference, tested.outlier, strict=True):
        if outlier == 1:
            yield row.region, Flag(Check.UNIT_ERROR, 10.0 ** float(difference), source=None)


def _against_last(now: Sequence[Row], last: Mapping[str, Row]) -> Found:
    for place in range(len(now[0].amounts) if now else 0):
        earlier = (last[row.region].amounts[place] if row.region in last else None for row in now)
        tested = thousand_errors(_reals(row.amounts[place] for row in now), _reals(earlier))
        for row, difference, outlier in zip(now, tested.difference, tested.outlier, strict=True):
            if outlier == 1:
                yield row.region, Flag(Check.UNIT_ERROR, 10.0 ** float(difference), source=place)


def _negative(comparison: Comparison, now: Sequence[Row]) -> Found:
    for row, first, residual in _known(now):
        allowed = comparison.limits.allowed(first)
        if residual < -allowed:
            yield row.region, Flag(Check.NEGATIVE, residual, low=-allowed)


def _apart(comparison: Comparison, now: Sequence[Row]) -> Found:
    for row, first, residual in _known(now):
        allowed = comparison.limits.allowed(first)
        if abs(residual) > allowed:
            yield row.region, Flag(Check.APART, residual, -allowed, allowed)


def _ratio(comparison: Comparison, now: Sequence[Row], where: Places) -> Found:
    strata = Strata.of([where.strata.get(row.region, "") for row in now])
    below, above = comparison.limits.quartiles
    first, others = _reals(row.first for row in now), _reals(row.others for row in now)
    tested = quartile_limits(first, others, strata, below, above, within=True)
    for place, row in enumerate(now):
        # What is within the allowed difference is right enough, however alike the others are.
        if tested.outlier[place] == 1 and _large(comparison, row):
            yield row.region, Flag(Check.RATIO, float(tested.ratio[place]), *_ends(tested.lower, tested.upper, place))


def _changed(comparison: Comparison, now: Sequence[Row], last: Mapping[str, Row]) -> Found:
    """Those that agree well now are left out: whatever was wrong was so last year, and was asked about then."""
    pairs = [
        (row, last[row.region]) for row in now if row.region in last and last[row.region].complete and row.complete
    ]
    pairs = [(row, then) for row, then in pairs if row.first and row.others and then.first and then.others]
    here = np.array([row.first / row.others for row, _ in pairs], np.float64)  # type: ignore[operator]
    there = np.array([then.first / then.others for _, then in pairs], np.float64)  # type: ignore[operator]
    tested = ratios(here, there, Strata.single(len(pairs)), (comparison.limits.change,))
    for place, (row, _) in enumerate(pairs):
        if tested.outlier[place] == 1 and _large(comparison, row):
            yield row.region, Flag(Check.CHANGED, float(tested.ratio[place]), *_ends(tested.lower, tested.upper, place))


def _persistent(comparison: Comparison, now: Sequence[Row], before: Mapping[int, Mapping[str, Row]]) -> Found:
    for row, first, residual in _known(now):
        years = _series(row.region, before)
        lately = (row, *years[: LONG - 1])
        same = all(_large(comparison, one) and ((one.residual or 0) < 0) == (residual < 0) for one in lately)
        if len(lately) == LONG and same and not _jumped(comparison, row, years):
            yield row.region, Flag(Check.PERSISTENT, residual, high=comparison.limits.allowed(first))


def _jump(comparison: Comparison, now: Sequence[Row], before: Mapping[int, Mapping[str, Row]]) -> Found:
    for row, first, residual in _known(now):
        years = _series(row.region, before)
        if len(years) + 1 >= LONG and _large(comparison, row) and _jumped(comparison, row, years):
            usual, steady = _usual(first, years), comparison.limits.steady(first)
            yield row.region, Flag(Check.JUMP, residual, float(usual - steady), float(usual + steady))


def _awaited(now: Sequence[Row]) -> Found:
    for row in now:
        for place, amount in enumerate(row.amounts):
            if amount is None and row.first:
                yield row.region, Flag(Check.AWAITED, row.first, source=place)


def _series(region: str, before: Mapping[int, Mapping[str, Row]]) -> list[Row]:
    """The earlier years in a row up to the last: what is before a year that lacks something is another story."""
    found: list[Row] = []
    for year in sorted(before, reverse=True):
        row = before[year].get(region)
        if row is None or row.residual is None or not row.first:
            break
        found.append(row)
    return found


def _jumped(comparison: Comparison, row: Row, years: Sequence[Row]) -> bool:
    assert row.first is not None and row.residual is not None
    return abs(row.residual - _usual(row.first, years)) > comparison.limits.steady(row.first)


def _usual(first: int, years: Sequence[Row]) -> Fraction:
    """The middle share of the earlier years, of this year's amount."""
    return Fraction(median([share for one in years if (share := one.share) is not None])) * first


def _large(comparison: Comparison, row: Row) -> bool:
    if row.first is None or row.residual is None:
        return False
    return abs(row.residual) > comparison.limits.allowed(row.first)


def _known(now: Sequence[Row]) -> Iterable[tuple[Row, int, int]]:
    for row in now:
        if row.first is not None and row.residual is not None:
            yield row, row.first, row.residual


def _reals(amounts: Iterable[int | None]) -> Reals:
    return np.array([np.nan if amount is None else amount for amount in amounts], np.float64)


def _ends(lower: Reals, upper: Reals, place: int) -> tuple[float, float]:
    return float(lower[place]), float(upper[place])
