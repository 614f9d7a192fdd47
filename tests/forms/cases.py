"""Cases as data: what each control of a form must say of a record, year by year, in files that a domain person can read and write.

A form's folder here holds `clean.toml`, a record that every control accepts, and `cases/<ID>.toml`, one file for each control. A case
says what is changed in the clean record, what the control must answer and in which words. It is run the way a file from a
municipality is run, from bytes to sentences, but with the one control alone. The keys are those of `Case`; `set` is one record, `records`
are several. A case that does not say something valid is a fault with file and case number, and never a case that passes.

In texts of a case `{year}` and `{yy}` are the reporting year, `{year-18}` a year before it, `{aged 17}` the number of a synthetic person
of that age, and in `lines` `{record}` is the clean record with what `set` changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kostra.forms import catalogue
from kostra.model import content
from kostra.model.content import Table
from kostra.model.dated import Dated
from kostra.model.errors import ContentError
from kostra.model.finding import Outcome, Severity
from kostra.model.form import Form

FOLDER = Path(__file__).parent

_SPAN = re.compile(r"([0-9]{4})-([0-9]{4})")


class Fault(Exception):
    """A case that does not say something valid."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is known beside the record. `period` is what follows the year: M03, K1.

    For an e-form also how many live there (`alle`, `18+`) and the rates that others have set; without them, those that are known.
    """

    region: str
    period: str = ""
    population: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clean:
    """The record that every control accepts: values as they stand in the file, dated where they must be."""

    form: Form
    given: Given
    values: Mapping[str, Dated[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `records` are changes to the clean record, one for each record of the file.

    `lines` are whole lines instead of the records, `file` is the whole content, `no_file` that nothing is sent, `nil` that there is
    nothing to report. `field` and `sentence` choose among the controls that share the number. `release` is a release of the controls.
    """

    path: Path
    number: int
    years: tuple[int, ...]
    about: str
    outcome: Outcome
    says: tuple[str, ...]
    records: tuple[Mapping[str, str], ...]
    given: Given
    last_year: Mapping[str, str] | None = None
    lines: tuple[str, ...] = ()
    file: str | None = None
    no_file: bool = False
    nil: bool = False
    field: str | None = None
    sentence: str | None = None
    release: str | None = None
    at: str | None = None
    severity: Severity | None = None

    @property
    def control(self) -> str:
        return self.path.stem

    @property
    def place(self) -> str:
        return f"{self.path.parts[-3]}/cases/{self.path.name}, case {self.number}"


def folders() -> Iterator[Path]:
    """The forms that have cases."""
    yield from sorted(path.parent for path in FOLDER.glob("*/cases"))


def files(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / "cases").glob("*.toml"))


@cache
def form_of(folder: Path) -> Form:
    """The form that a folder of cases is for: they are called the same."""
    for id, path in catalogue.folders().items():
        if path.name == folder.name:
            return catalogue.form(id)
    raise Fault(f"{folder.name}: there is no form folder of that name under src/kostra/forms")


@cache
def clean_of(folder: Path) -> Clean:
    form = form_of(folder)
    try:
        table = content.read(folder / "clean.toml")
        given = _given(table, Given(""))
        record = table.table("record")
        values = {id: _clean_value(record, id, form) for id in list(record.keys())}
        table.done()
    except ContentError as error:
        raise Fault(str(error)) from None
    if not given.region:
        raise Fault(
            f'{folder.name}/clean.toml says nothing of the municipality. Write given = {{ municipality = "1103" }}'
        )
    return Clean(form, given, values)


def _clean_value(record: Table, id: str, form: Form) -> Dated[str]:
    if all(id != field.id for field in form.fields):
        raise record.wrong(id, f"form {form.id} has no field «{id}»", "Write a field of form.toml.")
    years = record.peek_years(id)
    return record.dated(id, str, min(years, default=form.first_year), None)


def read(path: Path) -> tuple[Case, ...]:
    """The cases of a file, in order. The first fault stops the reading."""
    clean = clean_of(path.parent.parent)
    try:
        table = content.read(path)
        rows = list(table.rows("cases"))
        table.done()
    except ContentError as error:
        raise Fault(str(error)) from None
    if not rows:
        raise Fault(f"{path} has no cases. Write [[cases]] with years, about, set and outcome")
    return tuple(_case(path, number, row, clean) for number, row in enumerate(rows, start=1))


def _case(path: Path, number: int, row: Table, clean: Clean) -> Case:
    try:
        case = _read_case(path, number, row, clean)
        row.done()
        _agrees(row, case)
    except ContentError as error:
        raise Fault(f"{path.name}, case {number}: {error}") from None
    return case


def _read_case(path: Path, number: int, row: Table, clean: Clean) -> Case:
    severity = row.maybe("severity", str)
    return Case(
        path=path,
        number=number,
        years=_years(row, clean.form),
        about=row.take("about", str),
        outcome=row.choice("outcome", Outcome, Outcome),
        says=_says(row),
        records=_records(row, clean.form),
        given=_given(row, clean.given),
        last_year=_changes(row.table("last_year"), clean.form) if row.has("last_year") else None,
        lines=row.texts("lines"),
        file=row.maybe("file", str),
        no_file=row.maybe("no_file", bool) or False,
        nil=row.maybe("nil", bool) or False,
        field=row.maybe("field", str),
        sentence=row.maybe("sentence", str),
        release=row.maybe("release", str),
        at=row.maybe("at", str),
        severity=None if severity is None else row.chosen("severity", severity, _severity, [*Severity]),
    )


def _agrees(row: Table, case: Case) -> None:
    """What a case says must go together."""
    failed = case.outcome is Outcome.FAILED
    if failed and not case.says:
        raise row.wrong(
            "outcome", "a case that fails must give the sentence", "Add says = the whole sentence in bokmål."
        )
    for key, value in (("says", case.says), ("at", case.at), ("severity", case.severity)):
        if value and not failed:
            raise row.wrong(key, f"{key} is of a finding, but the outcome is «{case.outcome}»", f"Remove {key}.")
    whole = [key for key in ("lines", "file", "no_file") if row.has(key)]
    if len(whole) > 1 or (whole and row.has("records")):
        raise row.wrong(
            whole[0], f"the file is said twice: {', '.join(whole)}", "Keep one of records, lines, file, no_file."
        )


def _severity(written: str) -> Severity:
    for severity in Severity:
        if str(severity) == written:
            return severity
    raise ValueError(written)


def _years(row: Table, form: Form) -> tuple[int, ...]:
    value = row.take("years", object)
    if isinstance(value, str) and (found := _SPAN.fullmatch(value)):
        years = tuple(range(int(found[1]), int(found[2]) + 1))
    elif isinstance(value, list) and all(type(year) is int for year in value):
        years = tuple(value)
    else:
        raise row.wrong("years", f"years is {value!r}", 'Write [2025, 2026] or "2023-2026".')
    if not years or not all(year in form.years for year in years):
        raise row.wrong(
            "years", f"years is {value!r}, and form {form.id} does not have them all", "Write years of the form."
        )
    return years


def _says(row: Table) -> tuple[str, ...]:
    """One sentence, or one for each finding."""
    value = row.maybe("says", object)
    if value is None or isinstance(value, str):
        return () if value is None else (value,)
    if not isinstance(value, list) or not value:
        raise row.wrong(
            "says", f"says is {value!r}", "Write a sentence in quotes, or a list with one for each finding."
        )
    return row.listed("says", value)


def _records(row: Table, form: Form) -> tuple[Mapping[str, str], ...]:
    if row.has("set") and row.has("records"):
        raise row.wrong("records", "both set and records are there", "Use set for one record, records for several.")
    if row.has("records"):
        return tuple(_changes(record, form) for record in row.rows("records"))
    return (_changes(row.table("set"), form) if row.has("set") else {},)


def _changes(table: Table, form: Form) -> Mapping[str, str]:
    known = {field.id for field in form.fields}
    changes: dict[str, str] = {}
    for id in list(table.keys()):
        if id not in known:
            raise table.wrong(id, f"form {form.id} has no field «{id}»", "Write a field of form.toml.")
        changes[id] = table.take(id, str)
    return changes


def _given(row: Table, otherwise: Given) -> Given:
    if not row.has("given"):
        return otherwise
    table = row.table("given")
    municipality, district = table.maybe("municipality", str), table.maybe("district", str)
    period = table.maybe("period", str)
    population, rates = _numbers(table, "population"), _numbers(table, "rates")
    table.done()
    if district and not municipality:
        raise table.wrong("district", "a district without its municipality", 'Write municipality = "0301" beside it.')
    region = otherwise.region if municipality is None else municipality + (district or "")
    return Given(
        region,
        otherwise.period if period is None else period,
        otherwise.population if population is None else population,
        otherwise.rates if rates is None else rates,
    )


def _numbers(table: Table, key: str) -> Mapping[str, int] | None:
    if not table.has(key):
        return None
    row = table.table(key)
    numbers = {name: row.take(name, int) for name in list(row.keys())}
    row.done()
    return numbers
