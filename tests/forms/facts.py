"""Reading the facts of a form: what its fields are known to be, kept in facts.tsv beside the tests of the form.

A line holds for the years from `since` to `until`; `?` says that the source is silent, and then nothing is compared.
The facts are never made from form.toml: they were copied from the published descriptions, so that the two can disagree.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kostra.model.form import FieldVersion

SILENT = "?"


@dataclass(frozen=True, slots=True)
class Fact:
    """A field in one year, as the source has it. None: the source does not say."""

    name: str
    year: int
    first: int
    last: int
    type: str | None
    required: bool | None
    date_pattern: str | None
    codes: dict[str, str] | None

    def differences(self, field: FieldVersion) -> list[str]:
        """Where a field is not what is known of it."""
        found = {
            "name": field.name,
            "first": field.first,
            "last": field.last,
            "type": field.type.value,
            "required": field.required,
            "date_pattern": field.date_pattern or "",
            "codes": {value: text.nb for value, text in field.codes.items()},
        }
        return [
            f"{self.year} {self.name}: {key} is {value!r}, known as {getattr(self, key)!r}"
            for key, value in found.items()
            if getattr(self, key) is not None and getattr(self, key) != value
        ]


def read(path: Path) -> dict[int, list[Fact]]:
    """The facts of each year, in the order of the record."""
    years: dict[int, list[Fact]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            for fact in _facts(row):
                years.setdefault(fact.year, []).append(fact)
    return {year: sorted(facts, key=lambda fact: fact.first) for year, facts in sorted(years.items())}


def _facts(row: dict[str, str]) -> Iterator[Fact]:
    for year in range(int(row["since"]), int(row["until"]) + 1):
        yield Fact(
            name=row["name"],
            year=year,
            first=int(row["from"]),
            last=int(row["to"]),
            type=_known(row["type"]),
            required=None if row["required"] == SILENT else {"yes": True, "no": False}[row["required"]],
            date_pattern=_known(row["pattern"]),
            codes=None if row["codes"] == SILENT else _codes(row["codes"]),
        )


def _known(cell: str) -> str | None:
    return None if cell == SILENT else cell


def _codes(cell: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in cell.split("|")) if cell else {}
