"""What a source has for each unit, added up from its records. Whole kroner and whole persons, and never a guess.

A unit that has answered and has no record that counts has nothing, which is 0. A unit that has not answered is not in the answer at all.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from kostra.reconciling.comparison import Source

UNIT = "unit"
_AMOUNT = "amount"


def amounts(records: pl.DataFrame, answered: Collection[str], source: Source) -> dict[str, int]:
    """`records` has the unit of each record; `answered` are the units whose records it holds, also those that have none.

    An answer that should have had an amount and has none is no answer.
    """
    found = dict.fromkeys(sorted(answered), 0)
    counted = records.filter(counts(source))
    if source.nothing is not None:
        field, equals = source.nothing
        said = (pl.col(field) == equals).fill_null(False)
        unanswered = counted.filter(~said & pl.any_horizontal(pl.col(one).is_null() for one in source.fields))
        for unit in unanswered[UNIT].unique().to_list():
            found.pop(unit, None)
        counted = counted.filter(~said)
    if source.fields:
        amount = pl.sum_horizontal(pl.col(field).fill_null(0) for field in source.fields).sum() * source.factor
    else:
        amount = pl.len().cast(pl.Int64)
    for unit, value in counted.group_by(UNIT).agg(amount.alias(_AMOUNT)).iter_rows():
        if unit in found:
            found[unit] = value
    return found


def counts(source: Source) -> pl.Expr:
    """Whether a record counts."""
    wanted = [_any_of(field, values) for field, values in source.where.items()]
    return pl.all_horizontal(wanted) if wanted else pl.lit(True)


def _any_of(field: str, values: tuple[str, ...]) -> pl.Expr:
    """Codes of equal width, so that a range of them is a range of texts."""
    held = []
    for value in values:
        first, dash, last = value.partition("-")
        held.append(pl.col(field).is_between(pl.lit(first), pl.lit(last)) if dash else pl.col(field) == value)
    return pl.any_horizontal(held).fill_null(False)
