"""Rules for many records at once: which records, and what a field becomes in them. Plain comparisons and a few kinds of formula, no code.

A rule is applied to klargjorte data, and gives proposals; nothing is changed here. A record where the new value is the old, or where the
formula has nothing to work on, is not proposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from kostra.editing.columns import DIGEST, LINE, RECORD, SUBMISSION, UNIT, Unreadable, Value, read, written
from kostra.model.errors import Refused


class Compared(StrEnum):
    EQUAL = "="
    DIFFERENT = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    BLANK = "blank"
    FILLED = "filled"


class Becomes(StrEnum):
    """A value; another field; a number divided or multiplied, halves away from zero; the sum of fields; nothing."""

    VALUE = "value"
    FIELD = "field"
    DIVIDED = "divided"
    MULTIPLIED = "multiplied"
    SUM = "sum"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Condition:
    """`value` is a value of the field as the log writes it: a date is ISO. None for blank and filled."""

    field: str
    compared: Compared
    value: str | None = None

    def __str__(self) -> str:
        return f"{self.field} {self.compared}{'' if self.value is None else f' {self.value}'}"


@dataclass(frozen=True, slots=True)
class Rule:
    """`value` is the value, or the number to divide or multiply by; `fields` are the field to take, or those to add up."""

    field: str
    where: tuple[Condition, ...]
    becomes: Becomes
    value: str | None = None
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        to = " ".join(filter(None, (self.becomes, self.value, "+".join(self.fields))))
        return f"{self.field}: {to}; {' og '.join(map(str, self.where))}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule would do with one record."""

    unit: str
    record: str
    line: int | None
    submission: str
    digest: str
    field: str
    before: str | None
    after: str | None


def chosen(frame: pl.DataFrame, where: Sequence[Condition]) -> pl.DataFrame:
    """The records that meet every condition. A blank is neither more nor less than anything."""
    met = [_met(frame, one) for one in where]
    return frame.filter(*met) if met else frame


def propose(frame: pl.DataFrame, rule: Rule) -> tuple[Proposal, ...]:
    """In the order of the frame."""
    if not rule.where:
        raise Refused("En regel må ha minst ett vilkår. Skriv hvilke linjer den gjelder.")
    _known(frame, rule.field)
    found = chosen(frame, rule.where).with_columns(_new(frame, rule).alias("_new"))
    changed = found.filter(pl.col("_new").ne_missing(pl.col(rule.field)))
    if rule.becomes is not Becomes.BLANK:
        changed = changed.filter(pl.col("_new").is_not_null())
    return tuple(
        Proposal(unit, record, line, submission, digest, rule.field, written(before), written(after))
        for unit, record, line, submission, digest, before, after in changed.select(
            UNIT, RECORD, LINE, SUBMISSION, DIGEST, pl.col(rule.field).alias("_old"), "_new"
        ).iter_rows()
    )


def _met(frame: pl.DataFrame, one: Condition) -> pl.Expr:
    column = pl.col(_known(frame, one.field))
    match one.compared:
        case Compared.BLANK:
            return column.is_null()
        case Compared.FILLED:
            return column.is_not_null()
    value = pl.lit(_value(frame, one.field, one.value))
    match one.compared:
        case Compared.EQUAL:
            return column == value
        case Compared.DIFFERENT:
            return column.ne_missing(value)
        case Compared.LESS:
            return column < value
        case Compared.AT_MOST:
            return column <= value
        case Compared.MORE:
            return column > value
    return column >= value


def _new(frame: pl.DataFrame, rule: Rule) -> pl.Expr:
    dtype = frame.schema[rule.field]
    match rule.becomes:
        case Becomes.BLANK:
            return pl.lit(None, dtype=dtype)
        case Becomes.VALUE:
            return pl.lit(_value(frame, rule.field, rule.value), dtype=dtype)
        case Becomes.FIELD | Becomes.SUM:
            if not rule.fields or any(frame.schema[_known(frame, name)] != dtype for name in rule.fields):
                raise Refused(f"Regelen må bruke felt av samme slag som {rule.field}. Velg andre felt.")
            if rule.becomes is Becomes.FIELD:
                return pl.col(rule.fields[0])
            _number(frame, rule.field)
            return pl.sum_horizontal(pl.col(name).cast(pl.Int128) for name in rule.fields)
    _number(frame, rule.field)
    by = _factor(rule)
    if rule.becomes is Becomes.MULTIPLIED:
        # In more room than the column has, so that what is too large is seen to be.
        return pl.col(rule.field).cast(pl.Int128) * by
    size = (pl.col(rule.field).abs() * 2 + by) // (2 * by)
    return size * pl.col(rule.field).sign()


def _factor(rule: Rule) -> int:
    text = rule.value or ""
    if not (text.isascii() and text.isdigit()) or not 1 < int(text) <= 1_000_000:
        raise Refused(f"«{text[:20]}» er ikke et tall å dele eller gange med. Skriv et helt tall fra 2 til 1 000 000.")
    return int(text)


def _number(frame: pl.DataFrame, field: str) -> None:
    if frame.schema[field] != pl.Int64:
        raise Refused(f"Feltet {field} er ikke et helt tall, og kan ikke regnes med. Velg en annen formel.")


def _known(frame: pl.DataFrame, field: str) -> str:
    if field not in frame.columns or isinstance(frame.schema[field], (pl.Binary, pl.Boolean)):
        raise Refused(f"Det finnes ikke noe felt «{field[:40]}» å bruke i en regel. Velg et felt i skjemaet.")
    return field


def _value(frame: pl.DataFrame, field: str, text: str | None) -> Value:
    try:
        return read(text, frame.schema[field])
    except Unreadable:
        raise Refused(
            f"«{(text or '')[:40]}» er ikke en verdi av feltet {field}. Skriv et helt tall, en dato som 2026-12-31 eller en kode."
        ) from None
