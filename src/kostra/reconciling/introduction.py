"""The introduction programme: form 11B against the register that took over after it, and pay by where people live and who reported it.

Form 11B ended with 2016 and the register begins with 2017, so the two meet at the turn of the year: who was still in the programme by the
form must be in the register, with the same start and the measures that map. With frames of the same year it answers the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kostra.reconciling.linking import (
    Agreement,
    Coverage,
    Disagreement,
    Key,
    agreement,
    coverage,
    disagreements,
    linked,
    only_in_register,
)

STILL_IN = "06"
"""Form 11B's status for whoever is still in the programme at the end of the year."""
NOT_ENDED, ENDED = "0", "1"
_YES, _NO = "1", "0"


@dataclass(frozen=True, slots=True)
class AgainstRegister:
    """`only_in_register` counts, by region, the rows of the register whose persons are nowhere in the form."""

    coverage: tuple[Coverage, ...]
    agreements: tuple[Agreement, ...]
    differing: tuple[Disagreement, ...]
    only_in_register: tuple[tuple[str, int], ...]


def against_register(
    form: pl.DataFrame, register: pl.DataFrame, keys: Sequence[Key], measures: Mapping[str, frozenset[str]]
) -> AgainstRegister:
    """`measures` gives, for each code of the form, the register's words for it. The newest of a person's spells counts."""
    spells = register.sort("startdato", descending=True, maintain_order=True)
    found = linked(form, spells, keys)
    asked: list[tuple[str, pl.Expr, pl.Expr]] = [("start_dato", pl.col("start_dato"), pl.col("r_startdato"))]
    ended = pl.when(pl.col("r_sluttdato").is_null()).then(pl.lit(NOT_ENDED)).otherwise(pl.lit(ENDED))
    by_form = pl.when(pl.col("status") == STILL_IN).then(pl.lit(NOT_ENDED)).otherwise(pl.lit(ENDED))
    asked.append(("status", by_form, ended))
    for code, words in sorted(measures.items()):
        field = f"tiltak_{code}"
        if field in form.columns and words:
            has = pl.any_horizontal(pl.col("r_tiltak").list.contains(word).fill_null(False) for word in sorted(words))
            asked.append((field, _said(pl.col(field) == code), _said(has)))
    return AgainstRegister(
        coverage(found),
        tuple(agreement(found, *one) for one in asked),
        tuple(each for one in asked for each in disagreements(found, *one)),
        only_in_register(form, register, keys),
    )


def _said(is_so: pl.Expr) -> pl.Expr:
    return pl.when(is_so.fill_null(False)).then(pl.lit(_YES)).otherwise(pl.lit(_NO))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Of those who live in `region`: how much was paid them in all, and how much of it another municipality reported, and which ones."""

    region: str
    kroner: int
    by_others: int
    others: tuple[tuple[str, int], ...]


def reported_elsewhere(pay: pl.DataFrame) -> tuple[Elsewhere, ...]:
    """In the order of regions; those whose pay they report themselves are there too, with nothing by others."""
    each = (
        pay.group_by("region", "bostedskommune", "rapportert_av")
        .agg(pl.col("belop").sum())
        .sort("region", "rapportert_av")
    )
    found: dict[str, tuple[int, list[tuple[str, int]]]] = {}
    for region, lives, reporter, kroner in each.iter_rows():
        if region is None:
            continue
        whole, others = found.get(region, (0, []))
        if lives != reporter:
            others.append((reporter, kroner))
        found[region] = (whole + kroner, others)
    return tuple(
        Elsewhere(region, whole, sum(kroner for _, kroner in others), tuple(others))
        for region, (whole, others) in found.items()
    )
