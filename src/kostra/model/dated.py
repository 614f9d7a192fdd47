"""Values that change over the years.

A dated value is a list of change points: each holds from its year until the next one. It refuses to guess: asking before the first
year, or after the last where there is one, raises.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from kostra.model.errors import Undated

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Change points in strictly rising order of year, and the last year it says anything about (none: open)."""

    points: tuple[tuple[int, T], ...]
    until: int | None = None

    def __post_init__(self) -> None:
        if not self.points:
            raise Undated("a dated value needs at least one year")
        if any(later[0] <= earlier[0] for earlier, later in pairwise(self.points)):
            raise Undated(f"the years of a dated value must rise, found {[year for year, _ in self.points]}")
        if self.until is not None and self.until < self.points[-1][0]:
            raise Undated(f"a dated value ends in {self.until}, before its last change in {self.points[-1][0]}")

    @classmethod
    def always(cls, value: T, since: int, until: int | None = None) -> Dated[T]:
        """One value from a year on."""
        return cls(((since, value),), until)

    @classmethod
    def of(cls, values: Mapping[int, T], until: int | None = None) -> Dated[T]:
        """From a table of year to value, in any order."""
        return cls(tuple(sorted(values.items(), key=lambda point: point[0])), until)

    @property
    def since(self) -> int:
        return self.points[0][0]

    def covers(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)

    def at(self, year: int) -> T:
        """The value that holds in a year; an error outside the years it speaks of."""
        if not self.covers(year):
            end = "" if self.until is None else f" to {self.until}"
            raise Undated(f"nothing is known for {year}: the value is dated from {self.since}{end}")
        return self.points[bisect_right(self.points, year, key=_first_year) - 1][1]

    def changes(self) -> Iterator[tuple[int, T, T]]:
        """Each year in which the value became another, with the value before and after."""
        for (_, before), (year, after) in pairwise(self.points):
            if before != after:
                yield year, before, after

    def map(self, change: Callable[[T], U]) -> Dated[U]:
        return Dated(tuple((year, change(value)) for year, value in self.points), self.until)


def _first_year(point: tuple[int, object]) -> int:
    return point[0]
