"""Search: what is found, in which order, and how the hit is shown. Case and accents do not matter; æ, ø and å do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.web.conftest import Reader
from kostra.forms import catalogue
from kostra.model.text import Language
from kostra.web.folding import fold, fold_with_places
from kostra.web.index import entries, find


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("LÅN", "lån"),
        ("La\u030an", "lån"),
        ("Ærlig Øde", "ærlig øde"),
        ("idé", "ide"),
        ("ÈTT òg fôr", "ett og for"),
        ("Märta Söder", "mærta søder"),
        ("18–24", "18-24"),
        ("fødsels\u00adnummer", "fødselsnummer"),
        ("Straße", "strasse"),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_letters_of_their_own_are_not_folded_together() -> None:
    assert len({fold(word) for word in ("lån", "lan", "løn", "lon", "læn", "len")}) == 6


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_every_folded_letter_knows_where_it_came_from(text: str) -> None:
    folded = fold_with_places(text)
    assert len(folded.places) == len(folded.text) + 1
    assert list(folded.places) == sorted(folded.places)
    assert folded.places[-1] == len(text)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_field_of_every_form_can_be_found_by_its_name(language: str) -> None:
    known = {(entry.form, entry.field) for entry in entries(Language(language))}
    assert known == {(form.id, field.id) for form in catalogue.all_forms() for field in form.fields}
    for entry in entries(Language(language)):
        first = find(entry.name, Language(language))[0].entry
        assert first.name == entry.name


@pytest.mark.parametrize(
    "query", ["fødselsnummer", "FØDSELSNUMMER", "fo\u0308dselsnummer", "Fødselsnummer mottakerens"]
)
def test_case_and_composition_do_not_matter(query: str) -> None:
    assert "person_fodselsnr" in {hit.entry.field for hit in find(query, Language.BOKMAL)}


def test_all_the_words_must_be_there() -> None:
    both = {(h.entry.form, h.entry.field) for h in find("barn antall", Language.BOKMAL)}
    each = [{(h.entry.form, h.entry.field) for h in find(word, Language.BOKMAL)} for word in ("barn", "antall")]
    assert both and both == each[0] & each[1]


def test_a_form_in_use_stands_before_one_that_has_ended() -> None:
    ended = [hit.entry.ended for hit in find("kommune_nr", Language.BOKMAL)]
    assert False in ended and True in ended
    assert ended == sorted(ended)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nb/sok?q=l%C3%A5n", ("treff på «lån»", "<mark>")),
        ("/nn/sok?q=%C3%98KONOMISK", ("treff på «ØKONOMISK»", "<mark>økonomisk</mark>")),
    ],
)
def test_hits_are_marked_in_the_text_as_it_was_written(reader: Reader, path: str, words: tuple[str, ...]) -> None:
    text = reader.get(path).text
    for word in words:
        assert word in text


def test_the_snippet_is_the_text_itself_with_the_hits_apart() -> None:
    for query in ("stønad", "år", "å", "øk komm"):
        for hit in find(query, Language.NYNORSK):
            whole = "".join(hit.snippet)
            core = whole.removeprefix("Kode ").removeprefix("… ").removesuffix(" …")
            assert any(core in passage.text for passage in hit.entry.passages)
            assert all(
                any(fold(part) == word or word in fold(part) for word in fold(query).split())
                for part in hit.snippet[1::2]
            )


def test_a_word_by_itself_comes_before_the_same_letters_inside_another() -> None:
    names = [hit.entry.name for hit in find("trygd", Language.BOKMAL)]
    assert names.index("TRYGDESIT") < names.index("YTELSE_FOLKETRYGDL")


def test_a_hit_leads_to_the_guide_and_to_the_specification(reader: Reader) -> None:
    text = reader.get("/nb/sok?q=PERSON_FODSELSNR").text
    assert 'href="/nb/skjema/11F/veiledning#person_fodselsnr"' in text
    newest = catalogue.form("11F").newest_year()
    assert f'href="/nb/skjema/11F/{newest}#person_fodselsnr"' in text
    assert 'id="person_fodselsnr"' in reader.get("/nb/skjema/11F/veiledning").text


def test_no_hits_says_so_and_what_to_do(reader: Reader) -> None:
    answer = reader.get("/nb/sok?q=%C3%A6%C3%B8%C3%A5xyz")
    assert answer.status_code == 200
    assert "Ingen treff på «æøåxyz»" in answer.text and "Prøv færre" in answer.text
    assert "Ingen treff" in reader.get("/nn/sok?q=%C3%A6%C3%B8%C3%A5xyz").text


def test_without_a_query_there_is_only_the_form(reader: Reader) -> None:
    for path in ("/nb/sok", "/nb/sok?q=", "/nb/sok?q=%20%20"):
        answer = reader.get(path)
        assert answer.status_code == 200 and "treff" not in answer.text


def test_each_language_is_searched_in_its_own_words() -> None:
    assert find("ikkje", Language.NYNORSK) and not find("ikkje", Language.BOKMAL)
