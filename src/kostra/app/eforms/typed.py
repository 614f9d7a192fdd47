"""One answer: as it was typed, as it is shown back, and as it is sent. What cannot be read is left exactly as it is.

Two ways of writing the same number or day are the same answer, so that nobody is told of a change that is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

from kostra.app.pages.numbers import written
from kostra.model.errors import Refused
from kostra.model.form import FieldType, FieldVersion, FormVersion
from kostra.model.submission import Expected
from kostra.model.text import Language
from kostra.reception.answers import read_number

LONGEST = 2_000
"""No question of any form asks for more than a line or two."""

_NORWEGIAN_DAY = re.compile(r"([0-9]{1,2})[. /-]([0-9]{1,2})[. /-]([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def number(field: FieldVersion, typed: str) -> int | None:
    """In whole parts of the scale of the field; None for what is no number."""
    return read_number(typed.strip(), scale(field))


def scale(field: FieldVersion) -> int:
    return int(10 ** (field.field.decimals or 0))


def as_number(field: FieldVersion, value: int) -> str:
    """A number of this field as Norwegians write it."""
    decimals = field.field.decimals or 0
    return written(value / 10**decimals, decimals).replace("-", "\u2212")


def shown(field: FieldVersion, typed: str) -> str:
    """What stands in the box: numbers and days in Norwegian, all else as it was typed."""
    if is_number(field):
        found = number(field, typed)
        return typed if found is None else as_number(field, found)
    if field.type is FieldType.DATE and (day := read_day(typed)):
        return f"{day:%d.%m.%Y}"
    return typed


def told(field: FieldVersion, typed: str, language: Language) -> str:
    """An answer as it is read outside its box: a code with its text, a number with its unit apart."""
    if field.type is FieldType.CODE and typed in field.codes:
        return field.codes[typed][language]
    return shown(field, typed)


def same(field: FieldVersion, one: str, other: str) -> bool:
    return shown(field, one.strip()) == shown(field, other.strip())


def is_number(field: FieldVersion) -> bool:
    return field.type in (FieldType.INTEGER, FieldType.DECIMAL)


def read_day(typed: str) -> date | None:
    """A day written 31.12.2026 or 2026-12-31."""
    text = typed.strip()
    if found := _NORWEGIAN_DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def content(expected: Expected, version: FormVersion, typed: Mapping[str, str]) -> bytes:
    """The answers as they are sent, and as every control reads them: the same file as `kostra check` takes."""
    answers = {field.id: sent for field in version.fields if (sent := _sent(field, typed.get(field.id, "")))}
    envelope = {
        "form": version.form.id,
        "year": expected.period.year,
        "region": expected.unit,
        "answers": answers,
    }
    return json.dumps(envelope, ensure_ascii=False, indent=1).encode()


def _sent(field: FieldVersion, typed: str) -> str:
    """As it was typed, but for a day, which is sent in the one way that days are read, and the comma of a number."""
    text = typed.strip()
    if is_number(field) and number(field, text) is not None:
        return text.replace(".", ",")
    if field.type is FieldType.DATE and (day := read_day(text)):
        return day.isoformat()
    return text


def taken(version: FormVersion, posted: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The answers of the form among what was posted. A question that was not posted keeps its answer.

    What stands as before, only shown in another way, stays as it was typed first.
    """
    answers = dict(before)
    for field in version.fields:
        if field.id not in posted:
            continue
        text = posted[field.id].strip()
        if len(text) > LONGEST:
            raise Refused(
                f"Svaret på {field.name} er på {len(text)} tegn, men kan ikke være lengre enn {LONGEST}. Kort det ned, og lagre igjen."
            )
        if not same(field, text, before.get(field.id, "")):
            answers[field.id] = text
    return {id: text for id, text in answers.items() if text}
