"""Sentences, grids and lists with the answers put in, each number known as the figure it is."""

from __future__ import annotations

import pytest

from kostra.model.text import Language
from kostra.reporting.composed import Bar, Paragraph, Picture, Run, Table, as_json, figures, paragraphs, read
from kostra.reporting.composing import asked
from kostra.reporting.figure import Key
from unit.reporting.reports import FORMS, SECTIONS, composed


def test_each_figure_is_asked_for_once() -> None:
    assert asked(SECTIONS, FORMS) == (
        *(Key(query, (form,)) for query in ("mangler", "tide") for form in ("11F", "7")),
        Key("andel"),
    )


@pytest.mark.parametrize(
    ("many", "language", "said"),
    [
        (2, Language.BOKMAL, "Skjema 11F: 2 manglet: Kommune 0, Kommune 1."),
        (2, Language.NYNORSK, "Skjema 11F: 2 mangla: Kommune 0, Kommune 1."),
        (1, Language.BOKMAL, "Skjema 11F: én manglet: Kommune 0."),
        (0, Language.NYNORSK, "Skjema 11F: ingen mangla."),
    ],
)
def test_a_sentence_says_none_one_and_many(many: int, language: Language, said: str) -> None:
    first = next(paragraphs(composed(language, many)))
    assert first.text == said and first.slot == "inn/mangler/11F"
    assert {run.figure for run in first.runs} == {None, "mangler/11F"}


def test_what_has_no_number_is_not_said() -> None:
    assert [one.slot for one in paragraphs(composed(share=None))] == ["inn/mangler/11F", "inn/mangler/7"]
    assert "mer/andel" in [one.slot for one in paragraphs(composed())]


def test_words_may_stand_for_a_number_and_lead_to_it_all_the_same() -> None:
    _, second = list(paragraphs(composed()))[:2]
    assert second.runs == (Run("Skjema 7: "), Run("ingen", "mangler/7"), Run(" manglet."))


def test_a_grid_has_a_row_for_each_and_a_list_the_first_of_its_rows() -> None:
    one, _, two = composed()
    (grid,) = (block for block in one.blocks if isinstance(block, Table))
    assert grid.columns == ("Skjema", "Manglet")
    assert grid.rows == (
        ((Run("11F Sosialhjelp"),), (Run("2", "mangler/11F"),)),
        ((Run("7 Personell"),), (Run("0", "mangler/7"),)),
    )
    listing = next(block for block in two.blocks if isinstance(block, Table) and block.id == "mer/liste")
    assert listing.caption == "Liste fra 2025" and listing.rows == (((Run("a & b"),), (Run("3", "andel"),)),)


def test_a_picture_is_drawn_of_two_bars_or_more_and_told_in_words() -> None:
    (picture,) = (block for block in composed()[0].blocks if isinstance(block, Picture))
    assert picture.bars == (Bar("11F Sosialhjelp", "33,3 %", 333), Bar("7 Personell", "100,0 %", 1000))
    assert picture.alternative == "I tide 2026: 11F Sosialhjelp 33,3 %; 7 Personell 100,0 %."
    assert not any(isinstance(block, Picture) for block in composed(share=None)[0].blocks)


def test_the_index_has_every_figure_once_in_the_order_they_are_met() -> None:
    whole = composed(Language.NYNORSK)
    index = whole[-1].blocks[-1]
    assert isinstance(index, Table) and index.caption == "Tala"
    assert [row[2][0] for row in index.rows] == [Run("2", "mangler/11F"), Run("0", "mangler/7"), Run("12,5 %", "andel")]
    assert [row[0][0].text for row in index.rows] == ["Tal mangler", "Tal mangler", "Tal andel"]
    assert figures(whole) == ("mangler/11F", "mangler/7", "andel")


def test_the_same_answers_give_the_same_words_and_they_are_read_again_as_written() -> None:
    assert composed() == composed() and read(as_json(composed())) == composed()
    assert composed()[0].title == "Inngangen i 2026" and composed()[1].level == 2
    assert all(isinstance(block, Paragraph | Table | Picture) for one in composed() for block in one.blocks)
