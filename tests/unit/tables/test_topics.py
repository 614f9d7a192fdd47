"""What readers ask about: every table has a topic, every figure a meaning in plain words, and what is wrong in the files is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra.model.errors import ContentError
from kostra.tables import catalogue
from kostra.tables.topics import catalogue as topics
from kostra.tables.topics.meanings import meaning


def test_every_table_is_found_under_a_topic() -> None:
    assert {one.id for one in catalogue.tables()} == {id for one in topics.topics() for id in one.tables}
    assert all(topics.of_table(one.id) for one in catalogue.tables())


def test_questions_have_a_front_page_and_other_words_say_something() -> None:
    assert 6 <= sum(one.front for one in topics.questions()) <= 12
    assert all(said and means for said, means in topics.synonyms().words)


def test_every_figure_is_told_in_plain_words_in_three_languages() -> None:
    for table in catalogue.tables():
        for measure in table.measures:
            told = meaning(table.id, table.since, measure.id)
            assert told is not None and told.nb and told.nn and told["en"] and "{" not in told.nb, (
                table.id,
                measure.id,
            )
    assert meaning("13995", 2025, "annet") is None and meaning("00000", 2025, "mottakere") is None


def test_a_meaning_may_be_of_one_table_and_follows_from_how_it_is_counted() -> None:
    def told(table: str, measure: str) -> str:
        found = meaning(table, 2025, measure)
        assert found is not None
        return found.nb

    assert "introduksjonsstønad" in told("12268", "mottakere") and "sosialhjelp" in told("13995", "mottakere")
    assert told("91101", "andel") == "«Sosialhjelpsmottakere» delt på det samme for alle i regionen, ganger 100."
    assert "antall innbyggere 18-24 år, ganger 1000" in told("13995", "mottakere_18_24_per_1000")
    assert told("12221", "saker_raadgivning").startswith("Det kommunene har rapportert")


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('id       = "varighet"', 'id       = "mottakere"', "stands twice"),
        ('"91120", ', '"00000", ', "there is no table"),
        ('topic   = "varighet"', 'topic   = "annet"', "there is no topic"),
        ('measure = "antall_barn"', 'measure = "annet"', "has no «annet»"),
    ],
)
def test_what_leads_nowhere_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, problem: str
) -> None:
    text = (topics.FOLDER / "topics.toml").read_text(encoding="utf-8")
    (tmp_path / "topics.toml").write_text(text.replace(before, after, 1), encoding="utf-8")
    monkeypatch.setattr(topics, "FOLDER", tmp_path)
    every = (topics.topics, topics.questions)
    for one in every:
        one.cache_clear()
    try:
        with pytest.raises(ContentError, match=problem):
            topics.questions()
    finally:
        for one in every:
            one.cache_clear()
