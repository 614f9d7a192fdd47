"""What the late ones would have had, and how much there is of each indicator against where it began.

Everything here is worked out from figures that may be shown, and from the number of inhabitants, and from nothing else. So what is
estimated, and the index, tell nobody more than those figures do: a hidden figure has no part in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from kostra.model.rounding import shown
from kostra.statistics.indicators import Indicator

Shown = Mapping[str, Mapping[Indicator, int | None]]
"""By unit, of those who have reported; None where the figure is hidden."""
People = Callable[[str], int | None]
"""The inhabitants of a unit; None where nobody knows."""


def growth(now: Shown, before: Shown, id: Indicator, among: Iterable[str] | None = None) -> Fraction | None:
    """Of the same units in both, all or `among` these. None where no unit has a figure in both, and from nothing."""
    chosen = now.keys() if among is None else now.keys() & set(among)
    pairs = [(now[unit][id], before[unit][id]) for unit in chosen & before.keys()]
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    then = sum(other for _, other in both)
    return Fraction(sum(one for one, _ in both), then) if then else None


def late(unit: str, id: Indicator, now: Shown, before: Shown, people: People) -> Fraction | None:
    """What it had the period before, moved as the same reporters moved; else by its inhabitants. None where neither is known."""
    had = before.get(unit, {}).get(id)
    moved = growth(now, before, id)
    if had is not None and moved is not None:
        return had * moved
    mine = people(unit)
    there = [(value, count) for one in now if (value := now[one][id]) is not None and (count := people(one))]
    whole = sum(count for _, count in there)
    return None if mine is None or not whole else Fraction(sum(value for value, _ in there) * mine, whole)


def estimated(
    reported: int | None, silent: Iterable[str], id: Indicator, now: Shown, before: Shown, people: People
) -> int | None:
    """What those who are expected have in all. None where what is reported is hidden, or a late one cannot be estimated."""
    parts = [late(unit, id, now, before, people) for unit in silent]
    if reported is None or None in parts:
        return None
    return int(shown(reported + sum(part for part in parts if part is not None)))


def index(history: Sequence[Shown], id: Indicator, among: Iterable[str] | None = None) -> Fraction | None:
    """Of the last of the periods, where the first is 100: the growths of the same reporters from one to the next, multiplied. So it does
    not jump where somebody joins, or is late. None where the chain is broken.
    """
    units = None if among is None else frozenset(among)
    found = Fraction(100)
    for before, now in pairwise(history):
        step = growth(now, before, id, units)
        if step is None:
            return None
        found *= step
    return found
