"""What changed in a table, told without any value."""

from __future__ import annotations

import polars as pl
import pytest

from kostra.publication.changes import CHANGE, Changes, compared, counted

COLUMNS = ("region", "alder", "measure", "value", "mark")
BEFORE = [
    ("1103", "a", "m", 10.0, None),
    ("1103", "b", "m", None, ":"),
    ("1106", "a", "m", 5.0, "*"),
    ("1106", "b", "m", 0.0, None),
    ("1108", "a", "m", None, ".."),
    ("1108", "b", "m", None, ":"),
    ("1112", "a", "m", 4.0, None),
]
AFTER = [
    ("1103", "a", "m", 11.0, None),
    ("1103", "b", "m", 7.0, None),
    ("1106", "a", "m", 5.0, None),
    ("1106", "b", "m", None, ":"),
    ("1108", "a", "m", 3.0, None),
    ("1108", "b", "m", None, ":"),
    ("1114", "a", "m", 4.0, None),
]


def frame(rows: list[tuple[str, str, str, float | None, str | None]]) -> pl.DataFrame:
    schema = dict.fromkeys(COLUMNS, pl.String) | {"value": pl.Float64}
    return pl.DataFrame(rows, schema, orient="row")


def test_each_cell_is_told_by_what_happened_to_it() -> None:
    found = compared(frame(BEFORE), frame(AFTER))
    assert found.columns == ["region", "alder", "measure", CHANGE]
    assert {row[:2]: row[3] for row in found.rows()} == {
        ("1103", "a"): "changed",
        ("1103", "b"): "shown",
        ("1106", "a"): "changed",
        ("1106", "b"): "hidden",
        ("1108", "a"): "changed",
        ("1112", "a"): "gone",
        ("1114", "a"): "added",
    }
    assert counted(frame(BEFORE), frame(AFTER)) == Changes(1, 1, 1, 1, 3, 1)


def test_the_same_table_has_not_changed_and_a_new_one_is_all_added() -> None:
    same = counted(frame(BEFORE), frame(BEFORE[::-1]))
    assert same == Changes(same=7) and not same.any
    assert counted(None, frame(BEFORE)) == Changes(added=7) and Changes(added=7).any
    assert counted(frame(BEFORE), frame([])) == Changes(gone=7)


@pytest.mark.parametrize("new", [True, False])
def test_a_dimension_more_or_less_makes_all_cells_others(new: bool) -> None:
    wide = frame(BEFORE).insert_column(2, pl.Series("kjonn", ["alle"] * 7))
    pair = (frame(AFTER), wide) if new else (wide, frame(AFTER))
    assert counted(*pair) == Changes(added=7, gone=7)
    assert set(compared(*pair).columns) == {"region", "alder", "kjonn", "measure", CHANGE}
