"""What changed in a table from one release to the next, cell by cell, from what was published both times.

A cell is known by its codes. No value is told: what was shown once and is hidden now is not shown again in a list of changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from kostra.model.cube import Mark

_VALUE, _MARK = "value", "mark"
CHANGE = "change"


class Change(StrEnum):
    """Of a cell: it was not there before; it is there no more; hidden now, or shown now, and was not; another value, or another reason to
    have none."""

    ADDED = "added"
    GONE = "gone"
    HIDDEN = "hidden"
    SHOWN = "shown"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Changes:
    """How many cells of a table of each, and how many are as they were."""

    added: int = 0
    gone: int = 0
    hidden: int = 0
    shown: int = 0
    changed: int = 0
    same: int = 0

    @property
    def any(self) -> bool:
        return bool(self.added or self.gone or self.hidden or self.shown or self.changed)


def compared(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The cells that are not as they were, by their codes, with what has happened to them. A dimension that only one of the two has makes
    all its cells others."""
    keys = _keys(after)
    if _keys(before) != keys:
        gone = before.select(*_keys(before), pl.lit(Change.GONE.value).alias(CHANGE))
        return pl.concat([gone, after.select(*keys, pl.lit(Change.ADDED.value).alias(CHANGE))], how="diagonal")
    both = before.select(*keys, _VALUE, _MARK, there=True).join(
        after.select(*keys, _VALUE, _MARK, there=True), on=keys, how="full", coalesce=True, suffix="_now"
    )
    return both.select(*keys, _what().alias(CHANGE)).filter(pl.col(CHANGE).is_not_null()).sort(keys)


def counted(before: pl.DataFrame | None, after: pl.DataFrame) -> Changes:
    """Of a table that was not published before, every cell is added."""
    if before is None:
        return Changes(added=len(after))
    by = dict(compared(before, after)[CHANGE].value_counts().iter_rows())
    found = {one.value: int(by.get(one.value, 0)) for one in Change}
    return Changes(**found, same=len(after) - sum(found.values()) + found[Change.GONE])


def _keys(frame: pl.DataFrame) -> list[str]:
    return frame.columns[: frame.columns.index(_VALUE)]


def _what() -> pl.Expr:
    """The mark says whether a cell is hidden; one without any is shown."""
    was, is_ = ((pl.col(f"{_MARK}{end}") == Mark.CONFIDENTIAL.value).fill_null(value=False) for end in ("", "_now"))
    other = [pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in (_VALUE, _MARK)]
    return (
        pl.when(pl.col("there").is_null())
        .then(pl.lit(Change.ADDED.value))
        .when(pl.col("there_now").is_null())
        .then(pl.lit(Change.GONE.value))
        .when(is_ & ~was)
        .then(pl.lit(Change.HIDDEN.value))
        .when(was & ~is_)
        .then(pl.lit(Change.SHOWN.value))
        .when(other[0] | other[1])
        .then(pl.lit(Change.CHANGED.value))
    )
