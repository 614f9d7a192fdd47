"""Form 11M, the narrow extract: the design it was decided to have, written down a second time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kostra.forms import catalogue
from kostra.model.form import Field, FormVersion, Senders, Status
from kostra.model.period import Span

FACTS = Path(__file__).with_name("facts.tsv")
YEARS = range(2022, 2028)
LENGTH = 73
ADDED = ("MIDLBOLIG", "74", "80", "integer", "no", "")
"""From 2027, last in the line."""


def version(year: int) -> FormVersion:
    return catalogue.form("11M").version(year)


@pytest.mark.parametrize("year", YEARS)
def test_every_field_equals_the_design(year: int) -> None:
    with FACTS.open(encoding="utf-8", newline="") as lines:
        wanted = [tuple(row.values()) for row in csv.DictReader(lines, delimiter="\t")]
    wanted += [ADDED] if year >= 2027 else []
    assert [
        (
            field.name,
            str(field.first),
            str(field.last),
            field.type.value,
            "yes" if field.required else "no",
            "|".join(field.codes),
        )
        for field in version(year).fields
    ] == wanted


@pytest.mark.parametrize("year", YEARS)
def test_record_length(year: int) -> None:
    assert version(year).record_length == (LENGTH if year < 2027 else int(ADDED[2]))


def test_it_is_sent_by_month_and_by_quarter_from_every_municipality_and_district() -> None:
    assert list(catalogue.form("11M").periods) == [Span.MONTH, Span.QUARTER]
    assert version(2026).senders is Senders.MUNICIPALITIES_AND_DISTRICTS


@pytest.mark.parametrize("year", YEARS)
def test_it_says_that_it_was_never_published(year: int) -> None:
    form = version(year)
    assert form.status is (Status.DRAFT if year == 2027 else Status.RECONSTRUCTED)
    assert form.status_reason


def test_amounts_cannot_be_negative() -> None:
    fields: dict[str, Field] = {field.id: field for field in catalogue.form("11M").fields}
    assert all(fields[id].minimum == 0 for id in ("bidrag", "laan", "antbu18"))


@pytest.mark.parametrize(
    "id", ["person_fodselsnr", "person_duf", "person_journalnr", "bydelsnr", "bu18", "antbu18", "vklo"]
)
def test_what_it_shares_with_the_yearly_form_has_the_same_shape(id: str) -> None:
    yearly, narrow = catalogue.form("11F").version(2026).field(id), version(2026).field(id)
    assert (narrow.name, narrow.type, narrow.width, narrow.codes) == (
        yearly.name,
        yearly.type,
        yearly.width,
        yearly.codes,
    )
