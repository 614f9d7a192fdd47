"""Writing a record and reading it again gives what was written, for every form that has records and every year."""

from __future__ import annotations

import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kostra.forms import catalogue
from kostra.model.form import FieldType, FieldVersion, FormVersion, Kind
from kostra.reception.record import Unreadable, Value, read, write

THOROUGH = bool(os.environ.get("KOSTRA_THOROUGH"))
VERSIONS = [form.version(year) for form in catalogue.all_forms() if form.kind is Kind.RECORDS for year in form.years]

LETTERS = some.characters(codec="latin-1", exclude_categories=["Cc"])


def values_of(field: FieldVersion) -> some.SearchStrategy[Value]:
    """Anything the field can hold, and blank."""
    match field.type:
        case FieldType.INTEGER:
            values: some.SearchStrategy[Value] = some.integers(-(10 ** (field.width - 1)) + 1, 10**field.width - 1)
        case FieldType.DATE:
            years = (
                (date(2000, 1, 1), date(2099, 12, 31)) if field.width == 6 else (date(1800, 1, 1), date(9999, 12, 31))
            )
            values = some.dates(*years)
        case _:
            values = some.text(LETTERS, min_size=1, max_size=field.width).map(lambda text: text.rstrip(" ") or "x")
    return some.none() | values


def records_of(version: FormVersion) -> some.SearchStrategy[dict[str, Value]]:
    return some.fixed_dictionaries({field.id: values_of(field) for field in version.fields})


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: f"{version.form.id}-{version.year}")
@settings(max_examples=8 if THOROUGH else 4, deadline=None)
@given(data=some.data())
def test_reading_what_was_written_gives_it_back(version: FormVersion, data: some.DataObject) -> None:
    values = data.draw(records_of(version))
    line = write(version, values)
    assert len(line) == version.record_length
    assert read(version, line) == values
    assert write(version, read(version, line)) == line


@pytest.fixture
def version() -> FormVersion:
    return catalogue.form("11F").version(2026)


def with_cells(version: FormVersion, id: str, cells: str) -> str:
    field = version.field(id)
    return " " * (field.first - 1) + cells.rjust(field.width) + " " * (version.record_length - field.last)


@pytest.mark.parametrize("cells", ["1_000", "1.5", "1e3", "- 5", "5 ", "+", "１２", "0x10"])
def test_only_a_sign_and_digits_are_a_number(version: FormVersion, cells: str) -> None:
    with pytest.raises(Unreadable, match="BIDRAG"):
        read(version, with_cells(version, "bidrag", cells))


@pytest.mark.parametrize(("cells", "number"), [("0000120", 120), ("    -12", -12), ("     +7", 7), ("      0", 0)])
def test_zeros_before_and_signs_are_read(version: FormVersion, cells: str, number: int) -> None:
    assert read(version, with_cells(version, "bidrag", cells))["bidrag"] == number


@pytest.mark.parametrize("cells", ["31022026", "00012026", "12 32026", "1202026 ", "29022025"])
def test_what_is_not_in_the_calendar_is_not_a_date(version: FormVersion, cells: str) -> None:
    with pytest.raises(Unreadable, match="UTBETDATO"):
        read(version, with_cells(version, "utbetdato", cells))


def test_a_line_of_another_length_is_refused(version: FormVersion) -> None:
    with pytest.raises(Unreadable, match="337 characters"):
        read(version, " " * 337)


@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("kjonn", "12"),
        ("antbu18", 100),
        ("saksbehandler", "a\tb"),
        ("saksbehandler", "a "),
        ("bidrag", "12"),
        ("utbetdato", "2026-01-01"),
    ],
)
def test_what_does_not_fit_is_not_written(version: FormVersion, id: str, value: Value) -> None:
    with pytest.raises(Unreadable, match=version.field(id).name):
        write(version, {id: value})


def test_a_field_the_year_does_not_have_is_not_written(version: FormVersion) -> None:
    with pytest.raises(Unreadable, match="distriktsnr"):
        write(version, {"distriktsnr": "01"})


def test_a_refusal_does_not_tell_the_content(version: FormVersion) -> None:
    with pytest.raises(Unreadable) as refused:
        read(version, with_cells(version, "bidrag", "SECRET7"))
    assert "SECRET" not in str(refused.value)
