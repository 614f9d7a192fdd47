"""Running a case: its file is made, checked the way a municipality's file is checked, and held against what the case says.

Only the control of the case is run, alone, since a control never depends on another. Nothing here decides what a control should say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

from forms import answering
from forms.cases import Case, Clean, Fault, clean_of
from kostra.app.controls import asking
from kostra.app.controls.check import Asked, Report, check
from kostra.app.controls.told import told
from kostra.controls import reading
from kostra.controls.declare import Control
from kostra.model.finding import Outcome, Severity
from kostra.model.form import FieldType, FieldVersion, FormVersion, Kind
from kostra.model.period import Period
from kostra.model.text import Language
from kostra.reception import record

_PLACE = re.compile(r"\{(?:(year|yy)(?:-([0-9]+))?|aged ([0-9]+))\}")
_FIRST_DIGIT = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND_DIGIT = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a case in a year: one answer for the file, and for each finding its sentence, field and severity."""

    outcome: Outcome
    sentences: tuple[str, ...] = ()
    fields: frozenset[str | None] = frozenset()
    severities: frozenset[Severity] = frozenset()


def run(case: Case, year: int) -> Said:
    """The case in one of its years."""
    clean = clean_of(case.path.parent.parent)
    asked = _asked(case, year, clean)
    report = _checked(case, asked, clean)
    found = [one for one in told(report, Language.BOKMAL) if one.control.id == case.control]
    stopped = report.severity is Severity.FATAL and not found
    if stopped:
        raise Fault(
            f"{case.place}, {year}: the file stops at {', '.join(report.by_control())}, before {case.control} is run"
        )
    sentences = [
        (line, one.template.fill(list(values)))
        for one in found
        for hits, columns in one.rows()
        for line, *values in zip(hits.lines.tolist(), *columns, strict=True)
    ]
    return Said(
        _outcome(case, report),
        tuple(sentence for _, sentence in sorted(sentences, key=lambda sentence: sentence[0])),
        frozenset(one.field for one in found),
        frozenset(one.severity for one in found),
    )


def _checked(case: Case, asked: Asked, clean: Clean) -> Report:
    if clean.form.kind is Kind.ANSWERS:
        return answering.check(case, asked, clean)
    return check(None if case.no_file else BytesIO(_content(case, asked.version, clean).encode("iso-8859-1")), asked)


def differences(case: Case, year: int) -> list[str]:
    """What the case says that the control does not."""
    said = run(case, year)
    wrong = []
    if said.outcome is not case.outcome:
        wrong.append(f"the outcome is «{said.outcome}», the case says «{case.outcome}»")
    says = tuple(filled(text, year) for text in case.says)
    if said.sentences != says:
        wrong.append(
            "the sentences are\n    {}\n  the case says\n    {}".format(*map("\n    ".join, (said.sentences, says)))
        )
    if case.at is not None and said.fields != {case.at}:
        wrong.append(f"the finding stands on {', '.join(map(str, said.fields))}, the case says {case.at}")
    if case.severity is not None and said.severities != {case.severity}:
        wrong.append(f"the severity is {', '.join(map(str, said.severities))}, the case says {case.severity}")
    return wrong


def _asked(case: Case, year: int, clean: Clean) -> Asked:
    """The real question, with the control of the case alone."""
    period = Period.read(f"{year}{case.given.period}")
    whole = asking.asked(
        clean.form.id, period, case.given.region, nil=case.nil, named_release=case.release, proposals=True
    )
    of_file = reading.of(clean.form.kind)
    chosen = tuple(control for control in whole.controls.controls if control not in of_file and is_of(control, case))
    if not chosen and all(control.id != case.control for control in of_file):
        raise Fault(f"{case.place}: form {clean.form.id} has no such control in {case.release or year}")
    return replace(whole, controls=replace(whole.controls, controls=(*of_file, *chosen)))


def is_of(control: Control, case: Case) -> bool:
    """A control that follows from a field is named after the field and what the field must be."""
    if control.id != case.control or case.sentence not in (None, control.sentence):
        return False
    return case.field is None or control.name == f"{case.field}_{control.sentence.rpartition('.')[2]}"


def _outcome(case: Case, report: Report) -> Outcome:
    """One answer for the file: what any control of the number says of any record, the worst first."""
    mine = [place for place, control in enumerate(report.asked.controls.controls) if control.id == case.control]
    tallies = [report.table.tallies[place] for place in mine if place in report.table.tallies]
    if any(report.table.counts.get(place) for place in mine):
        return Outcome.FAILED
    if any(tally.undecided for tally in tallies):
        return Outcome.UNDECIDED
    of_file = {control.id for control in reading.of(report.asked.version.form.kind)}
    applied = any(tally.applied for tally in tallies) or case.control in of_file
    return Outcome.PASSED if applied else Outcome.NOT_APPLICABLE


def as_file(record: str) -> BytesIO:
    """One record as a file."""
    return BytesIO(f"{record}\n".encode("iso-8859-1"))


def _content(case: Case, version: FormVersion, clean: Clean) -> str:
    if case.file is not None:
        return filled(case.file, version.year)
    records = [_record(case, version, clean, changes) for changes in case.records]
    if case.lines:
        return "".join(filled(line, version.year).replace("{record}", records[0]) + "\n" for line in case.lines)
    return "".join(record + "\n" for record in records)


def _record(case: Case, version: FormVersion, clean: Clean, changes: Mapping[str, str]) -> str:
    """The clean record with the characters of some fields put in as they are."""
    line = clean_record(clean, version)
    for id, text in changes.items():
        if not version.has(id):
            raise Fault(f"{case.place}: form {version.form.id} has no field «{id}» in {version.year}")
        field = version.field(id)
        written = filled(text, version.year)
        if len(written) > field.width:
            raise Fault(f"{case.place}: {id} is {field.width} wide in {version.year}, and the case has {len(written)}")
        padded = written.rjust(field.width) if field.type is FieldType.INTEGER else written.ljust(field.width)
        line = line[: field.first - 1] + padded + line[field.last :]
    return line


def clean_record(clean: Clean, version: FormVersion) -> str:
    """The clean record of a year; fields that the year does not have are left out."""
    values: dict[str, record.Value] = {}
    for id, dated in clean.values.items():
        if version.has(id) and dated.covers(version.year) and (text := filled(dated.at(version.year), version.year)):
            values[id] = _typed(version.field(id), text)
    return record.write(version, values)


def _typed(field: FieldVersion, text: str) -> record.Value:
    match field.type:
        case FieldType.INTEGER:
            return int(text)
        case FieldType.DATE:
            century = "" if field.width == 8 else "20"
            return date(int(century + text[4:]), int(text[2:4]), int(text[:2]))
    return text


def filled(text: str, year: int) -> str:
    """The text with `{year}`, `{yy}`, `{year-18}`, `{yy-18}` and `{aged 17}` put in."""

    def put(place: re.Match[str]) -> str:
        if place[3]:
            return _person_born(year - int(place[3]))
        past = year - int(place[2] or 0)
        return f"{past % 100:02d}" if place[1] == "yy" else str(past)

    return _PLACE.sub(put, text)


def _person_born(year: int) -> str:
    """The number of a synthetic person (80 added to the month) born on 15 May of the year."""
    for individual in range(500, 750) if year >= 2000 else range(100, 500):
        nine = f"1585{year % 100:02d}{individual:03d}"
        first = _check_digit(nine, _FIRST_DIGIT)
        if first < 10 and (second := _check_digit(f"{nine}{first}", _SECOND_DIGIT)) < 10:
            return f"{nine}{first}{second}"
    raise AssertionError(f"no number is free for {year}")


def _check_digit(digits: str, weights: tuple[int, ...]) -> int:
    """Ten where there is none."""
    return -sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
