"""Records to edit: found by anything but whom they are about, as a table; and one of them with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from kostra.app.editing.changing import holds
from kostra.app.editing.findings import Found, findings
from kostra.app.editing.previewing import record_of
from kostra.app.editing.working import Working, working
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.editing.columns import DIGEST, LINE, RECORD, SUBMISSION, UNIT, editable, written
from kostra.editing.derivations import Derivation, derivations
from kostra.editing.replay import Stale
from kostra.editing.rules import Condition, chosen
from kostra.editing.variables import Variable
from kostra.forms import catalogue
from kostra.model.edit import Edit, Whole
from kostra.model.errors import Missing
from kostra.model.form import FieldVersion, Kind, Role
from kostra.model.people import Duty

MOST = 20_000
"""Rows of a table; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Query:
    """All that is given must hold. `journal` is the number of the case; `record` and `line` where somebody has seen it before."""

    unit: str | None = None
    journal: str | None = None
    record: str | None = None
    line: int | None = None
    where: tuple[Condition, ...] = ()
    edited: bool = False
    """Only those that somebody has edited."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a table: its values are those of `Listing.fields`, as texts."""

    unit: str
    record: str
    line: int | None
    values: tuple[str | None, ...]
    edited: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """`count` is how many there are; `lines` at most so many as were asked for, with their `sizes` where they are in the order of those."""

    fields: tuple[str, ...]
    lines: tuple[Line, ...]
    count: int
    sizes: tuple[int | Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """One field of one record: as it was delivered, as it is now, and the edits of it, the oldest first. `waits` needs a colleague."""

    field: FieldVersion
    delivered: str | None
    now: str | None
    edits: tuple[Edit, ...]
    waits: Edit | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One record. `rules` are the dated rules that it falls under; `reviewed` is an approval, or a passing over, that still holds."""

    whole: Whole
    unit: str
    record: str
    line: int | None
    submission: str
    journal: str | None
    values: tuple[Value, ...]
    rules: tuple[Derivation, ...]
    findings: tuple[Found, ...]
    stale: tuple[Stale, ...]
    reviewed: Edit | None
    history: tuple[Edit, ...]


def find(
    system: System, asker: Asker, whole: Whole, query: Query, limit: int = MOST, after: tuple[str, str] | None = None
) -> Listing:
    """By unit, in the order of the file. `after` is the unit and key of the record that the listing goes on from, whether or not it is
    still among those that are asked for; all are counted."""
    demand_duty(asker, Duty.STATISTICIAN)
    now = working(system, whole.form, whole.period, whole.season)
    found = _found(now, query)
    rest = found if after is None else found.filter(_stands_after(now.frame, *after))
    return replace(_listing(now, rest, limit), count=len(found))


def largest(system: System, asker: Asker, whole: Whole, variable: str, query: Query, limit: int = 50) -> Listing:
    """Those that add most to a variable, the largest first: whatever moved the sum stands at the top."""
    demand_duty(asker, Duty.STATISTICIAN)
    now = working(system, whole.form, whole.period, whole.season)
    measure = variable_of(now, variable).top
    ranked = _found(now, query).with_columns(measure.each(now.frame.columns).alias("_size"))
    ranked = ranked.sort("_size", UNIT, RECORD, descending=[True, False, False])
    return replace(_listing(now, ranked.drop("_size"), limit), sizes=tuple(ranked["_size"].head(limit)))


def look(system: System, asker: Asker, whole: Whole, unit: str, record: str) -> Seen:
    """One record, its controls run again on what it now holds."""
    demand_duty(asker, Duty.STATISTICIAN)
    now = working(system, whole.form, whole.period, whole.season)
    row = record_of(now.frame, unit, record)
    delivered = record_of(now.base, unit, record)
    mine = tuple(one for one in now.edits if one.of.unit == unit and one.record == record)
    journal = now.version.of_role(Role.JOURNAL)
    reviewed = now.ledger.reviewed.get((unit, record))
    there = {one.id for one in derivations() if one.id in row.columns and row[one.id][0]}
    return Seen(
        whole=whole,
        unit=unit,
        record=record,
        line=row[LINE][0],
        submission=row[SUBMISSION][0],
        journal=None if journal is None else row[journal.id][0],
        values=tuple(
            Value(
                field,
                written(delivered[field.id][0]),
                written(row[field.id][0]),
                tuple(one for one in mine if one.field == field.id),
                next((one for one in now.ledger.waiting.values() if one.cell == (unit, record, field.id)), None),
            )
            for field in now.version.fields
            if field.id in row.columns
        ),
        rules=tuple(one for one in derivations() if one.id in there),
        findings=findings(whole, now.version, row, _last_year(system, now, unit)),
        stale=tuple(one for one in now.undecided if (one.edit.of.unit, one.edit.record) == (unit, record)),
        reviewed=reviewed if reviewed is not None and holds(now, reviewed, row[DIGEST][0]) else None,
        history=mine,
    )


def variable_of(now: Working, id: str) -> Variable:
    found = next((one for one in now.variables if one.id == id), None)
    if found is None:
        known = ", ".join(one.id for one in now.variables)
        raise Missing(f"Skjema {now.whole.form} har ingen variabel «{id[:40]}». Velg en av: {known}.")
    return found


def _last_year(system: System, now: Working, unit: str) -> pl.DataFrame | None:
    """What the unit answered a year before, where the form is answered and not sent as records."""
    whole = now.whole
    form = catalogue.form(whole.form)
    if form.kind is not Kind.ANSWERS or whole.period.year - 1 not in form.years:
        return None
    return working(system, whole.form, whole.period.a_year_before(), whole.season).frame.filter(pl.col(UNIT) == unit)


def _found(now: Working, query: Query) -> pl.DataFrame:
    frame = now.frame
    equal = {UNIT: query.unit, RECORD: query.record, LINE: query.line}
    journal = now.version.of_role(Role.JOURNAL)
    if query.journal is not None:
        if journal is None:
            raise Missing(f"Skjema {now.whole.form} har ikke journalnummer. Søk på noe annet.")
        equal[journal.id] = query.journal.strip()
    wanted = [pl.col(name) == value for name, value in equal.items() if value is not None]
    if query.edited:
        wanted.append(
            pl.col(RECORD).is_in(sorted({record for _, record, _ in now.ledger.counts if record is not None}))
        )
    return chosen(frame.filter(*wanted) if wanted else frame, query.where)


def _stands_after(frame: pl.DataFrame, unit: str, record: str) -> pl.Expr:
    """The frame is in the order of units, and of lines within them."""
    line = record_of(frame, unit, record)[LINE][0]
    later = pl.col(UNIT) > unit
    return later if line is None else later | ((pl.col(UNIT) == unit) & (pl.col(LINE) > line))


def _listing(now: Working, found: pl.DataFrame, limit: int) -> Listing:
    names = [name for name in editable(found) if now.version.has(name)]
    edited = {(unit, record) for unit, record, _ in now.ledger.counts}
    shown = found.head(min(limit, MOST)).select(UNIT, RECORD, LINE, *(pl.col(name).cast(pl.String) for name in names))
    lines = tuple(
        Line(unit, record, line, tuple(values), (unit, record) in edited)
        for unit, record, line, *values in shown.iter_rows()
    )
    return Listing(tuple(names), lines, len(found))
