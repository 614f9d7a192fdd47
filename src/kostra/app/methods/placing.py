"""The strata of a table: those of a column, or one for all."""

from __future__ import annotations

from kostra.app.methods.declared import Given
from kostra.app.methods.table import MISSING, Table
from kostra.methods.strata import Strata


def placed(table: Table, given: Given, flag: str) -> Strata:
    """A missing name is no stratum."""
    if not given.has(flag):
        return Strata.single(len(table))
    return Strata.of(["" if name in MISSING else name for name in table.texts(given.column(flag))])
