"""Answers to an e-form: from JSON to typed columns of length one, the same columns that rules on records read.

    {"form": "7", "year": 2026, "region": "110300", "answers": {"saker_raadgivning": 12, "aarsverk_raadgivning": "1,5"}}

A number may be a JSON number or a text, with comma or full stop; it is kept exactly, and one with more decimals than the question takes is
no number. Nothing is guessed and nothing is dropped: what cannot be read is a problem with a name, and the answer still stands as typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np

from kostra.methods.columns import Column, Day, Fields, Number, Text
from kostra.methods.digits import Characters
from kostra.model.form import FieldType, FieldVersion, FormVersion

LARGEST = 1 << 20
"""No e-form is longer than this; the largest of them is a few thousand characters."""
LONGEST_SHOWN = 60

_ENVELOPE = ("form", "year", "region", "answers")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHO = re.compile(r"[0-9](?:[ \u00a0.\u2010-\u2015-]?[0-9]){10,}")
"""Eleven digits or more, also when they are written in groups, as 010180 12345 or 010180-12345."""
_BLANKS = str.maketrans("\u00a0\u202f\u2212", "  -")


class Wrong(StrEnum):
    """What can be wrong with the content as a whole, or with one answer in it."""

    EMPTY = "tom"
    TOO_LARGE = "stor"
    NOT_JSON = "json"
    LACKS = "omslag"
    BESIDE = "utenfor"
    TWICE = "dobbelt"
    UNKNOWN = "ukjent"
    COMPOSED = "sammensatt"

    @property
    def stops(self) -> bool:
        """Nothing can be read, or nobody knows what it is about."""
        return self in (Wrong.EMPTY, Wrong.TOO_LARGE, Wrong.NOT_JSON, Wrong.LACKS)


@dataclass(frozen=True, slots=True)
class Problem:
    """`what` is the key or the place it is about, fit to be shown."""

    wrong: Wrong
    what: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was sent. `typed` are the answers as they were typed, blank ones left out; empty when the content could not be read."""

    form: str = ""
    year: str = ""
    region: str = ""
    typed: Mapping[str, str] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def stopped(self) -> bool:
        return any(problem.wrong.stops for problem in self.problems)


class _Typed(str):
    """A number as it was typed."""

    __slots__ = ()


class _Twice(dict[str, Any]):
    """An object in which a key stands twice; `again` are those keys."""

    again: tuple[str, ...] = ()


def read(content: bytes) -> Answers:
    """The content of a file, before anybody knows the form."""
    if len(content) > LARGEST:
        return _only(Wrong.TOO_LARGE)
    text = _decoded(content)
    if not text.strip():
        return _only(Wrong.EMPTY)
    try:
        found = json.loads(
            text, parse_int=_Typed, parse_float=_Typed, parse_constant=_no_constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        return _only(Wrong.NOT_JSON, str(error.lineno))
    except (ValueError, RecursionError):
        return _only(Wrong.NOT_JSON, "1")
    return _enveloped(found)


def _only(wrong: Wrong, what: str = "") -> Answers:
    return Answers(problems=(Problem(wrong, what),))


def _decoded(content: bytes) -> str:
    """UTF-8, as JSON is; Latin-1 when it is not valid as that."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("iso-8859-1")


def _no_constant(written: str) -> Any:
    raise ValueError(f"{written} is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _ in pairs]
    twice = _Twice(found)
    twice.again = tuple(key for key in found if keys.count(key) > 1)
    return twice


def _enveloped(found: Any) -> Answers:
    if not isinstance(found, dict):
        return _only(Wrong.LACKS, ", ".join(_ENVELOPE))
    form, year, region, answers = (found.get(key) for key in _ENVELOPE)
    said = {
        "form": isinstance(form, str) and form,
        "year": isinstance(year, str) and year,
        "region": isinstance(region, str) and not isinstance(region, _Typed) and region,
        "answers": isinstance(answers, dict),
    }
    lacking = [key for key, there in said.items() if not there]
    if lacking:
        return _only(Wrong.LACKS, ", ".join(lacking))
    assert isinstance(answers, dict)
    again = (*getattr(found, "again", ()), *getattr(answers, "again", ()))
    problems = [Problem(Wrong.TWICE, fit_to_show(key)) for key in again]
    problems += [Problem(Wrong.BESIDE, fit_to_show(key)) for key in found if key not in _ENVELOPE]
    typed = {key: text for key, value in answers.items() if (text := _as_typed(value))}
    return Answers(str(form), str(year), str(region), typed, tuple(problems))


def _as_typed(value: Any) -> str:
    """The answer as text; a blank or null one is empty. What is composed of several is kept as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    return json.dumps(value, ensure_ascii=False, default=str)


def unknown(version: FormVersion, typed: Mapping[str, str]) -> list[Problem]:
    """Answers to questions that the form does not have in its year, and lists or objects where one text is asked for."""
    problems = []
    for id, text in typed.items():
        if not version.has(id):
            problems.append(Problem(Wrong.UNKNOWN, fit_to_show(id)))
        elif version.field(id).type is FieldType.TEXT and text[0] in "[{":
            problems.append(Problem(Wrong.COMPOSED, version.field(id).name))
    return problems


def fields(version: FormVersion, typed: Mapping[str, str]) -> Fields:
    """The answers as columns of length one. A question that is not answered is blank."""
    return _fields(version, typed, 1)


def no_fields(version: FormVersion) -> Fields:
    """The same columns with nobody in them: enough to learn what a rule reads."""
    return _fields(version, {}, 0)


def _fields(version: FormVersion, typed: Mapping[str, str], length: int) -> Fields:
    readers: dict[str, Callable[[], Column]] = {}
    written: dict[str, Callable[[], Characters]] = {}
    for field in version.fields:
        text = typed.get(field.id, "")
        readers[field.id] = _reader(field, text, length)
        written[field.id] = _writer(text, length)
    return Fields(readers, length, written)


def _writer(text: str, length: int) -> Callable[[], Characters]:
    return lambda: _rows(fit_to_show(text), length)


def hide_who(text: str) -> str:
    """Without the eleven or twelve digits that could be a person's number."""
    return _WHO.sub("...", text)


def fit_to_show(text: str) -> str:
    """On one line, not long, and with no eleven or twelve digits that could be a person's number."""
    plain = "".join(ch if ch.isprintable() or ch == "\u00a0" else " " for ch in text)
    hidden = hide_who(plain)
    return hidden if len(hidden) <= LONGEST_SHOWN else f"{hidden[: LONGEST_SHOWN - 3]}..."


def _rows(text: str, length: int) -> Characters:
    """One row per character. A letter that Latin-1 does not have becomes a question mark."""
    characters = (text or " ").encode("iso-8859-1", "replace")
    rows = np.frombuffer(characters, dtype=np.uint8).reshape(len(characters), 1)
    return np.ascontiguousarray(rows[:, :length])


def _reader(field: FieldVersion, text: str, length: int) -> Callable[[], Column]:
    match field.type:
        case FieldType.INTEGER | FieldType.DECIMAL:
            return lambda: _number(field, text, length)
        case FieldType.DATE:
            return lambda: _day(field, text, length)
    return lambda: Text(field.id, _rows(text, length), tuple(field.codes))


def _number(field: FieldVersion, text: str, length: int) -> Number:
    scale = 10 ** (field.field.decimals or 0)
    found = read_number(text, scale)
    known = np.full(length, found is not None)
    return Number(
        field.id,
        np.full(length, found or 0, dtype=np.int64),
        None if found is not None else known,
        np.full(length, bool(text)),
        scale,
    )


def read_number(text: str, scale: int) -> int | None:
    """The number in whole parts of the scale; None when it is no number, or has more decimals than the scale keeps."""
    plain = text.translate(_BLANKS)
    found = _NUMBER.fullmatch(plain)
    if found is None or len(plain) > 18:
        return None
    written = found[1] or ""
    decimals = written.rstrip("0")
    places = len(str(scale)) - 1
    # Noughts behind say nothing, but three of them may be thousands: 800.000 is not 800.
    if len(decimals) > places or len(written) > max(places, 2):
        return None
    whole = re.split("[.,]", plain)[0].replace(" ", "")
    return int(whole + decimals.ljust(places, "0"))


def _day(field: FieldVersion, text: str, length: int) -> Day:
    found = read_day(text)
    ordinal = 0 if found is None else (found - date(1970, 1, 1)).days
    return Day(
        field.id,
        np.full(length, ordinal, dtype=np.int64),
        np.full(length, 0 if found is None else found.year, dtype=np.int64),
        np.full(length, found is not None),
        np.full(length, bool(text)),
    )


def read_day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
