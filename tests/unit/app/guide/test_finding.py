"""The search of the guides: everything is found by its name, and words are found however they are spelled."""

from __future__ import annotations

import pytest

from kostra.app.controls.catalogue import in_year
from kostra.app.guide.finding import Hit, Kind, finder
from kostra.app.guide.reading import measured
from kostra.forms import catalogue
from kostra.forms.terms import terms
from kostra.methods.readability import Level
from kostra.model.text import Language

LANGUAGES = (Language.BOKMAL, Language.NYNORSK)


def found(query: str, language: Language = Language.BOKMAL) -> tuple[Hit, ...]:
    return finder(language).find(query)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_found_by_its_name(language: Language) -> None:
    for form in catalogue.all_forms():
        for field in form.fields[::7]:
            name = form.version(form.newest_year(field)).field(field.id).name
            assert any(
                hit.entry.form == form.id and name in hit.entry.name.split(", ") for hit in found(name, language)
            ), f"{form.id} {name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_and_every_term_is_found_by_its_name(language: Language) -> None:
    for form in ("11F", "7"):
        for told in in_year(form, 2026):
            hits = [hit.entry for hit in found(told.id, language) if hit.entry.kind is Kind.CONTROL]
            assert any((entry.id, entry.form) == (told.id, form) for entry in hits), told.id
    for term in terms():
        first = found(term.name[language], language)[0].entry
        assert (first.kind, first.id) == (Kind.TERM, term.id)


@pytest.mark.parametrize(
    ("typed", "kind", "id"),
    [
        ("fødselsnumer", Kind.QUESTION, "person_fodselsnr"),
        ("fodselsnummer", Kind.QUESTION, "person_fodselsnr"),
        ("overgangstønad", Kind.TERM, "overgangsstonad"),
        ("sosjalhjelp", Kind.TERM, "okonomisksosialhjelp"),
        ("individuel plan", Kind.TERM, "individuellplan"),
        ("k22", Kind.CONTROL, "K22"),
        ("samiskopplæring", Kind.QUESTION, "vilkarnorsksamiskoppl"),
        ("sosialpenger", Kind.TERM, "okonomisksosialhjelp"),
    ],
)
def test_spelling_is_forgiven(typed: str, kind: Kind, id: str) -> None:
    assert (kind, id) in {(hit.entry.kind, hit.entry.id) for hit in found(typed)[:5]}


def test_a_form_in_use_stands_before_one_that_has_ended() -> None:
    ended = [hit.entry.ended for hit in found("kommunenummer") if hit.entry.kind is Kind.QUESTION]
    assert False in ended and True in ended and not ended[0]


def test_the_snippet_is_the_text_itself_with_the_hits_apart() -> None:
    for query in ("stønad", "barn under 18", "fødselsnumer"):
        for hit in found(query, Language.NYNORSK):
            core = "".join(hit.snippet).removeprefix("… ").removesuffix(" …")
            assert any(core in told for told in hit.entry.told), hit


def test_nothing_is_found_of_what_is_not_there() -> None:
    assert found("xyzzyq") == () and found("") == () and found("–") == ()


def test_each_language_is_searched_in_its_own_words() -> None:
    assert "ikkje" in found("ikkje", Language.NYNORSK)[0].snippet
    assert not any("ikkje" in hit.snippet for hit in found("ikkje"))


def test_words_that_say_nothing_are_asked_for_when_there_are_no_others() -> None:
    assert found("kommune") and found("hvor mange")


def test_the_hardest_text_comes_first_and_none_is_too_hard() -> None:
    read = measured()
    hard = [one.measured.lix for one in read]
    assert hard == sorted(hard, reverse=True)
    assert not [f"{one.form} {one.part} {one.language}" for one in read if one.measured.is_too_hard]
    assert read[0].measured.level is not Level.VERY_HARD
    assert {(one.form, one.language) for one in read if one.form} == {
        (id, language) for id in catalogue.ids() for language in LANGUAGES
    }
    assert all(len(one.long[0]) >= len(one.long[-1]) for one in read if one.long)
