"""A table as it is declared: what is counted, divided by what, for whom and in which years. The engine makes a cube of it.

Nothing here is checked against a form: that is done where the declarations are read, in `kostra.tables`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from kostra.model.cube import Break, Counted, Footnote
from kostra.model.region import AgeBand
from kostra.model.text import Text

AGE, MONTHS = "alder", "maaneder"
"""What may be asked of a row beside the fields of the form: the age at the end of the year, and the number of months with support."""

TOTAL, UNKNOWN = "alle", "uoppgitt"


class Over(StrEnum):
    """What a row is: a person once in each region, or once in each municipality (in a district's own figures: in the district)."""

    PERSONS = "persons"
    CASES = "cases"


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


Division: TypeAlias = ByCode | ByAge | ByRule


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
class Ratio:
    """`top` × `times` over a measure, over inhabitants of an age, or (neither) over the same measure for all values."""

    top: str
    times: int
    per: str | None = None
    inhabitants: AgeBand | None = None


Formula: TypeAlias = Count | Sum | Months | Ratio


@dataclass(frozen=True, slots=True)
class Declared:
    """`hidden` measures are only parts of others."""

    id: str
    title: Text
    unit: Text
    decimals: int
    formula: Formula
    where: Where = EVERYBODY
    hidden: bool = False

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
    """`months` is how the fields of the months begin; None in a form without them. `until` is None while the table is alive."""

    id: str
    form: str
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

    def covers(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)

    def measure(self, id: str) -> Declared:
        return next(one for one in self.measures if one.id == id)
