"""Every table there is, on records of anybody and anything, against figures worked out one record at a time."""

from __future__ import annotations

import pytest

from kostra.model.cube import Mark, Status
from kostra.statistics.definition import TableDefinition
from kostra.statistics.engine import make
from kostra.tables import catalogue
from unit.statistics.any_records import WANTED, any_records
from unit.statistics.obvious import obvious

YEAR = 2025
TABLES = catalogue.tables()


@pytest.mark.parametrize("table", TABLES, ids=[f"{one.id}-{one.since}" for one in TABLES])
def test_every_table_is_what_plain_loops_make(table: TableDefinition) -> None:
    """In its last year, when it has one."""
    year = YEAR if table.until is None else min(table.until, YEAR)
    records, plain = any_records(table, year)
    cube = make(table, records, Status.FINAL)
    wanted = [code for code in WANTED if code in cube.dimensions[0].values]
    assert len(wanted) > 3
    found = {codes: cell for region in wanted for codes, cell in cube.rows(region)}
    expected = obvious(table, plain, wanted)
    assert {codes: (cell.value, cell.reported) for codes, cell in found.items()} == expected
    for cell in found.values():
        nothing = Mark.NOT_POSSIBLE if cell.value is None else Mark.NIL if cell.value == 0 else None
        assert cell.mark == (nothing if cell.reported else Mark.MISSING)
    assert any(cell.value for cell in found.values())
