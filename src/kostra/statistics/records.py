"""The records of a form and a year as columns that rows can be chosen and divided by, each made once whatever the number of tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from kostra.model.region import AgeBand
from kostra.statistics.places import Map, Places, map_of

Flags: TypeAlias = npt.NDArray[np.bool_]
Whole: TypeAlias = npt.NDArray[np.int64]

UNIT = "unit"
NO_AGE = -1
NOBODY = 0
"""The number of a person of whom nothing says who it is: each is somebody of their own."""


@dataclass(frozen=True)
class Records:
    """`person` is a number for each record, the same for the same person; `unit` its place in the units of the map.

    `reported` says of each unit whether there is an answer from it, also that it has nothing.
    """

    frame: pl.DataFrame
    places: Map
    unit: Places
    person: Whole
    age: Whole
    reported: Flags
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def year(self) -> int:
        return self.places.year

    def amount(self, fields: tuple[str, ...]) -> Whole:
        """The sum of some fields; what is not filled adds nothing."""
        found: Whole = self.once(("amount", fields), lambda: np.sum([self._number(name) for name in fields], axis=0))
        return found

    def is_one_of(self, name: str, codes: tuple[str, ...]) -> Flags:
        def find() -> Flags:
            return self._text(name).is_in(list(codes)).fill_null(False).to_numpy()

        found: Flags = self.once(("codes", name, codes), find)
        return found

    def place_in(self, name: str, codes: tuple[str, ...]) -> Places:
        """The place of each record's code among these; their number for any other."""

        def find() -> Places:
            found = np.full(len(self.frame), len(codes), np.int64)
            for place, code in enumerate(codes):
                found[self.is_one_of(name, (code,))] = place
            return found

        found: Places = self.once(("place", name, codes), find)
        return found

    def months(self, begins: str | None) -> Whole:
        """A bit for each month that is filled."""

        def find() -> Whole:
            found = np.zeros(len(self.frame), np.int64)
            for number in range(12) if begins is not None else ():
                there = self.frame[f"{begins}{number + 1}"].is_not_null().to_numpy()
                found |= there.astype(np.int64) << number
            return found

        found: Whole = self.once(("months", begins), find)
        return found

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _text(self, name: str) -> pl.Series:
        return self.frame[name].cast(pl.String)

    def _number(self, name: str) -> Whole:
        return self.frame[name].cast(pl.Int64).fill_null(0).to_numpy()


def records(frame: pl.DataFrame, year: int, person: Whole, age: Whole, answered: Collection[str]) -> Records:
    """`answered` are the units with an answer; `person` is `NOBODY` and `age` `NO_AGE` where that is not known."""
    here = frame[UNIT].unique(maintain_order=True).to_list()
    places = map_of(year, [*here, *answered])
    number = {unit: place for place, unit in enumerate(places.units)}
    unit = frame[UNIT].replace_strict(number, return_dtype=pl.Int64).to_numpy() if here else np.zeros(0, np.int64)
    nobody = person == NOBODY
    whom = np.where(nobody, person.max(initial=0) + np.cumsum(nobody), person)
    there = set(answered) | set(here)
    reported = np.array([code in there for code in places.units], np.bool_)
    return Records(frame, places, unit, whom, age, reported)


def inside(values: Whole, bands: Sequence[AgeBand]) -> Flags:
    """Whether each number is in one of the bands. What is not known is in none."""
    found = np.zeros(len(values), np.bool_)
    for band in bands:
        found |= (values >= band.first) & (values <= (np.iinfo(np.int64).max if band.last is None else band.last))
    return found
