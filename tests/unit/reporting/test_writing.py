"""What people write, and how it stands with what is counted. Nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kostra.model.people import Actor, ActorKind
from kostra.model.text import Language
from kostra.reporting.composed import Paragraph, Run, paragraphs
from kostra.reporting.writing import Written, last_number, merged, newest
from unit.reporting.reports import composed

NB, NN = Language.BOKMAL, Language.NYNORSK
SIRI = Actor(ActorKind.PERSON, "siri", "Siri")
AT = datetime(2027, 6, 1, tzinfo=UTC)
SENTENCE = "inn/mangler/11F"


def line(number: int, slot: str, text: str, about: str = "", language: Language = NB) -> Written:
    return Written(number, 2026, slot, language, text, about, SIRI, AT)


def texts(log: list[Written], language: Language = NB, many: int = 2) -> list[str]:
    return [one.text for one in paragraphs(merged(composed(language, many), log, language).sections)]


def test_free_words_stand_last_under_their_heading_paragraph_by_paragraph() -> None:
    found = merged(composed(), [line(1, "tom", "En linje\r\ntil.\r\n\r\nOg en."), line(2, "inn", "Først.")], NB)
    assert [block.text for block in found.sections[1].blocks if isinstance(block, Paragraph)] == [
        "En linje til.",
        "Og en.",
    ]
    last = found.sections[0].blocks[-1]
    assert last == Paragraph("inn", (Run("Først."),), NB)


def test_what_is_written_in_one_form_is_shown_in_both_and_marked() -> None:
    log = [line(1, "tom", "På bokmål.")]
    (own,) = merged(composed(NN), log, NN).sections[1].blocks
    assert isinstance(own, Paragraph) and own.language is NB
    assert texts([*log, line(2, "tom", "På nynorsk.", language=NN)], NN)[-2:] == ["På nynorsk.", "Delen er 12,5 %."]


def test_the_last_line_holds_and_an_empty_one_takes_back() -> None:
    log = [line(1, "tom", "Gammel."), line(3, "tom", ""), line(2, "tom", "Ny.")]
    assert newest(log)["tom", NB].text == "" and last_number(log, "tom") == 3 and last_number(log, "inn") == 0
    assert not any("Ny" in one or "Gammel" in one for one in texts(log))


def test_other_words_keep_the_links_of_the_figures_that_still_stand() -> None:
    then = next(paragraphs(composed())).text
    found = merged(composed(), [line(1, SENTENCE, "Av 22 var det 2 som manglet.", then)], NB)
    first = next(paragraphs(found.sections))
    assert first.runs == (Run("Av 22 var det "), Run("2", "mangler/11F"), Run(" som manglet."))
    assert not found.undecided


def test_when_what_is_counted_is_another_somebody_must_decide() -> None:
    then = next(paragraphs(composed(many=1))).text
    found = merged(composed(), [line(1, SENTENCE, "Bare én.", then)], NB)
    (one,) = found.undecided
    assert one.written.about == then and one.now == "Skjema 11F: 2 manglet: Kommune 0, Kommune 1."
    assert next(paragraphs(found.sections)).text == "Bare én.", "her words stand until then"
    assert not merged(composed(NN), [line(1, SENTENCE, "Bare én.", then)], NN).undecided, "it was of the other form"


def test_a_text_whose_place_is_gone_is_kept_by_itself() -> None:
    found = merged(composed(), [line(1, "borte", "Arbeid."), line(2, "inn/borte", "Mer.", "Før.", NN)], NB)
    assert [one.text for one in found.homeless] == ["Arbeid.", "Mer."]
    assert not any("Arbeid" in one for one in texts([line(1, "borte", "Arbeid.")]))


SLOTS = st.sampled_from(["inn", "tom", "mer", SENTENCE, "inn/mangler/7", "mer/andel", "borte", "inn/borte"])
WORDS = st.lists(st.sampled_from(["ord", "2", "12,5 %", "å", "\n\n", ""]), max_size=5).map(" ".join)


@given(st.lists(st.tuples(SLOTS, WORDS, st.sampled_from([NB, NN])), max_size=12))
def test_every_word_that_stands_is_somewhere(given_: list[tuple[str, str, Language]]) -> None:
    log = [line(number, slot, text, "", language) for number, (slot, text, language) in enumerate(given_, start=1)]
    for language in (NB, NN):
        found = merged(composed(language), log, language)
        shown = " ".join(one.text for one in paragraphs(found.sections))
        kept = [one.text for one in found.homeless]
        for (slot, of), one in newest(log).items():
            if of is language and one.text.strip():
                assert one.text in kept or all(word in shown for word in one.text.split()), slot
    assert merged(composed(), log, NB) == merged(composed(), list(reversed(log)), NB)
