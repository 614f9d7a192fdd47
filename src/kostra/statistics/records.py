"""The records of a form and a year as columns that rows can be chosen and divided by, each made once whatever the number of tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from kostra.model.region import AgeBand
from kostra.statistics.places import Map, Places, Together, joined, map_of

Flags: TypeAlias = npt.NDArray[np.bool_]
Whole: TypeAlias = npt.NDArray[np.int64]

_Made = TypeVar("_Made")
_Column = TypeVar("_Column", Flags, Whole)

UNIT = "unit"
NO_AGE = -1
NOBODY = 0
"""The number of a person of whom nothing says who it is: each is somebody of their own."""


@dataclass(frozen=True)
class Records:
    """`person` is a number for each record, the same for the same person; `unit` its place in the units of the map.

    `reported` says of each unit whether there is an answer from it, also that it has nothing. Where these are some of other records,
    `part` says of which, and where in them; `frame` is then of them all.
    """

    frame: pl.DataFrame
    places: Map
    unit: Places
    person: Whole
    age: Whole
    reported: Flags
    part: tuple[Records, Places | slice] | None = None
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def year(self) -> int:
        return self.places.year

    def amount(self, fields: tuple[str, ...]) -> Whole:
        """The sum of some fields, in whole units of their last decimal; what is not filled adds nothing."""

        def find(of: Records) -> Whole:
            found: Whole = np.sum([of._number(name, of.scale(fields)) for name in fields], axis=0, dtype=np.int64)
            return found

        return self._column(("amount", fields), find)

    def scale(self, fields: tuple[str, ...]) -> int:
        """How many units of `amount` are one: 10 where a field has a decimal."""
        types = [self.frame.schema[name] for name in fields]
        return int(10 ** max((one.scale for one in types if isinstance(one, pl.Decimal)), default=0))

    def filled(self, name: str) -> Flags:
        def find(of: Records) -> Flags:
            return of.frame[name].is_not_null().to_numpy()

        return self._column(("filled", name), find)

    def is_one_of(self, name: str, codes: tuple[str, ...]) -> Flags:
        def find(of: Records) -> Flags:
            number, values = of._codes(name)
            found: Flags = np.array([*(value in codes for value in values), False], np.bool_)[number]
            return found

        return self._column(("codes", name, codes), find)

    def place_in(self, name: str, codes: tuple[str, ...]) -> Places:
        """The place of each record's code among these; their number for any other."""

        def find(of: Records) -> Places:
            number, values = of._codes(name)
            places = {code: place for place, code in enumerate(codes)}
            found: Places = np.array([*(places.get(value, len(codes)) for value in values), len(codes)], np.int64)[
                number
            ]
            return found

        return self._column(("place", name, codes), find)

    def months(self, begins: str | None) -> Whole:
        """A bit for each month that is filled."""

        def find(of: Records) -> Whole:
            found = np.zeros(len(of.frame), np.int64)
            for number in range(12) if begins is not None else ():
                there = of.frame[f"{begins}{number + 1}"].is_not_null().to_numpy()
                found |= there.astype(np.int64) << number
            return found

        return self._column(("months", begins), find)

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        if key not in self._made:
            self._made[key] = make()
        found: _Made = self._made[key]
        return found

    def forget(self) -> None:
        """Lets go of what has been worked out, which is larger than the records themselves."""
        self._made.clear()

    def only(self, units: Flags) -> Records:
        """What has come from some of the units, as if nothing had come from the others."""
        if not (self.reported & ~units).any():
            return self

        def find() -> Records:
            here = np.flatnonzero(units[self.unit])
            reported = self.reported & units
            return Records(
                self.frame, self.places, self.unit[here], self.person[here], self.age[here], reported, (self, here)
            )

        return self.once(("only", units.tobytes()), find)

    def together(self, municipalities: Together) -> Records:
        """The same records, where some municipalities are one besides."""

        def find() -> Records:
            places, every = joined(self.places, municipalities), (self, slice(None))
            return Records(self.frame, places, self.unit, self.person, self.age, self.reported, every)

        return self.once(("together", municipalities), find)

    def _column(self, key: Hashable, find: Callable[[Records], _Column]) -> _Column:
        """Of some records it is taken out of that of all, which others ask for too."""

        def made() -> _Column:
            if self.part is None:
                return find(self)
            records, here = self.part
            return records._column(key, find)[here]

        return self.once(key, made)

    def _codes(self, name: str) -> tuple[npt.NDArray[np.integer], list[str]]:
        """The number of each record's value in a column, and the values; the number after the last where it is not filled."""

        def find() -> tuple[npt.NDArray[np.integer], list[str]]:
            text = self.frame[name].cast(pl.String)
            values = sorted(value for value in text.unique().to_list() if value is not None)
            number = text.cast(pl.Enum(values)).to_physical().cast(pl.UInt32).fill_null(len(values))
            return number.to_numpy(), values

        return self.once(("values", name), find)

    def _number(self, name: str, scale: int) -> Whole:
        return (self.frame[name].fill_null(0) * scale).cast(pl.Int64).to_numpy()


def records(
    frame: pl.DataFrame,
    year: int,
    person: Whole,
    age: Whole,
    answered: Collection[str],
    *,
    by_district: bool | None = None,
) -> Records:
    """`answered` are the units with an answer; `person` is `NOBODY` and `age` `NO_AGE` where that is not known. `by_district` says whether
    Oslo's districts answer in its place, where that is not to be told from who has.
    """
    here = frame[UNIT].unique(maintain_order=True).to_list()
    places = map_of(year, [*here, *answered], by_district=by_district)
    number = {unit: place for place, unit in enumerate(places.units)}
    unit = frame[UNIT].replace_strict(number, return_dtype=pl.Int64).to_numpy() if here else np.zeros(0, np.int64)
    nobody = person == NOBODY
    whom = np.where(nobody, person.max(initial=0) + np.cumsum(nobody), person)
    there = set(answered) | set(here)
    reported = np.array([code in there for code in places.units], np.bool_)
    return Records(frame, places, unit, whom, age, reported)


def ages(born: pl.Series, year: int) -> Whole:
    """At the end of the year."""
    return (year - born.dt.year().cast(pl.Int64)).fill_null(NO_AGE).to_numpy()


def inside(values: Whole, bands: Sequence[AgeBand]) -> Flags:
    """Whether each number is in one of the bands. What is not known is in none."""
    found = np.zeros(len(values), np.bool_)
    for band in bands:
        found |= (values >= band.first) & (values <= (np.iinfo(np.int64).max if band.last is None else band.last))
    return found
