"""LIX: counted by hand, and at its edges."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.readability import Level, Measured, measure


def test_counted_by_hand() -> None:
    """Ten words, two of them long, in two sentences: 5 + 20."""
    found = measure("Kommunen sender filen i januar. Den skal ha alle mottakerne.")
    assert found == Measured(10, 2, ("Kommunen", "mottakerne"))
    assert found.lix == 25 and found.level is Level.VERY_EASY


@pytest.mark.parametrize(
    ("text", "words", "sentences"),
    [
        ("", 0, 0),
        ("  … – !", 0, 0),
        ("Uten punktum", 2, 1),
        ("Én. To? Tre!", 3, 3),
        ("Det er 3,6 årsverk og 1.5 til.", 7, 1),
        ("D-nummer og DUF-nummer", 3, 1),
        ("Svaret er: ja.", 3, 2),
        ("En linje\nen til", 4, 2),
        ("Feltet PERSON_FODSELSNR er blankt", 4, 1),
    ],
)
def test_words_and_sentences(text: str, words: int, sentences: int) -> None:
    found = measure(text)
    assert (found.words, found.sentences) == (words, sentences)


def test_a_word_of_seven_letters_is_long_and_one_of_six_is_not() -> None:
    assert measure("stønad barnet trygden").long == ("trygden",)


@pytest.mark.parametrize(
    ("lix", "level"),
    [
        (Fraction(299, 10), Level.VERY_EASY),
        (Fraction(30), Level.EASY),
        (Fraction(40), Level.MEDIUM),
        (Fraction(50), Level.HARD),
        (Fraction(599, 10), Level.HARD),
        (Fraction(60), Level.VERY_HARD),
    ],
)
def test_levels_begin_where_they_say(lix: Fraction, level: Level) -> None:
    """One sentence of a hundred words has a LIX of a hundred and more; the numbers here are made by the share of long words."""
    long = int(lix * 10) - 100
    found = Measured(1000, 100, ("x" * 7,) * long)
    assert found.lix == lix and found.level is level


def test_too_hard_is_above_the_limit_and_not_at_it() -> None:
    assert not Measured(100, 10, ("lengste",) * 45).is_too_hard
    assert Measured(100, 10, ("lengste",) * 46).is_too_hard


@given(st.text())
def test_anything_can_be_measured(text: str) -> None:
    found = measure(text)
    assert found.lix >= 0 and (found.sentences > 0) == (found.words > 0)
    assert len(found.long) <= found.words
