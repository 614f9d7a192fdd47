"""One record in fixed width, written and read the plain way: field by field, character by character.

This is the oracle: slow and obvious, so that what is fast can be held against it. It knows nothing of what a record
should say. What cannot be written or read is refused by field and place; the content itself is never told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kostra.model.form import FieldType, FieldVersion, FormVersion

Value = str | int | date | None
"""Text and codes are text, integers whole numbers, dates dates. None is blank."""


class Unreadable(ValueError):
    """A value that does not fit its field, or characters that are not what the field holds."""


def write(version: FormVersion, values: Mapping[str, Value]) -> str:
    """The record, without a line end. Fields that are not given are blank."""
    for id in values:
        if not version.has(id):
            raise Unreadable(
                f"form {version.form.id} {version.year} has no field «{id}»; its fields are in the form's specification"
            )
    return "".join(_write(field, values.get(field.id)) for field in version.fields)


def read(version: FormVersion, line: str) -> dict[str, Value]:
    """The values by field id, one for every field. The line has no line end."""
    if len(line) != version.record_length:
        raise Unreadable(
            f"the record has {len(line)} characters, and form {version.form.id} {version.year} has {version.record_length}; "
            "see that no character is lost or added"
        )
    return {field.id: _read(field, line[field.first - 1 : field.last]) for field in version.fields}


def _write(field: FieldVersion, value: Value) -> str:
    if value is None:
        return " " * field.width
    match field.type:
        case FieldType.INTEGER:
            if type(value) is not int:
                raise _wrong(field, "a whole number")
            text = str(value).rjust(field.width)
        case FieldType.DATE:
            if not isinstance(value, date):
                raise _wrong(field, "a date")
            text = _written_date(field, value)
        case _:
            if not isinstance(value, str) or value != value.rstrip(" ") or not value:
                raise _wrong(field, "text that is not empty and does not end with a blank")
            if not all(ch.isprintable() or ch == "\u00a0" or ch == "\u00ad" for ch in value):
                raise _wrong(field, "text without control characters")
            text = value.ljust(field.width)
    if len(text) > field.width:
        raise _wrong(field, f"at most {field.width} characters")
    return text


def _read(field: FieldVersion, text: str) -> Value:
    if not text.strip(" "):
        return None
    match field.type:
        case FieldType.INTEGER:
            return _number(field, text)
        case FieldType.DATE:
            return _read_date(field, text)
        case _:
            return text.rstrip(" ")


def _number(field: FieldVersion, text: str) -> int:
    """An optional sign and digits, blanks before and none after. Python's own reading of numbers takes more, so it is not asked."""
    digits = text.lstrip(" ")
    unsigned = digits[1:] if digits[0] in "+-" else digits
    if not unsigned or any(ch not in "0123456789" for ch in unsigned):
        raise _wrong(field, "a whole number: digits, right-justified")
    return int(digits)


def _written_date(field: FieldVersion, value: date) -> str:
    year = f"{value.year:04d}"
    if field.width == 6:
        if not 2000 <= value.year <= 2099:
            raise _wrong(field, "a date from 2000 to 2099, since the year is written with two digits")
        year = year[2:]
    return f"{value.day:02d}{value.month:02d}{year}"


def _read_date(field: FieldVersion, text: str) -> date:
    if any(ch not in "0123456789" for ch in text):
        raise _wrong(field, f"a date as {field.date_pattern}")
    year = int(text[4:]) if field.width == 8 else 2000 + int(text[4:])
    try:
        return date(year, int(text[2:4]), int(text[:2]))
    except ValueError:
        raise _wrong(field, f"a date that exists, as {field.date_pattern}") from None


def _wrong(field: FieldVersion, wanted: str) -> Unreadable:
    return Unreadable(f"{field.name} (characters {field.first}-{field.last}) must hold {wanted}")
