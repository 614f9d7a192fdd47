"""Code lists, with validity at the code.

A code that changes meaning is two codes: the value is the same, the ids and the years are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kostra.model.dated import Dated
from kostra.model.text import Text


@dataclass(frozen=True, slots=True)
class Code:
    """`id` is stable and ours; `value` is what stands in the file."""

    id: str
    value: str
    label: Dated[Text]
    remark: str | None = None

    @property
    def since(self) -> int:
        return self.label.since

    @property
    def until(self) -> int | None:
        return self.label.until


@dataclass(frozen=True)
class CodeList:
    id: str
    title: Text
    codes: tuple[Code, ...]
    klass: int | None = None
    source: str | None = None

    @cached_property
    def turning_years(self) -> frozenset[int]:
        """The years in which a code begins, and those after one ends."""
        ends = {code.until + 1 for code in self.codes if code.until is not None}
        return frozenset(ends | {code.since for code in self.codes})

    def at(self, year: int) -> dict[str, Text]:
        """The codes of a year, in the order they are shown."""
        return {code.value: code.label.at(year) for code in self.codes if code.label.covers(year)}

    def code(self, value: str, year: int) -> Code | None:
        """The code that a value stood for in a year."""
        return next((code for code in self.codes if code.value == value and code.label.covers(year)), None)
