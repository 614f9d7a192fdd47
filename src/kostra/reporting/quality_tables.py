"""What a published table tells of its own quality: how much of it is shown, hidden and estimated, and how it moved since it was published
before. Only figures that were shown both times are compared, so nothing hidden is told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from kostra.model.cube import Mark
from kostra.reporting.quality import COUNTRY, OfTable, Revision, in_whole

_VALUE, _MARK, _ESTIMATED, _MEASURE = "value", "mark", "estimated", "measure"


def of_table(table: str, year: int, description: Mapping[str, Any], cells: pl.DataFrame) -> OfTable:
    is_shown = cells[_VALUE].is_not_null()
    coverage = description["coverage"].get(COUNTRY)
    share = None if coverage is None else coverage["share"]
    return OfTable(
        table,
        cells=len(cells),
        shown=int(is_shown.sum()),
        hidden=int((cells[_MARK] == Mark.CONFIDENTIAL.value).sum()),
        estimated=int((is_shown & (cells[_ESTIMATED] > 0)).sum()),
        reported=None if coverage is None else coverage["reported"],
        expected=None if coverage is None else coverage["expected"],
        people=None if share is None else in_whole(share),
        breaks=tuple(one for one in description["breaks"] if one["year"] == year),
    )


def revised(
    table: str, description: Mapping[str, Any], before: pl.DataFrame, after: pl.DataFrame
) -> Iterator[Revision]:
    """By measure; none where the two have not the same dimensions."""
    keys = _keys(after)
    if _keys(before) != keys:
        return
    both = after.select(*keys, now=_VALUE).join(before.select(*keys, was=_VALUE), on=keys).drop_nulls(["now", "was"])
    measures = description["measures"]
    for measure in measures:
        own = both.filter(pl.col(_MEASURE) == measure["id"]) if _MEASURE in keys else both
        scale = 10 ** measure["decimals"]
        whole = own.select((pl.col(name) * scale).round().cast(pl.Int64) for name in ("now", "was"))
        moved = (whole["now"] - whole["was"]).abs()
        yield Revision(
            table,
            measure["id"],
            measure["title"],
            measure["decimals"],
            compared=len(own),
            changed=int((moved > 0).sum()),
            absolute=int(moved.sum()),
            base=int(whole["was"].abs().sum()),
        )


def _keys(frame: pl.DataFrame) -> list[str]:
    return frame.columns[: frame.columns.index(_VALUE)]
