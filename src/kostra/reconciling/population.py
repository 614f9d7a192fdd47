"""Forms 11 and 11C against the population register: sex, marital status and children.

The register knows no cohabitants, and tells the divorced from the separated; what agrees with what is a mapping, handed in. Children are
not the same thing in both: the form asks about children in the household that the recipient provides for, the register has their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kostra.reconciling.linking import (
    Agreeing,
    Agreement,
    Coverage,
    Disagreement,
    Key,
    agreement,
    coverage,
    disagreements,
    linked,
)

YES, NO = "1", "2"


@dataclass(frozen=True, slots=True)
class Compared:
    """`coverage` has the units, and last the whole. `differing` is in the order of particulars, units and lines."""

    coverage: tuple[Coverage, ...]
    agreements: tuple[Agreement, ...]
    differing: tuple[Disagreement, ...]


def against_population(form: pl.DataFrame, register: pl.DataFrame, key: Key, marital: Agreeing) -> Compared:
    """`marital` says which of the form's codes agree with each of the register's."""
    found = linked(form, register, [key])
    children = pl.when(pl.col("bu18") == YES).then(pl.col("antbu18")).when(pl.col("bu18") == NO).then(0)
    asked: tuple[tuple[str, pl.Expr, pl.Expr, Agreeing | None], ...] = (
        ("kjonn", pl.col("kjonn"), pl.col("r_kjonn"), None),
        ("ektstat", pl.col("ektstat"), pl.col("r_sivilstand"), marital),
        ("antbu18", children, pl.col("r_antall_barn"), None),
    )
    return Compared(
        coverage(found),
        tuple(agreement(found, *one) for one in asked),
        tuple(each for one in asked for each in disagreements(found, *one)),
    )
