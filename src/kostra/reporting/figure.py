"""A figure of a report: what is asked, by its name and parameters, and the answer as it was counted, with the rows it is counted from.

An answer is exact; it is rounded only where it is shown. It can be written as JSON, and read again as the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from kostra.model.rounding import shown
from kostra.model.text import Language, Text

Cell: TypeAlias = int | str | Text | Fraction | date | None
"""Of a row: a number, what is the same in every language, a text, a share, a day, or nothing."""
Value: TypeAlias = int | Fraction | date | None


class Kind(StrEnum):
    """What a figure is: so many, a share, kroner, a day."""

    COUNT = "count"
    SHARE = "share"
    KRONER = "kroner"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What is asked: a query, and what it is given, in the order that it takes them."""

    query: str
    given: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "/".join((self.query, *self.given))

    @classmethod
    def read(cls, written: str) -> Key:
        """As `str` writes it."""
        query, *given = written.split("/")
        return cls(query, tuple(given))


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is None where there is nothing to count yet, or no more. `columns` name what stands in each row."""

    kind: Kind
    value: Value
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How numbers and days are written: with so many decimals, and in words."""

    number: Callable[[float, int], str]
    day: Callable[[date], str]

    def value(self, answer: Answer) -> str:
        """A dash where there is none."""
        return "–" if answer.value is None else self.cell(answer.value, Language.BOKMAL)

    def cell(self, cell: Cell, language: Language) -> str:
        match cell:
            case None:
                return ""
            case Text():
                return cell[language]
            case str():
                return cell
            case date():
                return self.day(cell)
            case Fraction():
                return f"{self.number(float(shown(100 * cell, 1)), 1)} %"
        return self.number(cell, 0)


def as_json(answer: Answer) -> dict[str, Any]:
    return {
        "kind": answer.kind.value,
        "value": _cell_as_json(answer.value),
        "columns": list(answer.columns),
        "rows": [[_cell_as_json(cell) for cell in row] for row in answer.rows],
    }


def read(told: Mapping[str, Any]) -> Answer:
    value = _cell(told["value"])
    assert not isinstance(value, str | Text)
    rows = tuple(tuple(_cell(cell) for cell in row) for row in told["rows"])
    return Answer(Kind(told["kind"]), value, tuple(told["columns"]), rows)


def _cell_as_json(cell: Cell) -> Any:
    match cell:
        case Text():
            return {"nb": cell.nb, "nn": cell.nn}
        case Fraction():
            return {"share": [cell.numerator, cell.denominator]}
        case date():
            return {"day": cell.isoformat()}
    return cell


def _cell(told: Any) -> Cell:
    match told:
        case {"nb": str(nb), "nn": str(nn)}:
            return Text(nb, nn)
        case {"share": [int(over), int(under)]}:
            return Fraction(over, under)
        case {"day": str(on)}:
            return date.fromisoformat(on)
        case None | int() | str():
            return told
    raise ValueError(f"a cell of a report is {told!r}")
