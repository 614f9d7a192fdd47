"""Earlier years in this year's municipalities: moved where it is exact, and left out where it is not."""

from __future__ import annotations

from kostra.reconciling.catalogue import comparison
from kostra.reconciling.engine import reconcile
from kostra.reconciling.history import origins, rows_before
from kostra.reconciling.residuals import places

HALDEN, HALDEN_BEFORE = "310100", "300100"
AALESUND, HARAM, AALESUND_BEFORE = "150800", "158000", "150700"


def test_a_renumbered_municipality_keeps_its_past() -> None:
    found = rows_before([{HALDEN_BEFORE: 100}, {HALDEN_BEFORE: 60}], 2023, 2026, places(2026))
    assert found[HALDEN].residual == 40


def test_a_divided_one_has_none() -> None:
    found = rows_before([{AALESUND_BEFORE: 100}, {AALESUND_BEFORE: 60}], 2023, 2026, places(2026))
    assert found[AALESUND].amounts == (None, None) and found[HARAM].amounts == (None, None)


def test_districts_keep_their_numbers() -> None:
    found = rows_before([{"030104": 7}, {"030104": 5}], 2025, 2026, places(2026))
    assert found["030104"].residual == 2
    assert found["030100"].amounts == (None, None)


def test_what_was_said_follows_a_renumbering_and_no_division() -> None:
    assert origins(2023, 2026, [HALDEN, AALESUND, HARAM, "030104"]) == {HALDEN: HALDEN_BEFORE, "030104": "030104"}


def test_the_series_is_in_this_years_regions() -> None:
    sources = ({HALDEN_BEFORE: 100}, {HALDEN_BEFORE: 60}, {HALDEN_BEFORE: 1})
    now = ({HALDEN: 100}, {HALDEN: 70}, {HALDEN: 0})
    found = reconcile(comparison("f281"), 2026, {2023: sources, 2026: now})
    line = next(line for line in found.lines if line.row.region == HALDEN)
    assert line.series == ((2023, 39),) and line.row.residual == 30
