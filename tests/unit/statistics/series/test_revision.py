"""Every krone between the months and the year has a cause, and one alone."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kostra.statistics.series.revision import SCHEMA, revised

Row = tuple[str, str, int, int]


def frame(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def test_the_causes_of_one_unit() -> None:
    monthly = frame(("A", "p", 1, 100), ("A", "p", 2, 100), ("A", "gone", 2, 40))
    yearly = frame(("A", "p", 1, 100), ("A", "p", 2, 130), ("A", "p", 3, 90), ("A", "new", 1, 25), ("B", "x", 1, 9))
    (one,) = revised(monthly, yearly, {"A": (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12)}, {"A": 12})
    assert (one.months, one.year, one.difference) == (240, 345, 105)
    assert (one.missing, one.missing_months) == ((3,), 90)
    assert (one.not_in_months, one.not_in_year, one.edited, one.changed) == (25, -40, 12, 18)
    assert (one.persons_months, one.persons_year) == (2, 2)


ROWS = st.lists(st.tuples(st.just("A"), st.sampled_from("pqrst"), st.integers(1, 12), st.integers(0, 999)), max_size=20)


@given(ROWS, ROWS, st.sets(st.integers(1, 12)), st.integers(-50, 50))
def test_the_causes_add_up(months: list[Row], year: list[Row], came: set[int], edited: int) -> None:
    ours = [row for row in months if row[2] in came]
    (one,) = revised(frame(*ours), frame(*year), {"A": came}, {"A": edited})
    causes = (one.missing_months, one.not_in_months, one.not_in_year, one.changed, one.edited)
    assert sum(causes) == one.difference == sum(row[3] for row in year) - sum(row[3] for row in ours)
    assert set(one.missing) | came == set(range(1, 13))
