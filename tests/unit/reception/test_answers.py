"""Answers to an e-form: numbers kept exactly, nothing guessed, nothing dropped, and never a traceback."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.forms import catalogue
from kostra.methods.columns import Number, Text
from kostra.model.form import FormVersion
from kostra.reception import answers
from kostra.reception.answers import LARGEST, Problem, Wrong, read_number

ENVELOPE: dict[str, Any] = {"form": "7", "year": 2025, "region": "110300", "answers": {"saker_raadgivning": 12}}


def version(id: str = "7", year: int = 2025) -> FormVersion:
    return catalogue.form(id).version(year)


def sent(**changes: Any) -> bytes:
    content = {key: value for key, value in (ENVELOPE | changes).items() if value is not ...}
    return json.dumps(content, ensure_ascii=False).encode()


def wrongs(content: bytes) -> list[Problem]:
    return list(answers.read(content).problems)


@pytest.mark.parametrize(
    ("written", "tenths"),
    [
        ("1,5", 15),
        ("1.5", 15),
        ("1,50", 15),
        ("12", 120),
        ("0", 0),
        ("-0,5", -5),
        ("+3", 30),
        ("−3", -30),
        ("1 200,5", 12005),
        ("1 200,5", 12005),
        ("007", 70),
        ("1,55", None),
        ("1.200", None),
        ("1 20", None),
        ("1,", None),
        (",5", None),
        ("1,5,5", None),
        ("1e3", None),
        ("NaN", None),
        ("٣", None),
        ("1" * 19, None),
        ("", None),
    ],
)
def test_a_number_with_one_decimal(written: str, tenths: int | None) -> None:
    assert read_number(written, 10) == tenths


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("12", 12),
        ("12,0", 12),
        ("1 250 000", 1250000),
        ("12,5", None),
        ("1.250", None),
        ("800.000", None),
        ("800,000", None),
        ("12 kr", None),
    ],
)
def test_a_whole_number(written: str, whole: int | None) -> None:
    assert read_number(written, 1) == whole


@given(st.integers(-(10**9), 10**9), st.sampled_from((",", ".")))
def test_every_tenth_is_kept_exactly(tenths: int, mark: str) -> None:
    sign = "-" if tenths < 0 else ""
    written = f"{sign}{abs(tenths) // 10}{mark}{abs(tenths) % 10}"
    assert read_number(written, 10) == tenths


@pytest.mark.parametrize("value", [1.5, "1,5", "1.5", " 1,5 "])
def test_a_json_number_and_a_text_are_the_same_answer(value: object) -> None:
    found = answers.read(sent(answers={"aarsverk_raadgivning": value}))
    number = answers.fields(version(), found.typed or {}).number("aarsverk_raadgivning")
    assert (number.value.tolist(), number.scale, number.is_number.value.tolist()) == ([15], 10, [True])


@pytest.mark.parametrize("value", [None, "", "   "])
def test_null_and_blank_are_no_answer(value: object) -> None:
    found = answers.read(sent(answers={"saker_raadgivning": value, "ansvarlig": "Eli"}))
    assert found.typed == {"ansvarlig": "Eli"}
    fields = answers.fields(version(), found.typed or {})
    number = fields.number("saker_raadgivning")
    assert number.blank.value.tolist() == [True] and number.is_number.value.tolist() == [False]


def test_what_is_no_number_is_filled_and_not_known() -> None:
    number = answers.fields(version(), {"saker_raadgivning": "mange"}).number("saker_raadgivning")
    assert number.filled.value.tolist() == [True] and number.is_number.value.tolist() == [False]
    assert number.or_zero.value.tolist() == [0]


def test_a_code_a_text_and_a_day() -> None:
    typed = {
        "plan": "1",
        "krisesenter": "Krisesenteret i Guovdageaidnu",
        "plan_fra": "2024-02-29",
        "plan_til": "2025-02-29",
    }
    fields = answers.fields(version("7B"), typed)
    assert isinstance(fields.plan, Text) and fields.plan.valid.value.tolist() == [True]
    assert (fields.plan == "1").value.tolist() == [True] and (fields.plan == "2").value.tolist() == [False]
    assert fields.krisesenter.filled.value.tolist() == [True]
    assert fields.plan_fra.is_day.value.tolist() == [True] and fields.plan_fra.year.value.tolist() == [2024]
    assert fields.plan_til.is_day.value.tolist() == [False] and fields.plan_til.filled.value.tolist() == [True]


@pytest.mark.parametrize("written", ["29.02.2024", "2024-2-29", "20240229", "2024-13-01", "i fjor"])
def test_only_iso_is_a_day(written: str) -> None:
    assert answers.fields(version("7B"), {"plan_fra": written}).day("plan_fra").is_day.value.tolist() == [False]


def test_no_one_answering_has_every_column() -> None:
    for id in ("7", "7B", "12", "INTRO"):
        form = version(id)
        nothing = answers.no_fields(form)
        assert len(nothing) == 0
        assert all(len(nothing.column(field.id)) == 0 for field in form.fields)


def test_letters_that_latin_1_does_not_have_do_not_stop_anything() -> None:
    fields = answers.fields(version(), {"kommunenavn": "Porsáŋgu"})
    written = fields.written("kommunenavn")
    assert written is not None and bytes(written[:, 0]).decode("iso-8859-1") == "Porsá?gu"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem(Wrong.EMPTY)),
        (b" \r\n\t", Problem(Wrong.EMPTY)),
        (b"\xef\xbb\xbf", Problem(Wrong.EMPTY)),
        (b" " * (LARGEST + 1), Problem(Wrong.TOO_LARGE)),
        (b"{", Problem(Wrong.NOT_JSON, "1")),
        (b'{\n"form": "7",\n oops}', Problem(Wrong.NOT_JSON, "3")),
        (b'{"form": NaN}', Problem(Wrong.NOT_JSON, "1")),
        (b"[" * 100_000, Problem(Wrong.NOT_JSON, "1")),
        (b"PK\x03\x04", Problem(Wrong.NOT_JSON, "1")),
        (b"[]", Problem(Wrong.LACKS, "form, year, region, answers")),
        (b'"7"', Problem(Wrong.LACKS, "form, year, region, answers")),
        (sent(form=...), Problem(Wrong.LACKS, "form")),
        (sent(region=110300), Problem(Wrong.LACKS, "region")),
        (sent(year=True, answers=[]), Problem(Wrong.LACKS, "year, answers")),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, problem: Problem) -> None:
    assert wrongs(content) == [problem]
    assert answers.read(content).stopped and answers.read(content).typed is None


def test_a_year_may_be_a_text() -> None:
    assert answers.read(sent(year="2025")).year == "2025"


def test_a_byte_order_mark_and_latin_1_are_read() -> None:
    assert answers.read(b"\xef\xbb\xbf" + sent()).form == "7"
    content = sent(answers={"kommunenavn": "Tromsø"}).decode().encode("iso-8859-1")
    assert (answers.read(content).typed or {})["kommunenavn"] == "Tromsø"


def test_an_answer_that_stands_twice_is_told_and_the_others_are_read() -> None:
    content = (
        b'{"form": "7", "year": 2025, "region": "110300", "answers": {"epost": "a", "telefon": "1", "epost": "b"}}'
    )
    found = answers.read(content)
    assert list(found.problems) == [Problem(Wrong.TWICE, "epost")] and not found.stopped
    assert (found.typed or {})["telefon"] == "1"


def test_what_stands_beside_the_answers_is_told() -> None:
    assert wrongs(sent(saker_raadgivning=12)) == [Problem(Wrong.BESIDE, "saker_raadgivning")]


def test_answers_to_other_questions_and_composed_ones_are_told() -> None:
    found = answers.read(sent(answers={"saker": 1, "ansvarlig": ["Eli", "Bo"], "saker_raadgivning": [1]}))
    assert answers.unknown(version(), found.typed or {}) == [
        Problem(Wrong.UNKNOWN, "saker"),
        Problem(Wrong.COMPOSED, "ANSVARLIG"),
    ]
    assert answers.fields(version(), found.typed or {}).number("saker_raadgivning").is_number.value.tolist() == [False]


def test_a_question_of_another_year_is_unknown() -> None:
    typed = {"aarsverk_kommunale_paa_statlig": "1,0"}
    assert answers.unknown(version(year=2022), typed) == []
    assert answers.unknown(version(year=2023), typed) == [Problem(Wrong.UNKNOWN, "aarsverk_kommunale_paa_statlig")]


@pytest.mark.parametrize(
    "text",
    [
        *("15859010099", "158590 10099", "se 15859010099 her", "201234567890", "158590-10099", "158590\u201310099"),
        *("15.85.90 10099", "15 85 90 100 99", "158590\u00a010099", "2012 3456 7890"),
    ],
)
def test_a_number_that_could_be_a_persons_is_never_shown(text: str) -> None:
    assert len(re.findall("[0-9]", answers.fit_to_show(text))) == 0


@pytest.mark.parametrize("text", ["2026-01-15", "1 000 000", "12,5", "0123456789", "tlf. 51 50 70 90"])
def test_other_numbers_are_shown_as_they_stand(text: str) -> None:
    assert answers.fit_to_show(text) == text


def test_what_is_shown_is_one_short_line() -> None:
    assert len(answers.fit_to_show("æ" * 1000)) == answers.LONGEST_SHOWN
    assert answers.fit_to_show("a\nb\tc") == "a b c"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told(content: bytes) -> None:
    found = answers.read(content)
    assert found.stopped or found.typed is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([field.id for field in version().fields]) | st.text(max_size=8), JSON, max_size=6)
)
def test_any_answers_become_columns(given_answers: dict[str, Any]) -> None:
    found = answers.read(sent(answers=given_answers))
    if found.stopped:
        assert found.problems == (Problem(Wrong.NOT_JSON, "1"),)
        return
    fields = answers.fields(version(), found.typed or {})
    for field in version().fields:
        column = fields.column(field.id)
        assert len(column) == 1
        if isinstance(column, Number):
            assert not (column.is_number.value & ~column.filled.value).any()
        written = fields.written(field.id)
        assert written is not None and written.shape[1] == 1
