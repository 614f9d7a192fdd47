"""An answer as it is typed, shown back, compared and sent."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.app.controls import answers, asking
from kostra.app.eforms import typed
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.model.text import Language

SEVEN = catalogue.form("7").version(2026)
TWELVE = catalogue.form("12").version(2026)
POSTS = SEVEN.field("aarsverk_sum")
CASES = SEVEN.field("saker_raadgivning")
DAY = TWELVE.field("vedtaksdato")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("4", "4,0"),
        ("4.5", "4,5"),
        ("1234,5", "1\u00a0234,5"),
        ("1 234.5", "1\u00a0234,5"),
        ("-2", "\u22122,0"),
        ("4,55", "4,55"),
        ("fire", "fire"),
        ("", ""),
    ],
)
def test_numbers_are_shown_in_norwegian_and_what_is_no_number_stays(written: str, shown: str) -> None:
    assert typed.shown(POSTS, written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2026-12-31", "31.12.2026"), ("1.2.2026", "01.02.2026"), ("31.11.2026", "31.11.2026"), ("i fjor", "i fjor")],
)
def test_days_are_shown_in_norwegian_and_what_is_no_day_stays(written: str, shown: str) -> None:
    assert typed.shown(DAY, written) == shown


@given(st.integers(-(10**10), 10**10))
def test_a_number_that_is_shown_is_read_again_as_itself(number: int) -> None:
    assert typed.number(POSTS, typed.as_number(POSTS, number)) == number
    assert typed.number(CASES, typed.as_number(CASES, number)) == number


@given(st.text(max_size=30))
def test_showing_an_answer_twice_changes_nothing(text: str) -> None:
    for field in (POSTS, CASES, DAY):
        once = typed.shown(field, text)
        assert typed.shown(field, once) == once


def test_a_code_is_told_with_its_text() -> None:
    assert typed.told(SEVEN.field("reglement_flyktninger"), "2", Language.NYNORSK) == "Nei"
    assert typed.told(SEVEN.field("reglement_flyktninger"), "9", Language.NYNORSK) == "9"


def test_what_is_only_shown_otherwise_stays_as_it_was_typed() -> None:
    before = {"saker_raadgivning": "1234", "aarsverk_sum": "4.5"}
    posted = {"saker_raadgivning": "1\u00a0234", "aarsverk_sum": "4,6", "hva_er_dette": "x"}
    assert typed.taken(SEVEN, posted, before) == {"saker_raadgivning": "1234", "aarsverk_sum": "4,6"}


def test_a_question_that_was_not_posted_keeps_its_answer_and_one_posted_blank_loses_it() -> None:
    before = {"saker_raadgivning": "1", "ansvarlig": "Kari"}
    assert typed.taken(SEVEN, {"saker_raadgivning": "  "}, before) == {"ansvarlig": "Kari"}


def test_an_endless_answer_is_refused_with_its_length() -> None:
    with pytest.raises(Refused, match="ANSVARLIG er på 2001 tegn"):
        typed.taken(SEVEN, {"ansvarlig": "x" * 2001}, {})


def test_the_content_is_what_kostra_check_reads() -> None:
    expected = Expected("12", Period(2026), "110300")
    content = typed.content(
        expected, TWELVE, {"kommunenr": "1103", "vedtaksdato": "31.12.2025", "sats_enslig": "8 000"}
    )
    assert json.loads(content) == {
        "form": "12",
        "year": 2026,
        "region": "110300",
        "answers": {"kommunenr": "1103", "vedtaksdato": "2025-12-31", "sats_enslig": "8 000"},
    }
    report = answers.check(content, asking.asked("12", Period(2026), "110300"))
    wrong = {report.control(place).name for place in report.table.counts}
    assert not {name for name in wrong if name.startswith(("vedtaksdato", "sats_enslig", "kommunenr"))}
