"""A table as it is declared: what is counted, divided by what, for whom and in which years. The engine makes a cube of it.

Nothing here is checked against a form: that is done where the declarations are read, in `kostra.tables`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from kostra.model.cube import Break, Counted, Footnote, Status
from kostra.model.region import ALL_AGES, AgeBand, RegionKind
from kostra.model.text import Text
from kostra.statistics.places import Together

AGE, MONTHS = "alder", "maaneder"
"""What may be asked of a row beside the fields of the form: the age at the end of the year, and the number of months with support."""

TOTAL, UNKNOWN = "alle", "uoppgitt"


class Kind(StrEnum):
    """Where figures come from."""

    FORM = "form"
    ACCOUNTS = "accounts"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Melt:
    """Answers with many numbers, as one record for each: `field` is how they are called, with a column for each name in braces.

    `columns` are the values of each column. The number itself is in `VALUE`.
    """

    field: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]


VALUE = "verdi"


@dataclass(frozen=True, slots=True)
class Source:
    """A form, a scope of the accounts, or a register; by id."""

    kind: Kind
    id: str
    melt: Melt | None = None


class Over(StrEnum):
    """What a row is: a person once in each region, or once in each municipality (in a district's own figures: in the district), or a
    unit that has reported."""

    PERSONS = "persons"
    CASES = "cases"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class Where:
    """What must hold of a row. All of it must; an empty one always does."""

    fields: Mapping[str, tuple[str, ...]]
    ages: tuple[AgeBand, ...] = ()
    months: tuple[AgeBand, ...] = ()


EVERYBODY = Where({})


@dataclass(frozen=True, slots=True)
class ByCode:
    """The codes of a field, with the labels of each year."""

    field: str
    labels: Mapping[int, Mapping[str, Text]]


@dataclass(frozen=True, slots=True)
class ByAge:
    bands: tuple[AgeBand, ...]


@dataclass(frozen=True, slots=True)
class ByRule:
    """Values that say who they hold of; the first that does counts."""

    values: tuple[tuple[str, Text, Where], ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Values of another division that are told as one: its code, what it is called, and which they are."""

    of: ByCode | ByAge | ByRule
    groups: tuple[tuple[str, Text, tuple[str, ...]], ...]


Division: TypeAlias = ByCode | ByAge | ByRule | Grouped


@dataclass(frozen=True, slots=True)
class Divided:
    """A dimension beside the region. `total` names all together."""

    id: str
    title: Text
    total: Text
    by: Division


@dataclass(frozen=True, slots=True)
class Count:
    over: Over


@dataclass(frozen=True, slots=True)
class Sum:
    """Amounts of what was reported: they add up, whoever is counted where."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Months:
    """Fields that are filled for each month; a month counts once for a row, whoever paid."""

    over: Over


@dataclass(frozen=True, slots=True)
class Mean:
    """What a unit says of itself, such as a rate. In a region of several the mean, weighted by the inhabitants of those that say it."""

    field: str
    inhabitants: AgeBand = ALL_AGES


@dataclass(frozen=True, slots=True)
class Ratio:
    """`top` × `times` over a measure, over inhabitants of an age, or (neither) over the same measure for all values."""

    top: str
    times: int
    per: str | None = None
    inhabitants: AgeBand | None = None


Formula: TypeAlias = Count | Sum | Months | Mean | Ratio


@dataclass(frozen=True, slots=True)
class FromRun:
    """What a run of the estimation has of a measure: one of its variables; of its components these alone, when any are named."""

    variable: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody has decided, against what the quality says: whether these kinds of regions are published in a release, and why."""

    year: int
    status: Status
    levels: tuple[RegionKind, ...]
    publish: bool
    reason: Text


@dataclass(frozen=True, slots=True)
class Disclosure:
    """How a table keeps persons from being known: fewer than `limit` are not shown, and where zeros are protected neither is nobody.

    An amount is not shown whose largest part the second largest can tell on `percent` per cent. What divides the persons of a municipality
    with fewer inhabitants than `smallest` is never shown. `persons` are the sums that count persons in answers of units; in a source of
    persons every measure does.
    """

    limit: int = 4
    zeros_shown: bool = True
    percent: int = 10
    smallest: int | None = None
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """`hidden` measures are only parts of others. A ratio has no data of its own: its parts have.

    `group` and `about` are of key figures: the heading that it stands under, and what it is in words. `estimate` is what stands in for it
    where a region is reported in part.
    """

    id: str
    title: Text
    unit: Text
    decimals: int
    formula: Formula
    data: Source
    where: Where = EVERYBODY
    hidden: bool = False
    group: str | None = None
    about: Text | None = None
    estimate: FromRun | None = None

    @property
    def counted(self) -> Counted:
        match self.formula:
            case Count():
                return Counted.COUNT
            case Sum() | Months():
                return Counted.SUM
        return Counted.RATIO


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """`months` is how the fields of the months begin; None in a form without them. `until` is None while the table is alive.

    `data` is what a measure is of that says nothing else. `levels` are the kinds of regions that the table has; empty for every kind.
    `together` are municipalities that stand in it as one. `groups` are the headings of key figures. `gate` is the estimated variable whose
    quality decides which regions are published, and `decisions` stand before it.
    """

    id: str
    data: Source
    title: Text
    population: Text
    source: str
    since: int
    until: int | None
    months: str | None
    dimensions: tuple[Divided, ...]
    measures: tuple[Declared, ...]
    footnotes: tuple[Footnote, ...] = ()
    breaks: tuple[Break, ...] = ()
    replaced_by: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    levels: tuple[RegionKind, ...] = ()
    groups: Mapping[str, Text] = field(default_factory=dict)
    gate: str | None = None
    decisions: tuple[Decision, ...] = ()
    disclosure: Disclosure = Disclosure()
    together: Together = ()

    def covers(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Everything that it is made of, its own first."""
        return tuple(dict.fromkeys((self.data, *(one.data for one in self.measures))))

    def measure(self, id: str) -> Declared:
        return next(one for one in self.measures if one.id == id)
