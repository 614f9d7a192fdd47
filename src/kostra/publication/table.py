"""A published table in memory: the cells of all its years, dense, with all that is to be known of them. Nothing in it ever changes.

The axes are the region, what the table is divided by, what is counted, and the year last. A value is a whole number: what is shown, times
ten for each decimal of what is counted. What has no value has a mark that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from kostra.model.cube import Break, Mark, Measure
from kostra.model.errors import Broken
from kostra.model.text import Text

REGION, CONTENTS, TIME = "Region", "ContentsCode", "Tid"
MARKS: tuple[Mark | None, ...] = (None, *Mark)
BY_MARK = {mark: np.uint8(number) for number, mark in enumerate(MARKS)}
BLANK = frozenset({Mark.NOT_POSSIBLE, Mark.MISSING, Mark.CONFIDENTIAL})
"""The marks that stand in place of a value; the others stand beside one."""
SIGN = tuple(None if mark in (None, Mark.NIL) else mark.value for mark in MARKS)
"""What a reader sees, by the number of the mark. An exact nothing is the number 0, and needs no sign."""
SIGNS = {mark.value: mark.value.encode() for mark in sorted(BLANK)}
IS_BLANK = np.array([mark in BLANK for mark in MARKS])

Made = TypeVar("Made")
Whole = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Axis:
    """`total` is the code that holds all the others, and has cells of its own like them."""

    code: str
    title: Text
    codes: tuple[str, ...]
    texts: tuple[Text, ...]
    total: str | None = None

    @cached_property
    def place(self) -> Mapping[str, int]:
        return {code: at for at, code in enumerate(self.codes)}

    @cached_property
    def place_folded(self) -> Mapping[str, int]:
        """Without regard to case; of codes that differ in that alone, the first."""
        return {code.casefold(): at for code, at in reversed(list(self.place.items()))}

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class Note:
    """About the whole table, or about what `at` says: by axis the code, or None for the whole axis. `mandatory` must be shown."""

    text: Text
    at: Mapping[str, str | None] = field(default_factory=dict)
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    mail: str | None = None
    phone: str | None = None

    def __str__(self) -> str:
        return ", ".join(one for one in (self.name, self.phone, self.mail) if one)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the files of a table do not know: where it stands in the bank, whom to ask, and when it comes next."""

    subject: Subject
    contact: Contact | None = None
    next_update: datetime | None = None
    discontinued: bool = False


@dataclass(frozen=True, eq=False)
class Table:
    id: str
    title: Text
    population: Text
    source: str
    axes: tuple[Axis, ...]
    measures: tuple[Measure, ...]
    values: Whole
    marks: Marks
    notes: tuple[Note, ...]
    breaks: tuple[Break, ...]
    updated: datetime
    provisional: frozenset[str]
    """The years whose figures are not final yet."""
    synthetic: bool
    listing: Listing
    replaced_by: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        shape = tuple(map(len, self.axes))
        if self.values.shape != shape or self.marks.shape != shape or len(self.measures) != shape[-2]:
            raise Broken(f"table {self.id} has cells that are not those of its axes")
        self.values.flags.writeable = False
        self.marks.flags.writeable = False

    @property
    def contents(self) -> int:
        """The place of the axis of what is counted."""
        return len(self.axes) - 2

    @property
    def time(self) -> int:
        return len(self.axes) - 1

    @property
    def years(self) -> tuple[str, ...]:
        return self.axes[-1].codes

    @property
    def discontinued(self) -> bool:
        """Another takes its place, or somebody has said so."""
        return self.listing.discontinued or bool(self.replaced_by)

    @cached_property
    def by_code(self) -> Mapping[str, int]:
        """The places of the axes, without regard to case; `time` is the year in every table bank."""
        return {"time": self.time} | {axis.code.casefold(): place for place, axis in enumerate(self.axes)}

    @cached_property
    def measure(self) -> Mapping[str, Measure]:
        return {one.id: one for one in self.measures}


def once(make: Callable[[Table], Made]) -> Callable[[Table], Made]:
    """What is made of a table is made the first time it is asked for, and lives as long as the table."""
    made: WeakKeyDictionary[Table, Made] = WeakKeyDictionary()

    @wraps(make)
    def found(table: Table) -> Made:
        if table not in made:
            made[table] = make(table)
        return made[table]

    return found
