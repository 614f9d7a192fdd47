"""What follows from dated rules of the sources: flags, and amounts without what is left out of sums. The rules are data.

Nothing that was reported is changed: what a rule concludes stands in columns of its own, so that both can be tabulated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from kostra.editing.columns import UNIT
from kostra.model.content import read
from kostra.model.text import Text

FILE = Path(__file__).parent / "derivations.toml"
IN_SUM = "_i_sum"


@dataclass(frozen=True, slots=True)
class Derivation:
    """For records whose `field` is one of these. `leaves_out` are the amounts that it takes out of sums."""

    id: str
    forms: tuple[str, ...]
    since: int
    until: int | None
    field: str
    one_of: tuple[str, ...]
    leaves_out: tuple[str, ...]
    label: Text
    source: str

    def holds(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)


@cache
def derivations(file: Path = FILE) -> tuple[Derivation, ...]:
    table = read(file)
    found = []
    for id in list(table.keys()):
        row = table.table(id)
        since = row.take("since", int)
        found.append(
            Derivation(
                id,
                row.texts("forms"),
                since,
                row.year("until"),
                row.take("field", str),
                row.texts("one_of"),
                row.texts("leaves_out"),
                row.text("label"),
                row.take("source", str),
            )
        )
        row.done()
    return tuple(found)


def derive(frame: pl.DataFrame, form: str, year: int, rules: tuple[Derivation, ...] | None = None) -> pl.DataFrame:
    """With the columns of every rule of the form, whether or not it holds in the year: then its flag is false and it leaves nothing out."""
    chosen = [rule for rule in (derivations() if rules is None else rules) if form in rule.forms]
    flags = {rule.id: _flag(rule, frame, year) for rule in chosen}
    sums: dict[str, pl.Expr] = {}
    for rule in chosen:
        for amount in rule.leaves_out:
            if amount in frame.columns:
                left = sums.get(amount, pl.col(amount))
                sums[amount] = pl.when(flags[rule.id]).then(None).otherwise(left)
    columns = [flag.alias(id) for id, flag in flags.items()]
    columns += [left.alias(f"{amount}{IN_SUM}") for amount, left in sums.items()]
    return frame.with_columns(columns) if columns else frame


def counted(frame: pl.DataFrame, form: str, year: int) -> Mapping[tuple[str, str], int]:
    """How many records each rule takes something out of the sums of, by rule and unit; those without any are left out."""
    found: dict[tuple[str, str], int] = {}
    for rule in derivations():
        if form in rule.forms and rule.leaves_out and rule.holds(year) and rule.id in frame.columns:
            by_unit = frame.filter(pl.col(rule.id)).group_by(UNIT).len().sort(UNIT)
            found |= {(rule.id, unit): count for unit, count in by_unit.iter_rows()}
    return found


def _flag(rule: Derivation, frame: pl.DataFrame, year: int) -> pl.Expr:
    if not rule.holds(year) or rule.field not in frame.columns:
        return pl.lit(False)
    return pl.col(rule.field).is_in(list(rule.one_of)).fill_null(False)
