"""Form 11F against the facts it was built from.

`facts.tsv` holds what the sources say of every field, one line per run of years in which nothing about it changed.
A question mark means that the sources do not say: for 2017-2019 only positions are known. Each year of the form must
say the same, field by field and in order.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from kostra.forms import catalogue
from kostra.model.form import FieldVersion, FormVersion, Status

FACTS = Path(__file__).with_name("facts.tsv")
UNKNOWN = "?"
RECORD_LENGTHS = {
    2017: 314,
    2018: 322,
    **dict.fromkeys(range(2019, 2025), 324),
    **dict.fromkeys(range(2025, 2028), 338),
}
NAMED_BY_US = {3: (289, 290), 5: (293, 294), 9: (301, 302), 12: (307, 308), 13: (309, 310)}
"""The conditions of 2017 that no source names, and where they stood."""


class Fact(NamedTuple):
    name: str
    first: int
    last: int
    type: str
    required: str
    pattern: str
    codes: str

    @property
    def only_position(self) -> bool:
        return self.type == UNKNOWN


def facts(year: int) -> list[Fact]:
    with FACTS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if int(row["since"]) <= year <= int(row["until"])]
    found = [
        Fact(r["name"], int(r["from"]), int(r["to"]), r["type"], r["required"], r["pattern"], r["codes"]) for r in rows
    ]
    return sorted(found, key=lambda fact: fact.first)


def said(field: FieldVersion) -> Fact:
    codes = "|".join(f"{value}={text.nb}" for value, text in field.codes.items())
    required = "yes" if field.required else "no"
    return Fact(field.name, field.first, field.last, field.type.value, required, field.date_pattern or "", codes)


def version(year: int) -> FormVersion:
    return catalogue.form("11F").version(year)


@pytest.mark.parametrize("year", range(2020, 2027))
def test_every_field_equals_the_facts(year: int) -> None:
    assert [said(field) for field in version(year).fields] == facts(year)


@pytest.mark.parametrize("year", range(2017, 2020))
def test_every_field_stands_where_the_facts_say(year: int) -> None:
    known = facts(year)
    assert all(fact.only_position for fact in known)
    assert [(field.first, field.last) for field in version(year).fields] == [(f.first, f.last) for f in known]
    named = {(fact.first, fact.name) for fact in known if not fact.name.startswith("(")}
    assert named <= {(field.first, field.name) for field in version(year).fields}


@pytest.mark.parametrize(("year", "length"), RECORD_LENGTHS.items())
def test_record_length(year: int, length: int) -> None:
    assert version(year).record_length == length


def test_the_form_is_known_from_2017_and_open_for_2027() -> None:
    assert list(catalogue.form("11F").years) == list(RECORD_LENGTHS)


@pytest.mark.parametrize("number", range(1, 16))
def test_a_condition_of_2017_carries_the_code_of_its_slot(number: int) -> None:
    first = 285 + 2 * (number - 1)
    field = next(field for field in version(2017).fields if field.first == first)
    assert list(field.codes) == [f"{number:02}"]


@pytest.mark.parametrize("number", NAMED_BY_US)
def test_an_unnamed_condition_of_2017_says_that_its_text_is_not_known(number: int) -> None:
    field = version(2017).field(f"vilkar{number:02}_2017")
    assert (field.first, field.last) == NAMED_BY_US[number]
    assert "ikke kjent" in field.label.nb
    assert "ikkje kjend" in field.label.nn
    assert not version(2018).has(field.id)


def test_the_housing_codes_before_2020_are_five() -> None:
    assert list(version(2019).field("bosit").codes) == ["1", "2", "3", "4", "5"]


def test_the_draft_year_is_2026_again() -> None:
    assert [said(field) for field in version(2027).fields] == facts(2026)


@pytest.mark.parametrize("year", RECORD_LENGTHS)
def test_a_year_that_is_not_published_says_why(year: int) -> None:
    form = version(year)
    expected = Status.PARTIAL if year < 2022 else Status.DRAFT if year == 2027 else Status.PUBLISHED
    assert form.status is expected
    assert (form.status_reason is None) == (expected is Status.PUBLISHED)


@pytest.mark.parametrize("year", RECORD_LENGTHS)
def test_the_year_is_the_sum_of_its_months(year: int) -> None:
    form = version(year)
    sums = {total.total: total.parts for total in form.sums}
    assert set(sums) == {"bidrag", "laan"}
    for total, parts in sums.items():
        months = [field.id for field in form.fields if field.id.startswith(f"{total}_")]
        assert list(parts) == months
        assert len(months) == 12


@pytest.mark.parametrize("year", RECORD_LENGTHS)
def test_every_label_is_written_in_both_forms(year: int) -> None:
    for field in version(year).fields:
        assert field.label.nb.strip(), field.id
        assert field.label.nn.strip(), field.id
        assert "{" not in field.label.nb + field.label.nn, field.id
