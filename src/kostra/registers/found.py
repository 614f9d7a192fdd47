"""What a control found in the file of a register: which control, in which column, how many rows, and the first of them.

It never shows who somebody is: a value with many digits, and every value of a column that holds ids, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kostra.model.finding import Severity

LISTED = 200
"""How many rows are listed for one control and column; the others are counted."""

_MANY_DIGITS = re.compile(r"[0-9](?:[ .-]?[0-9]){8,}")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file, by its line counting from 1, and the value that stood there, as far as it may be shown."""

    line: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    control: str
    severity: Severity
    column: str | None = None
    count: int = 0
    rows: tuple[Row, ...] = ()
    shown: tuple[tuple[str, str], ...] = ()


def may_show(value: str) -> str:
    """The value without long numbers and without what would not fit."""
    hidden = _MANY_DIGITS.sub("…", "".join(sign if sign.isprintable() else "�" for sign in value))
    return hidden if len(hidden) <= _SHOWN else f"{hidden[:_SHOWN]}…"


def few(values: Iterable[str], most: int = 8) -> str:
    """A list for a sentence: the first ones, and how many more there are."""
    every = [may_show(value) for value in values]
    named = ", ".join(f"«{value}»" for value in every[:most])
    return named if len(every) <= most else f"{named} (+ {len(every) - most})"


def stops(found: Iterable[Found]) -> bool:
    return any(one.severity.blocks for one in found)
