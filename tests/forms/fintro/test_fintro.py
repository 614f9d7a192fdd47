"""The planned form about the introduction programme: a draft in every year, shaped like form 7."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kostra.forms import catalogue
from kostra.model.form import Kind, Senders, Status

POSTS = ("aarsverk_program", "aarsverk_opplaering", "aarsverk_annet", "aarsverk_sum")


@pytest.mark.parametrize("year", catalogue.form("INTRO").years)
def test_a_draft_in_every_year(year: int) -> None:
    version = catalogue.form("INTRO").version(year)
    assert version.status is Status.DRAFT
    assert version.status_reason


def test_begins_with_the_year_it_was_put_off_to() -> None:
    assert catalogue.form("INTRO").first_year == 2022


def test_answered_by_municipalities_and_oslo_districts() -> None:
    form = catalogue.form("INTRO")
    assert form.kind is Kind.ANSWERS
    assert form.version(2022).senders is Senders.MUNICIPALITIES_AND_DISTRICTS


@pytest.mark.parametrize("id", POSTS)
def test_posts_have_one_decimal(id: str) -> None:
    field = catalogue.form("INTRO").version(2022).field(id)
    assert field.field.decimals == 1
    assert field.step == Decimal("0.1")


def test_posts_add_up() -> None:
    (total,) = catalogue.form("INTRO").version(2022).sums
    assert (total.total, *total.parts) == (POSTS[-1], *POSTS[:-1])


def test_how_municipalities_work_together_is_a_follow_up() -> None:
    condition = catalogue.form("INTRO").version(2022).field("samarbeid_form").field.asked_when
    assert condition is not None
    assert (condition.field, condition.equals) == ("samarbeid", "1")
