"""What a proposal changes in the content, said so that a machine can do it: one small value for each kind of change.

A change names what it is about and how it is to be; the year it holds from is the proposal's. It is held against the content where the
content is (`kostra.app.proposals.patches`); here it is only made sure that nothing in it is missing or of the wrong kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, TypeAlias, get_args

from kostra.model.form import FieldType
from kostra.model.text import Text


class Grade(StrEnum):
    """How strict a control is, as it is written in the content: a warning, or an error that stops the file."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Part(StrEnum):
    """The five texts of the guide of a field."""

    ASKED = "asked"
    COUNTS = "counts"
    LEFT_OUT = "left_out"
    EXAMPLE = "example"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """Another wording of a question."""

    KIND: ClassVar[str] = "field_label"
    form: str
    field: str
    text: Text


@dataclass(frozen=True, slots=True)
class FieldGuidance:
    """Another text in the guide of a field."""

    KIND: ClassVar[str] = "field_guidance"
    form: str
    field: str
    part: Part
    text: Text


@dataclass(frozen=True, slots=True)
class FieldAdded:
    """A new field, asked after another. `width` is of a record, `codes` a code list, `decimals` of a number with decimals."""

    KIND: ClassVar[str] = "field_added"
    form: str
    field: str
    after: str
    type: FieldType
    label: Text
    asked: Text
    counts: Text
    left_out: Text
    example: Text
    mistake: Text
    required: bool = False
    width: int | None = None
    codes: str | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class FieldEnded:
    """A field that is not asked any more."""

    KIND: ClassVar[str] = "field_ended"
    form: str
    field: str


@dataclass(frozen=True, slots=True)
class FieldRequired:
    """A field that must be filled in, or need not."""

    KIND: ClassVar[str] = "field_required"
    form: str
    field: str
    required: bool


@dataclass(frozen=True, slots=True)
class FieldWidth:
    """Another number of characters in a record."""

    KIND: ClassVar[str] = "field_width"
    form: str
    field: str
    width: int


@dataclass(frozen=True, slots=True)
class CodeAdded:
    KIND: ClassVar[str] = "code_added"
    code_list: str
    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class CodeLabel:
    """Another text of a code that means the same."""

    KIND: ClassVar[str] = "code_label"
    code_list: str
    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class CodeEnded:
    KIND: ClassVar[str] = "code_ended"
    code_list: str
    code: str


@dataclass(frozen=True, slots=True)
class ControlLimit:
    """Another number that controls compare with."""

    KIND: ClassVar[str] = "control_limit"
    form: str
    limit: str
    value: int


@dataclass(frozen=True, slots=True)
class ControlMessage:
    """Another sentence to those who sent; `sentence` is its name in the file of sentences, most often the control's number."""

    KIND: ClassVar[str] = "control_message"
    form: str
    sentence: str
    text: Text


@dataclass(frozen=True, slots=True)
class ControlSeverity:
    KIND: ClassVar[str] = "control_severity"
    form: str
    control: str
    severity: Grade


@dataclass(frozen=True, slots=True)
class ControlDropped:
    KIND: ClassVar[str] = "control_dropped"
    form: str
    control: str


@dataclass(frozen=True, slots=True)
class TableFootnote:
    KIND: ClassVar[str] = "table_footnote"
    table: str
    text: Text


@dataclass(frozen=True, slots=True)
class TableBreak:
    """The figures from the year on are not comparable with those before."""

    KIND: ClassVar[str] = "table_break"
    table: str
    text: Text


@dataclass(frozen=True, slots=True)
class TableEnded:
    KIND: ClassVar[str] = "table_ended"
    table: str


Change: TypeAlias = (
    FieldLabel
    | FieldGuidance
    | FieldAdded
    | FieldEnded
    | FieldRequired
    | FieldWidth
    | CodeAdded
    | CodeLabel
    | CodeEnded
    | ControlLimit
    | ControlMessage
    | ControlSeverity
    | ControlDropped
    | TableFootnote
    | TableBreak
    | TableEnded
)

KINDS: Mapping[str, type[Change]] = MappingProxyType({kind.KIND: kind for kind in get_args(Change)})
"""By the word they are kept under, in the order they are offered."""

_ENGLISH_TOO = (ControlMessage, TableFootnote, TableBreak)
"""What those abroad read as well."""


def languages(kind: type[Change]) -> tuple[str, ...]:
    return ("nb", "nn", "en") if kind in _ENGLISH_TOO else ("nb", "nn")


def form_of(change: Change) -> str | None:
    """The form it is about; None for a code list, which several forms may have, and a table."""
    return getattr(change, "form", None)


def place_of(change: Change) -> str:
    """What it is about in short: `11F trygdesit`, `trygdesit 14`, `12130`."""
    return " ".join(str(getattr(change, one.name)) for one in fields(change)[: 1 if len(fields(change)) == 1 else 2])
