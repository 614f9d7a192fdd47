"""The form for help with housing costs, 1998-1999: one record per user, from the trial municipalities we know of."""

from __future__ import annotations

import pytest

from kostra.forms import catalogue
from kostra.model.form import Kind, Senders


@pytest.mark.parametrize("year", [1998, 1999])
def test_one_record_per_user(year: int) -> None:
    form = catalogue.form("BOLIG")
    assert form.kind is Kind.RECORDS
    assert form.version(year).record_length == 42


def test_owed_by_the_known_trial_municipalities() -> None:
    form = catalogue.form("BOLIG")
    assert form.version(1998).senders is Senders.SELECTED
    assert form.selected == catalogue.form("11P").variants[0].municipalities


def test_purposes_are_boxes_to_tick_with_a_code_each() -> None:
    purposes = [f for f in catalogue.form("BOLIG").version(1998).fields if f.id.startswith("formaal_")]
    assert all(field.is_tick for field in purposes)
    assert [code for field in purposes for code in field.codes] == ["1", "2", "3", "4", "9"]


def test_months_are_those_of_a_year() -> None:
    months = catalogue.form("BOLIG").version(1998).field("ant_maaneder").field
    assert (months.minimum, months.maximum) == (1, 12)
