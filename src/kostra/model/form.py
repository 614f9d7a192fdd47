"""A form: its fields dated where they change, and what it looks like in one year.

A `Form` is everything known about a form over the years. A `FormVersion` is the form of one year: what a case system writes, a control
reads and a page shows. A version is made from the form; nothing about a year is stored twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from kostra.model.codelist import CodeList
from kostra.model.dated import Dated
from kostra.model.errors import Refused
from kostra.model.finding import Severity
from kostra.model.period import Span
from kostra.model.text import Text


class Kind(StrEnum):
    RECORDS = "records"
    ANSWERS = "answers"


class FieldType(StrEnum):
    TEXT = "text"
    CODE = "code"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"


class Status(StrEnum):
    """How firmly a form is known in a year."""

    PUBLISHED = "published"
    PARTIAL = "partial"
    RECONSTRUCTED = "reconstructed"
    DRAFT = "draft"


class Senders(StrEnum):
    """Who owes the form."""

    MUNICIPALITIES = "municipalities"
    MUNICIPALITIES_AND_DISTRICTS = "municipalities-and-districts"
    """The districts of Oslo in place of Oslo."""
    MUNICIPALITIES_AND_DISTRICTS_BESIDE = "municipalities-and-districts-beside"
    """Oslo for all of itself, and each of its districts for its own part of that."""
    CRISIS_CENTRES = "crisis-centres"
    SELECTED = "selected"


class Register(StrEnum):
    """A field whose values are the units of a register, not a code list."""

    MUNICIPALITIES = "municipalities"


class Role(StrEnum):
    """What a field is to the house, whatever it is called: who the record is about, and where a person finds it again."""

    NATIONAL_ID = "national-id"
    DUF = "duf"
    JOURNAL = "journal"
    CASEWORKER = "caseworker"

    @property
    def tells_who(self) -> bool:
        """Such a field is never shown in a finding, a report or a log."""
        return self in (Role.NATIONAL_ID, Role.DUF)


ORDINARY_KINDS = ("mangler", "tall", "grense", "steg", "dato", "kode")
KINDS = (*ORDINARY_KINDS, "siffer")
"""What can follow from a field: the ordinary, and what older controls asked instead, digits in a field for digits."""


@dataclass(frozen=True, slots=True)
class Mechanical:
    """The number and the severity of the controls that follow from the fields. Severity is dated by release of controls.

    `kinds` are those that were asked in a year; None is all the ordinary ones, always.
    """

    id: str
    severity: Dated[Severity]
    source: str
    kinds: Dated[tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A follow-up is asked only when another field has this answer."""

    field: str
    equals: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field over the years. `id` is ours and stable; `name` is what it is called in the file, and may change.

    `reconstructed` says why we had to design the question, and from what; None when it was found.
    """

    id: str
    type: FieldType
    name: Dated[str]
    label: Dated[Text]
    required: Dated[bool]
    section: str | None = None
    width: Dated[int] | None = None
    codes: Dated[str] | None = None
    only: Dated[tuple[str, ...]] | None = None
    register: Register | None = None
    unit: str | None = None
    decimals: int | None = None
    step: Dated[Decimal] | None = None
    minimum: int | None = None
    maximum: int | None = None
    asked_when: Condition | None = None
    variant: str | None = None
    role: Role | None = None
    required_for: tuple[str, ...] = ()
    reconstructed: Text | None = None
    source: str | None = None
    remark: str | None = None

    @property
    def since(self) -> int:
        return self.label.since

    @property
    def until(self) -> int | None:
        return self.label.until


@dataclass(frozen=True, slots=True)
class FieldVersion:
    """A field in one year. `first` and `last` count characters from 1; both are 0 in an e-form."""

    id: str
    year: int
    name: str
    label: Text
    type: FieldType
    required: bool
    first: int
    last: int
    codes: Mapping[str, Text]
    code_list: str | None
    field: Field
    step: Decimal | None

    @property
    def width(self) -> int:
        return self.last - self.first + 1 if self.first else 0

    @property
    def date_pattern(self) -> str | None:
        """How a date is written: two or four digits of the year in records, ISO in an e-form."""
        if self.type is not FieldType.DATE:
            return None
        return {6: "ddMMyy", 8: "ddMMyyyy", 0: "yyyy-MM-dd"}[self.width]

    @property
    def is_tick(self) -> bool:
        """A box to tick holds one code or nothing."""
        return self.type is FieldType.CODE and len(self.codes) == 1


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Variant:
    """A part of a form that only some municipalities fill in."""

    id: str
    title: Text
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A total that must equal its parts. `control` is the number of the control that says so, `severity` dated by release."""

    total: str
    parts: tuple[str, ...]
    since: int | None = None
    until: int | None = None
    control: str | None = None
    severity: Dated[Severity] | None = None

    def covers(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@dataclass(frozen=True)
class FormVersion:
    """A form in one year."""

    form: Form
    year: int
    status: Status
    status_reason: Text | None
    title: Text
    senders: Senders
    fields: tuple[FieldVersion, ...]

    @cached_property
    def _by_id(self) -> dict[str, FieldVersion]:
        return {field.id: field for field in self.fields}

    def field(self, id: str) -> FieldVersion:
        found = self._by_id.get(id)
        if found is None:
            raise Refused(f"Skjema {self.form.id} har ikke feltet «{id}» i {self.year}.")
        return found

    def has(self, id: str) -> bool:
        return id in self._by_id

    def of_role(self, role: Role) -> FieldVersion | None:
        """The field that has a role in this year."""
        return next((field for field in self.fields if field.field.role is role), None)

    @cached_property
    def record_length(self) -> int:
        """How long a record is; 0 for an e-form."""
        return max((field.last for field in self.fields), default=0)

    @property
    def sums(self) -> tuple[Sum, ...]:
        return tuple(total for total in self.form.sums if total.covers(self.year) and self.has(total.total))

    def fields_for(self, municipality: str) -> tuple[FieldVersion, ...]:
        """The fields this municipality fills in: all but the variants of others."""
        others = {v.id for v in self.form.variants if municipality not in v.municipalities}
        return tuple(field for field in self.fields if field.field.variant not in others)


@dataclass(frozen=True)
class Form:
    """A form over the years. `status` begins in its first year; `last_year` is the last one opened."""

    id: str
    folder: str
    title: Dated[Text]
    about: Text
    kind: Kind
    periods: tuple[Span, ...]
    senders: Dated[Senders]
    status: Dated[Status]
    status_reason: Dated[Text] | None
    last_year: int
    ended: bool
    fields: tuple[Field, ...]
    sums: tuple[Sum, ...]
    sections: tuple[Section, ...]
    variants: tuple[Variant, ...]
    selected: tuple[str, ...]
    code_lists: Mapping[str, CodeList]
    mechanical: Mechanical | None = None
    controls_of: str | None = None
    """The form whose declared controls this one has: the same record, sent for another purpose."""
    received_for: str | None = None
    source: str | None = None

    @property
    def first_year(self) -> int:
        return self.status.since

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    def newest_year(self, field: Field | None = None) -> int:
        """The newest year, of the form or of one of its fields, that is not a draft; the very last one when all are."""
        since, until = (field.since, field.until or self.last_year) if field else (self.first_year, self.last_year)
        firm = [year for year in range(since, until + 1) if self.status.at(year) is not Status.DRAFT]
        return max(firm, default=until)

    @cached_property
    def _versions(self) -> dict[int, FormVersion]:
        """Those made so far: a version is asked for again for every file that is checked."""
        return {}

    def version(self, year: int) -> FormVersion:
        """The form of a year. Asking outside its years is refused; there is no nearest year."""
        if year not in self._versions:
            self._versions[year] = self._version(year)
        return self._versions[year]

    def _version(self, year: int) -> FormVersion:
        if year not in self.years:
            ended = "avsluttet etter" if self.ended else "åpnet til og med"
            raise Refused(
                f"Skjema {self.id} finnes ikke for {year}. Det er kjent fra {self.first_year} og {ended} {self.last_year}."
            )
        fields, position = [], 1
        for field in self.fields:
            if field.label.covers(year):
                version = self._field(field, year, position)
                position += version.width
                fields.append(version)
        status = self.status.at(year)
        reason = self.status_reason.at(year) if self.status_reason and status is not Status.PUBLISHED else None
        return FormVersion(self, year, status, reason, self.title.at(year), self.senders.at(year), tuple(fields))

    def _field(self, field: Field, year: int, position: int) -> FieldVersion:
        width = field.width.at(year) if field.width else 0
        code_list = field.codes.at(year) if field.codes else None
        codes = self.code_lists[code_list].at(year) if code_list else {}
        if field.only:
            codes = {value: codes[value] for value in field.only.at(year)}
        return FieldVersion(
            id=field.id,
            year=year,
            name=field.name.at(year),
            label=field.label.at(year).fill(year=year),
            type=field.type,
            required=field.required.at(year),
            first=position if width else 0,
            last=position + width - 1 if width else 0,
            codes=codes,
            code_list=code_list,
            field=field,
            step=field.step.at(year) if field.step else None,
        )
