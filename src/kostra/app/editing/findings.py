"""The controls run again on klargjorte data: what they say of these records as they now stand, or would stand.

They run on the record as a case system would have written it, with a stand-in for the id (birth date and sex), so that rules about age
still hold. What is about the id itself, and what only a whole file can tell (that somebody stands there twice), is not asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import polars as pl

from kostra.app.controls import answers as of_answers
from kostra.app.controls.asking import asked
from kostra.app.controls.check import Asked, Report
from kostra.app.controls.told import Row, rows_of, told
from kostra.controls import kernel, reading
from kostra.controls.declare import Given
from kostra.controls.kernel import Places
from kostra.editing.columns import LINE, UNIT, written
from kostra.forms.controls import control_set
from kostra.methods.columns import Fields
from kostra.methods.digits import Characters
from kostra.model.edit import Whole
from kostra.model.finding import Severity
from kostra.model.form import FieldType, FieldVersion, FormVersion, Kind, Role
from kostra.model.text import Language, Text
from kostra.reception import answers
from kostra.reception.batch import Batch
from kostra.reception.persons import BORN, SEX

_STAND_IN = {"1": "00100", "2": "00200"}


@dataclass(frozen=True, slots=True)
class Found:
    """What a control says of one record. `line` is 0 in an e-form."""

    control: str
    severity: Severity
    line: int
    field: str | None
    text: Text


def findings(
    whole: Whole, version: FormVersion, rows: pl.DataFrame, last_year: pl.DataFrame | None = None
) -> tuple[Found, ...]:
    """Of records of one unit, in the order of the controls; `last_year` is what the unit answered then, for an e-form."""
    if not len(rows):
        return ()
    wanted, fields = prepared(whole, version, rows, last_year)
    if version.form.kind is Kind.ANSWERS:
        lines = np.zeros(1, dtype=np.int64)
    else:
        lines = np.array([line or 0 for line in rows[LINE]], dtype=np.int64)
    chosen = wanted.controls.controls
    rules = [
        (place, wanted.controls.bind(chosen[place], wanted.given)) for place in again(whole.form, whole.period.year)
    ]
    table = wanted.table()
    table.add(kernel.run(rules, fields, lines, Places()))
    report = Report(wanted, table, None, Severity.OK)
    return tuple(_told(report))


def prepared(
    whole: Whole, version: FormVersion, rows: pl.DataFrame, last_year: pl.DataFrame | None = None
) -> tuple[Asked, Fields]:
    """What is asked of the records of one unit, and the records as the controls read them."""
    wanted = asked(whole.form, whole.period, str(rows[UNIT][0]))
    if version.form.kind is Kind.ANSWERS:
        return _knowing(wanted, last_year), answers.fields(version, _typed(version, rows))
    return wanted, Batch(version, characters(version, rows)).fields()


def _told(report: Report) -> Iterator[Found]:
    both = zip(told(report, Language.BOKMAL), told(report, Language.NYNORSK), strict=True)
    for nb, nn in both:
        for one, other in zip(rows_of(nb), rows_of(nn), strict=True):
            yield _found(nb.control.id, nb.severity, nb.field, one, other)


def _found(control: str, severity: Severity, field: str | None, nb: Row, nn: Row) -> Found:
    return Found(control, severity, nb.line, field, Text(nb.message, nn.message))


@cache
def again(form: str, year: int) -> tuple[int, ...]:
    """The controls that can be asked again: those that do not read who somebody is. Learnt by running each on nobody."""
    controls = control_set(form, year)
    version = asked_version(form, year)
    if version.form.kind is Kind.ANSWERS:
        nothing: Fields = of_answers.no_answers(version)
    else:
        nothing = Batch(version, np.empty((version.record_length, 0), dtype=np.uint8)).fields()
    hidden = {one.id for one in version.fields if one.field.role is not None and one.field.role.tells_who}
    first = len(reading.of(version.form.kind))
    return tuple(
        place
        for place in range(first, len(controls.controls))
        if not hidden & set(controls.concerned(controls.controls[place], nothing, Given(year)))
    )


def asked_version(form: str, year: int) -> FormVersion:
    from kostra.forms import catalogue

    return catalogue.form(form).version(year)


def characters(version: FormVersion, rows: pl.DataFrame) -> Characters:
    """The records in fixed width, one row per character position."""
    lines = rows.select(pl.concat_str([_written(one, rows.columns) for one in version.fields]))
    flat = np.frombuffer("".join(lines.to_series()).encode("iso-8859-1"), dtype=np.uint8)
    return np.ascontiguousarray(flat.reshape(len(rows), version.record_length).T)


def _written(field: FieldVersion, columns: Collection[str]) -> pl.Expr:
    if field.field.role is Role.NATIONAL_ID:
        # The birth date with 00100 or 00200, as somebody without a number is written.
        text = pl.col(BORN).dt.strftime("%d%m%y") + pl.col(SEX).replace_strict(_STAND_IN, default=None)
    elif field.id not in columns:
        text = pl.lit(None, dtype=pl.String)
    elif field.type is FieldType.DATE:
        text = pl.col(field.id).dt.strftime("%d%m%y" if field.width == 6 else "%d%m%Y")
    elif field.type is FieldType.INTEGER:
        text = pl.col(field.id).cast(pl.String).str.pad_start(field.width)
    else:
        text = pl.col(field.id).str.pad_end(field.width)
    return text.fill_null(" " * field.width)


def _typed(version: FormVersion, rows: pl.DataFrame) -> dict[str, str]:
    row = rows.row(0, named=True)
    return {one.id: text for one in version.fields if one.id in row and (text := written(row[one.id])) is not None}


def _knowing(wanted: Asked, last_year: pl.DataFrame | None) -> Asked:
    given = of_answers.given(wanted, None)
    if last_year is not None and len(last_year):
        before = asked_version(wanted.version.form.id, wanted.version.year - 1)
        given = replace(given, last_year=answers.fields(before, _typed(before, last_year)))
    return replace(wanted, given=given)
