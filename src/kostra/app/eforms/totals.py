"""The sums of a form as they are typed: what the parts come to, beside what is written as their total.

Whether a sum is wrong is for the controls to say. This only adds, in the same whole parts that they add in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kostra.app.eforms.typed import as_number, number, scale
from kostra.model.form import FieldVersion, FormVersion


@dataclass(frozen=True, slots=True)
class Total:
    """`sum` is None while a part cannot be read, or none is filled in; `fits` is None while there is nothing to compare."""

    parts: tuple[str, ...]
    sum: str | None
    fits: bool | None


def totals(version: FormVersion, field: FieldVersion, typed: Mapping[str, str]) -> tuple[Total, ...]:
    """The sums that this field is the total of; some fields are the total of two."""
    return tuple(_total(version, field, one.parts, typed) for one in version.sums if one.total == field.id)


def _total(version: FormVersion, field: FieldVersion, parts: tuple[str, ...], typed: Mapping[str, str]) -> Total:
    here = tuple(part for part in parts if version.has(part))
    filled = {part: text for part in here if (text := typed.get(part, "").strip())}
    values = [number(version.field(part), text) for part, text in filled.items()]
    known = [value for value in values if value is not None]
    if not filled or len(known) < len(values) or len({scale(version.field(part)) for part in here}) > 1:
        return Total(here, None, None)
    written = number(field, typed.get(field.id, ""))
    return Total(here, as_number(field, sum(known)), None if written is None else written == sum(known))
