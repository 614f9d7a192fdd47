"""What a judgement rests on, whatever the form: the record, the year's fields, and what is known of the sender."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kostra.model.form import FieldType, FormVersion
from oracle.primitives import Person, count, day, is_blank, number, person

INFO, WARNING, ERROR, FATAL = "info", "warning", "error", "fatal"
OSLO = "0301"
DISTRICTS = tuple(f"{district:02d}" for district in range(1, 16))


@dataclass(frozen=True)
class Said:
    """One finding on one record. `field` is told for K02 alone, which may strike several fields of a record."""

    control: str
    severity: str
    field: str | None = None


@dataclass(frozen=True)
class Sender:
    """What is known beside the records."""

    municipality: str
    municipalities: frozenset[str]


class Case:
    """One record of a year, asked about by field id."""

    def __init__(self, version: FormVersion, record: dict[str, str], sender: Sender) -> None:
        self.version = version
        self.year = version.year
        self.rules = min(version.year, 2026)
        self.record = record
        self.sender = sender
        self.person: Person = person(record["person_fodselsnr"], version.year)
        self.age = self.person.age(version.year)

    def __getitem__(self, field: str) -> str:
        return self.record[field]

    def count(self, field: str) -> int:
        return count(self.record[field])

    def in_list(self, field: str) -> bool:
        return self.record[field] in self.version.field(field).codes

    def is_day(self, field: str) -> bool:
        return day(self.record[field]) is not None

    def holds_own_code(self, field: str) -> bool:
        """A box to tick: the one code that stands beside it."""
        return self.in_list(field)

    @property
    def in_oslo(self) -> bool:
        return self.record["kommune_nr"] == OSLO

    @property
    def months(self) -> list[str]:
        return [f"stmnd_{month}" for month in range(1, 13)]

    @property
    def has_children(self) -> bool:
        return self["bu18"] == "1" and self.count("antbu18") > 0

    @property
    def version_year(self) -> int | None:
        found = number(self["version"])
        return None if found is None else 2000 + found


def shared(case: Case) -> Iterator[Said]:
    """What forms 11F and 11CF have in common, apart from identity and age."""
    if case["kommune_nr"] != case.sender.municipality:
        yield Said("K03", ERROR)
    district = case["bydelsnr"]
    if (case.in_oslo and district not in DISTRICTS) or (not case.in_oslo and not is_blank(district)):
        yield Said("K03B", ERROR)
    if case["version"] != f"{case.year % 100:02d}":
        yield Said("K04", ERROR)
    if case.rules >= 2025 and not case.is_day("fodselsdato"):
        yield Said("K04A", ERROR)
    for control, field in (("K08", "kjonn"), ("K09", "ektstat"), ("K10", "bu18")):
        if not case.in_list(field):
            yield Said(control, ERROR)
    if case["bu18"] == "1" and not case.count("antbu18") > 0:
        yield Said("K11", ERROR)
    if case.count("antbu18") > 0 and case["bu18"] != "1":
        yield Said("K12", ERROR)
    if case.count("antbu18") >= 14:
        yield Said("K13", ERROR)


def of_fields(case: Case) -> Iterator[Said]:
    """K02: every field is what the form says it is."""
    for field in case.version.fields:
        value = case[field.id]
        if is_blank(value):
            excused = field.id == "bydelsnr" and case.sender.municipality != OSLO
            if field.required and not excused:
                yield Said("K02", ERROR, field.id)
        elif (
            (field.type is FieldType.INTEGER and number(value) is None)
            or (field.type is FieldType.DATE and day(value) is None)
            or (field.type is FieldType.CODE and value not in field.codes)
        ):
            yield Said("K02", ERROR, field.id)
