"""What a delivery that replaces another has otherwise than it: how many records, of which units and in which variables. No record is told
of, for the recipient has both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from kostra.deliveries.variables import RECORD

_BEFORE = " before"


@dataclass(frozen=True, slots=True)
class Differences:
    """Numbers of records. `variables` are those that both have, with in how many records each differs; `units` those with any
    difference."""

    added: int
    gone: int
    changed: int
    variables: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)


def differences(before: pl.DataFrame, after: pl.DataFrame) -> Differences:
    """Between two frames as they were cut, where a record has the same key in both."""
    columns = [name for name in after.columns if name in before.columns and name != RECORD]
    both = after.join(before.select(RECORD, *columns), on=RECORD, how="inner", suffix=_BEFORE)
    differs = both.select(RECORD, *(pl.col(name).ne_missing(pl.col(f"{name}{_BEFORE}")) for name in columns))
    changed = differs.filter(pl.any_horizontal(columns)) if columns else differs.clear()
    added = after.join(before, on=RECORD, how="anti")
    gone = before.join(after, on=RECORD, how="anti")
    touched = pl.concat([each.select(pl.col(RECORD).str.slice(0, 6)) for each in (added, gone, changed)])
    return Differences(
        len(added),
        len(gone),
        len(changed),
        {name: number for name in columns if (number := int(differs[name].sum()))},
        dict(touched[RECORD].value_counts().sort(RECORD).iter_rows()),
    )
