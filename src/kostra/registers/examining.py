"""All controls of a register's file, in order. What cannot be opened is examined no further."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kostra.model.finding import Severity
from kostra.registers.found import Found, stops
from kostra.registers.layout import Layout
from kostra.registers.opening import opened
from kostra.registers.rows import row_controls
from kostra.registers.whole import ACCEPTABLE, Against, whole_controls


@dataclass(frozen=True, slots=True)
class Examined:
    cells: pl.DataFrame | None
    rows: int
    found: tuple[Found, ...]

    @property
    def severity(self) -> Severity:
        return max((one.severity for one in self.found), default=Severity.OK)

    @property
    def refused(self) -> bool:
        return self.cells is None or stops(self.found)

    @property
    def may_be_accepted(self) -> bool:
        """Refused, but only for what may be true after all."""
        return self.cells is not None and all(one.control in ACCEPTABLE for one in self.found if one.severity.blocks)


def examine(layout: Layout, content: bytes, against: Against) -> Examined:
    file = opened(layout, content, against.period.year)
    if file.cells is None:
        return Examined(None, file.rows, file.found)
    found = (
        *file.found,
        *whole_controls(layout, file.cells, against),
        *row_controls(layout, file.cells, against.period),
    )
    return Examined(file.cells, file.rows, found)
