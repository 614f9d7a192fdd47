"""The record of quality is read as it was written, in whole numbers; and the tables tell of their revisions what was shown both times."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from kostra.reporting.quality import (
    Burden,
    Changes,
    Estimated,
    OfForm,
    OfTable,
    Quality,
    Revision,
    estimated_share,
    in_whole,
    middle,
    read,
    written,
)
from kostra.reporting.quality_tables import of_table, revised

TITLE = {"nb": "Mottakere", "nn": "Mottakarar", "en": "Recipients"}
BURDEN = Burden(3, 4, 1, 2, 0, 12, 5, 4, 3, 9)
FORM = OfForm(
    "11F",
    date(2027, 1, 15),
    200,
    3,
    2025,
    Changes(added=1, codes=2),
    (Estimated("mottakere", TITLE, 4, 120, None),),
    BURDEN,
)
QUALITY = Quality(
    date(2026, 12, 31),
    (
        OfTable("91105", 9, 7, 2, 1, 1, 2, 5000, ({"year": 2026, "text": TITLE, "measure": None},)),
        OfTable("91103", 9, 0, 9, 0),
    ),
    (Revision("91105", "mottakere", TITLE, 0, 6, 2, 4, 60),),
    (FORM,),
)


def test_what_is_written_is_read_again_and_the_same_gives_the_same_bytes() -> None:
    content = written(QUALITY)
    assert read(content) == QUALITY and written(read(content)) == content
    told = json.loads(content)
    assert told["forms"][0]["deadline"] == "2027-01-15" and list(told) == sorted(told)
    assert not [one for one in _numbers(told) if isinstance(one, float)], "whole numbers are the same everywhere"


def _numbers(told: Any) -> list[Any]:
    if isinstance(told, dict):
        return [one for value in told.values() for one in _numbers(value)]
    if isinstance(told, list):
        return [one for value in told for one in _numbers(value)]
    return [told]


def test_what_is_worked_out_when_it_is_shown() -> None:
    (one,) = QUALITY.revisions
    assert (one.mean, one.relative) == (Fraction(4, 6), Fraction(4, 60))
    cents = Revision("92001", "andel", TITLE, 1, 2, 1, 3, 0)
    assert (cents.mean, cents.relative) == (Fraction(3, 20), None)
    assert Revision("91105", "m", TITLE, 0, 0, 0, 0, 0).mean is None
    assert QUALITY.estimated_share == Fraction(1, 7) and FORM.edited_share == Fraction(3, 200)
    assert Quality(date(2026, 12, 31), (), (), ()).estimated_share is None
    assert QUALITY.revised("91105") == QUALITY.revisions and QUALITY.revised("91103") == ()


def test_how_much_is_estimated_of_few_units_is_not_told() -> None:
    assert estimated_share(0, 100, 0) == 0
    assert estimated_share(5, 100, 1) is estimated_share(5, 100, 2) is None
    assert estimated_share(5, 100, 3) == 500
    assert estimated_share(0, 0, 5) is None


def test_halves_are_rounded_away_from_zero() -> None:
    assert in_whole(Fraction(1, 20_000)) == 1 and in_whole(Fraction(1, 20_001)) == 0


def test_the_middle_of_days() -> None:
    assert middle([]) is None and middle([9]) == 9 and middle([1, 30, 4]) == 4 and middle([4, 1]) == 1


def frame(*rows: tuple[str, str, float | None, str | None, int]) -> pl.DataFrame:
    kinds = {"region": pl.String, "measure": pl.String, "value": pl.Float64, "mark": pl.String, "estimated": pl.Int64}
    return pl.DataFrame(rows, schema=kinds, orient="row")


DESCRIBED: dict[str, Any] = {
    "coverage": {"EAK": {"reported": 3, "expected": 4, "share": 0.98765}},
    "breaks": [{"year": 2026, "text": TITLE, "measure": None}, {"year": 2020, "text": TITLE, "measure": None}],
    "measures": [{"id": "n", "title": TITLE, "decimals": 0}, {"id": "share", "title": TITLE, "decimals": 1}],
}
BEFORE = frame(
    ("EAK", "n", 100, None, 1),
    ("1103", "n", 10, None, 0),
    ("1106", "n", 7, None, 0),
    ("1108", "n", None, ":", 0),
    ("EAK", "share", 12.3, None, 0),
    ("1103", "share", 0.1, None, 0),
)
AFTER = frame(
    ("EAK", "n", 97, None, 2),
    ("1103", "n", 10, None, 0),
    ("1106", "n", None, ":", 0),
    ("1108", "n", 5, None, 0),
    ("EAK", "share", 12.6, None, 0),
    ("4601", "share", 9.9, None, 1),
)


def test_a_table_tells_how_much_of_it_is_shown_hidden_and_estimated() -> None:
    told = of_table("91105", 2026, DESCRIBED, AFTER)
    assert (told.cells, told.shown, told.hidden, told.estimated) == (6, 5, 1, 2)
    assert (told.reported, told.expected, told.people) == (3, 4, 9877)
    assert [one["year"] for one in told.breaks] == [2026], "a break of another year is not this one's"
    bare = of_table("91105", 2026, DESCRIBED | {"coverage": {}}, AFTER)
    assert (bare.reported, bare.expected, bare.people) == (None, None, None)


def test_a_revision_is_of_what_was_shown_both_times_alone() -> None:
    counted, share = revised("91105", DESCRIBED, BEFORE, AFTER)
    assert (counted.compared, counted.changed, counted.absolute, counted.base) == (2, 1, 3, 110)
    assert (share.compared, share.changed, share.absolute, share.base) == (1, 1, 3, 123)
    assert share.mean == Fraction(3, 10)


@pytest.mark.parametrize("hidden", ["before", "after"])
def test_what_is_hidden_one_of_the_times_moves_nothing_that_is_told(hidden: str) -> None:
    """Whatever stood in the cell of 1106 before, or stands in that of 1108 now."""
    place, frames = ("1108", [BEFORE, AFTER]) if hidden == "before" else ("1106", [BEFORE, AFTER])
    at = 1 if hidden == "before" else 0
    other = frames[at].with_columns(
        pl.when((pl.col("region") == place) & (pl.col("measure") == "n"))
        .then(999.0)
        .otherwise(pl.col("value"))
        .alias("value")
    )
    changed = [*frames]
    changed[at] = other
    assert list(revised("91105", DESCRIBED, *changed)) == list(revised("91105", DESCRIBED, BEFORE, AFTER))


def test_tables_of_other_dimensions_are_not_compared() -> None:
    assert list(revised("91105", DESCRIBED, BEFORE.rename({"region": "place"}), AFTER)) == []
