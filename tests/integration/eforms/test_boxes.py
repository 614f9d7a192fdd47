"""Each way of answering as it stands on the page, also those that no form has just now: a box to tick, and a list to choose from."""

from __future__ import annotations

import re

import pytest

from kostra.app.eforms.questionnaire import Choice, Input, Question
from kostra.model.guide import Guidance
from kostra.model.text import Language
from kostra.web.eforms.frame import words
from kostra.web.pages import environment

_BOX = '{% from "eforms/parts.html" import answer_box with context %}{{ answer_box(question) }}'


def question(input: Input, value: str = "", choices: tuple[Choice, ...] = (), required: bool = False) -> Question:
    return Question(
        id="sporsmal",
        name="SPORSMAL",
        label="Hva <b> er svaret?",
        input=input,
        required=required,
        value=value,
        unit="",
        decimals=0,
        choices=choices,
        help=Guidance("a", "b", "c", "d", "e"),
        last_year=None,
        asked=None,
        totals=(),
        found=(),
    )


def drawn(one: Question) -> str:
    return environment().from_string(_BOX).render(question=one, say=words(Language.BOKMAL))


def choices(count: int, chosen: str = "") -> tuple[Choice, ...]:
    return tuple(Choice(str(code), f"Svar {code}", str(code) == chosen) for code in range(1, count + 1))


@pytest.mark.parametrize("input", Input)
def test_every_box_is_named_and_belongs_to_its_question(input: Input) -> None:
    """What the question says is never read as anything but text."""
    text = drawn(question(input, choices=choices(3)))
    assert "Hva &lt;b&gt; er svaret?" in text
    names = set(re.findall(r' name="([^"]+)"', text))
    assert names == {"sporsmal"}
    ids = re.findall(r' id="([^"]+)"', text)
    assert "sporsmal" in ids
    assert len(ids) == len(set(ids))


def test_a_tick_stands_after_a_blank_so_that_none_is_an_answer_too() -> None:
    text = drawn(question(Input.TICK, "1", choices(1, "1")))
    assert text.index('type="hidden"') < text.index('type="checkbox"')
    assert 'value="1" checked' in text


def test_a_list_has_a_blank_to_begin_with_and_keeps_what_was_chosen() -> None:
    text = drawn(question(Input.LIST, "7", choices(9, "7")))
    assert text.index('<option value="">') < text.index('<option value="1">')
    assert '<option value="7" selected>' in text


def test_a_choice_that_must_be_made_has_no_way_out_and_one_that_must_not_has() -> None:
    assert "Ikke besvart" not in drawn(question(Input.CHOICE, choices=choices(2), required=True))
    assert 'value="" checked' in drawn(question(Input.CHOICE, choices=choices(2)))
