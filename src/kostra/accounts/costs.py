"""What functions and groups of them cost in each unit: whole kroner of lines in thousands.

A unit that has handed in an account and has nothing on a function has 0 there. A unit that has not handed in is not in the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_

import polars as pl

from kostra.accounts.catalogue import concepts, demand_name, groups
from kostra.accounts.concepts import ACCOUNTS, Arts, Scope
from kostra.accounts.groups import functions

UNIT, NAME = "unit", "name"
_CLASS, _FUNCTION, _ART, _AMOUNT = "kontoklasse", "funksjon_kapittel", "art_sektor", "belop"
_THOUSAND = 1000


def costs(records: pl.DataFrame, units: Collection[str], year: int, scope: Scope, names: Sequence[str]) -> pl.DataFrame:
    """One row for each unit and each of the names (functions and groups), in that order, and a column of kroner for each concept.

    `records` are lines of the account of the scope, with the unit of each; `units` are those that have handed in.
    """
    for name in names:
        demand_name(name, year)
    members = pl.DataFrame(
        [(name, function) for name in names for function in functions(groups(), name, year)],
        schema={NAME: pl.String, _FUNCTION: pl.String},
        orient="row",
    )
    chosen = [_kroner(id, scope, year) for id in concepts()]
    sums = records.group_by(UNIT, _FUNCTION).agg(chosen).join(members, on=_FUNCTION).group_by(UNIT, NAME)
    grid = pl.DataFrame({UNIT: sorted(units)}, schema={UNIT: pl.String}).join(
        pl.DataFrame({NAME: names}, schema={NAME: pl.String}), how="cross"
    )
    ids = list(concepts())
    return grid.join(sums.agg(pl.col(ids).sum()), on=(UNIT, NAME), how="left", maintain_order="left").with_columns(
        pl.col(ids).fill_null(0)
    )


def _kroner(id: str, scope: Scope, year: int) -> pl.Expr:
    concept = concepts()[id]
    counted = (pl.col(_CLASS) == ACCOUNTS[scope].classes[concept.kind]) & within(concept.arts(scope, year))
    return (pl.col(_AMOUNT).filter(counted).sum() * _THOUSAND).alias(id)


def within(arts: Sequence[Arts]) -> pl.Expr:
    """Whether the art of a line is one of them."""
    held = (pl.col(_ART).is_between(pl.lit(one.first), pl.lit(one.last)) for one in arts)
    return reduce(or_, held)
