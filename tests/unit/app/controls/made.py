"""Files to check, made for a test: clean records of a form with what the test changes, and synthetic persons (80 added to the month)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import numpy as np

from forms.cases import FOLDER, clean_of
from forms.running import clean_record
from kostra.app.controls.asking import asked
from kostra.app.controls.check import Asked, Report, check
from kostra.forms import catalogue
from kostra.model.form import FieldType, FormVersion
from kostra.model.period import Period
from kostra.reception.batch import Batch

_FIRST, _SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def persons() -> Iterator[str]:
    """Valid numbers of persons born in 1990, one after the other."""
    for day in range(1, 29):
        for month in range(81, 93):
            for individual in range(500):
                nine = f"{day:02d}{month}90{individual:03d}"
                first = _check(nine, _FIRST)
                second = _check(f"{nine}{first % 10}", _SECOND)
                if first < 10 and second < 10:
                    yield f"{nine}{first}{second}"


def _check(digits: str, weights: tuple[int, ...]) -> int:
    return -sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11


def records(form: str, year: int, *changes: Mapping[str, str]) -> list[str]:
    """A clean record for each, of its own person and journal number, with the characters of some fields put in as they are."""
    version = catalogue.form(form).version(year)
    clean = clean_record(clean_of(FOLDER / catalogue.folders()[form].name), version)
    made = []
    for number, (changed, person) in enumerate(zip(changes, persons(), strict=False), start=1):
        own = {"person_journalnr": f"J{number:07d}", "person_fodselsnr": person}
        if version.has("fodselsdato"):
            own["fodselsdato"] = f"{person[:2]}{int(person[2:4]) - 80:02d}1990"
        made.append(put(clean, version, own | dict(changed)))
    return made


def put(line: str, version: FormVersion, changes: Mapping[str, str]) -> str:
    for id, text in changes.items():
        field = version.field(id)
        padded = text.rjust(field.width) if field.type is FieldType.INTEGER else text.ljust(field.width)
        assert len(padded) == field.width
        line = line[: field.first - 1] + padded + line[field.last :]
    return line


def content(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("iso-8859-1")


def file(form: str, year: int, *changes: Mapping[str, str]) -> bytes:
    return content(records(form, year, *changes))


def question(form: str = "11F", year: int = 2026, region: str = "1103", **options: Any) -> Asked:
    return asked(form, Period(year), region, **options)


def report(
    *changes: Mapping[str, str], form: str = "11F", year: int = 2026, region: str = "1103", **options: Any
) -> Report:
    """The report on a file of these records."""
    return check(BytesIO(file(form, year, *changes)), question(form, year, region, **options))


def nothing(version: FormVersion) -> Batch:
    return Batch(version, np.empty((version.record_length, 0), dtype=np.uint8))
