"""What an edit moves: the published sums of its unit before and after, and whether that is so much that a colleague must second it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from kostra.editing.places import PUBLISHED, Level, by_level, names
from kostra.editing.variables import Measure, Sums, Variable, added, value
from kostra.model.content import read

FILE = Path(__file__).parent / "limits.toml"


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure of one region before and after. None where there is nothing to divide by."""

    level: Level
    region: str
    name: str
    variable: Variable
    before: int | Fraction | None
    after: int | Fraction | None

    @property
    def share(self) -> float | None:
        """Of what it was. None where it was nothing, or was not."""
        if not self.before or self.after is None:
            return None
        return float((Fraction(self.after) - Fraction(self.before)) / abs(Fraction(self.before)))


@dataclass(frozen=True, slots=True)
class Limits:
    """`thousandths` of a published sum by level, and the `least` that counts by the unit of the variable."""

    thousandths: Mapping[Level, int]
    least: Mapping[str, int]


@cache
def limits(file: Path = FILE) -> Limits:
    table = read(file)
    shares, least = table.table("thousandths"), table.table("least")
    found = Limits(
        {level: shares.take(level.value, int) for level in PUBLISHED},
        {unit: least.take(unit, int) for unit in list(least.keys())},
    )
    shares.done()
    least.done()
    table.done()
    return found


def moved(
    before: Mapping[str, Sums],
    after: Mapping[str, Sums],
    year: int,
    variables: Sequence[Variable],
    measures: Sequence[Measure],
) -> tuple[Moved, ...]:
    """The figures that differ, from the smallest region up. Both are sums by unit; units that are only in one are nothing in the other."""
    found: list[Moved] = []
    nothing = added((), len(measures))
    changed = {unit for unit in before.keys() | after.keys() if before.get(unit, nothing) != after.get(unit, nothing)}
    for level in PUBLISHED:
        touched = by_level(dict.fromkeys(changed, nothing), level, year, len(measures))
        was, now = (by_level(sums, level, year, len(measures)) for sums in (before, after))
        for region in touched:
            one, other = was.get(region, nothing), now.get(region, nothing)
            for variable in variables:
                then, there = value(variable, measures, one), value(variable, measures, other)
                if then != there:
                    found.append(Moved(level, region, names(level, year).get(region, region), variable, then, there))
    return tuple(found)


def needs_second(figures: Sequence[Moved], within: Limits | None = None) -> bool:
    """Whether any published sum moves by its limit or more. Means and shares follow from sums, and are not asked."""
    known = limits() if within is None else within
    return any(_is_large(one, known) for one in figures if one.variable.per is None)


def _is_large(one: Moved, within: Limits) -> bool:
    before, after = Fraction(one.before or 0), Fraction(one.after or 0)
    by = abs(after - before)
    return by >= within.least[one.variable.unit] and by * 1000 >= within.thousandths[one.level] * abs(before)
