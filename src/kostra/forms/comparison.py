"""What changed in a form between two years, as data. It compares what a reporter or a vendor meets, not how the file is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kostra.model.form import FieldVersion, FormVersion
from kostra.model.text import Text


class What(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    WIDTH = "width"
    TYPE = "type"
    DATE_PATTERN = "date_pattern"
    REQUIRED = "required"
    LABEL = "label"
    CODE_ADDED = "code_added"
    CODE_REMOVED = "code_removed"
    CODE_TEXT = "code_text"


@dataclass(frozen=True, slots=True)
class Change:
    """`before` and `after` are what a person would read; `code` is there when the change is about one code."""

    what: What
    field: str
    name: str
    before: Text | None = None
    after: Text | None = None
    code: str | None = None


def compare(before: FormVersion, after: FormVersion) -> tuple[Change, ...]:
    """The changes, field by field, in the order of the later year; what was removed comes last."""
    changes: list[Change] = []
    for field in after.fields:
        if before.has(field.id):
            changes += _differences(before.field(field.id), field)
        else:
            changes.append(Change(What.ADDED, field.id, field.name, None, field.label))
    for field in before.fields:
        if not after.has(field.id):
            changes.append(Change(What.REMOVED, field.id, field.name, field.label, None))
    return tuple(changes)


def _differences(before: FieldVersion, after: FieldVersion) -> Iterator[Change]:
    for what, old, new in (
        (What.RENAMED, before.name, after.name),
        (What.TYPE, before.type.value, after.type.value),
        (What.WIDTH, before.width, after.width),
        (What.DATE_PATTERN, before.date_pattern, after.date_pattern),
        (What.REQUIRED, before.required, after.required),
    ):
        if old != new:
            yield Change(what, after.id, after.name, _same(old), _same(new))
    if (before.first, before.last) != (after.first, after.last):
        yield Change(What.MOVED, after.id, after.name, _same(_span(before)), _same(_span(after)))
    if before.field.label.at(before.year) != after.field.label.at(after.year):
        yield Change(What.LABEL, after.id, after.name, before.label, after.label)
    yield from _codes(before, after)


def _codes(before: FieldVersion, after: FieldVersion) -> Iterator[Change]:
    for value, text in after.codes.items():
        if value not in before.codes:
            yield Change(What.CODE_ADDED, after.id, after.name, None, text, value)
        elif before.codes[value] != text:
            yield Change(What.CODE_TEXT, after.id, after.name, before.codes[value], text, value)
    for value, text in before.codes.items():
        if value not in after.codes:
            yield Change(What.CODE_REMOVED, after.id, after.name, text, None, value)


def _span(version: FieldVersion) -> str:
    return f"{version.first}–{version.last}"


def _same(value: object) -> Text:
    match value:
        case True:
            return Text("ja", "ja", "yes")
        case False:
            return Text("nei", "nei", "no")
    return Text(str(value), str(value), str(value))
