"""Words that are not spelt as we spell them, other words for things, and places by today's name or an older one."""

from __future__ import annotations

import pytest

from kostra.publication.looking_up.index import Document, Index
from kostra.publication.looking_up.places import Gazetteer, Named
from kostra.publication.looking_up.question import OtherWords
from kostra.publication.looking_up.spelling import distance, skeleton, stem, words
from kostra.publication.looking_up.vocabulary import ALMOST, BEGINS, FORM, HOLDS, PART, SAME, Vocabulary

INDEX = Index(
    [
        Document(("mottakere",), ((5, "Sosialhjelpsmottakere, etter alder"), (1, "Recipients by age"))),
        Document(("satser",), ((5, "Stønadssatser for økonomisk sosialhjelp"),)),
        Document(("utgifter",), ((5, "Utgifter til krisesentre"), (3, "overnattingsdøgn"))),
    ]
)
PLACES = Gazetteer(
    [
        Named("5501", "Tromsø"),
        Named("1515", "Herøy (Møre og Romsdal)"),
        Named("1818", "Herøy (Nordland)"),
        Named("5612", "Kautokeino - Guovdageaidnu"),
        Named("3451", "Nord-Aurdal"),
        Named("4649", "Stad"),
        Named("4649", "Stad", "Eid"),
        Named("EKA15", "Møre og Romsdal"),
    ]
)


def known(*words: str) -> list[str]:
    return [hit.document.key[0] for hit in INDEX.find([INDEX.term(skeleton(word)) for word in words])]


def named(query: str, otherwise: tuple[str, ...] = ()) -> list[str]:
    return [met.place.code for met in PLACES.met(words(query), lambda word: word in otherwise)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tromsø", "tromsoe"),
        ("Ås", "aas"),
        ("Kvæfjord", "kvaefjord"),
        ("Kárášjohka", "karasjohka"),
        ("mottaker", "motaker"),
        ("Malmö", "malmø"),
    ],
)
def test_ways_to_spell_a_word_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_forms_of_a_word_have_one_stem_and_short_words_are_let_be() -> None:
    forms = ("mottaker", "mottakere", "mottakerne", "mottakarar", "mottakarane")
    assert len({stem(skeleton(one)) for one in forms}) == 1
    assert stem("barn") == "barn" and stem("13995") == "13995"


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [("sosalhjelp", "sosialhjelp", 1), ("trosmo", "tromso", 1), ("tromso", "tromso", 0), ("oslo", "bergen", 3)],
)
def test_how_far_apart_words_are(one: str, other: str, away: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == away


def test_what_may_be_meant_by_a_word() -> None:
    every = Vocabulary(("sosialhjelp", "sosialhjelpsmotakere", "stonadsats", "kriser", "krisen"))
    assert every.meant("sosialhjelp") == {"sosialhjelp": SAME, "sosialhjelpsmotakere": BEGINS}
    assert every.meant("krisen") == {"krisen": SAME, "kriser": FORM}
    assert every.meant("nadsat") == {"stonadsats": PART}
    assert every.meant("sosalhjelp") == {"sosialhjelp": ALMOST}
    assert every.meant("sosialhjelpsordningene") == {"sosialhjelp": HOLDS}
    assert every.meant("xyz") == {} and not every.knows("xyz") and every.knows("krise")


def test_documents_with_more_of_the_words_come_first_and_what_is_misspelt_is_found() -> None:
    assert known("sosialhjelp") == ["satser", "mottakere"]
    assert known("sosialhjelp", "age") == ["mottakere", "satser"]
    assert known("krisesenter") == ["utgifter"] and known("utgiftr") == ["utgifter"] and known("døgn") == ["utgifter"]
    assert known("finnesikke") == []
    (hit,) = INDEX.find([INDEX.term("kostnad", ("utgift",))])
    assert hit.document.key == ("utgifter",) and hit.matched == 1


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("i Tromsø", ["5501"]),
        ("trosmø", ["5501"]),
        ("Tromsøs", ["5501"]),
        ("trom", ["5501"]),
        ("herøy", ["1515", "1818"]),
        ("guovdageaidnu", ["5612"]),
        ("nord aurdal", ["3451"]),
        ("aurdal", []),
        ("eid", ["4649"]),
        ("5501", ["5501"]),
        ("møre og romsdal", ["EKA15"]),
        ("møre", []),
    ],
)
def test_places_are_known_by_their_names(query: str, codes: list[str]) -> None:
    assert named(query) == codes


def test_a_word_with_another_meaning_is_a_place_only_where_it_is_spelt_like_one() -> None:
    assert named("stade", ("stade",)) == [] and named("stad", ("stad",)) == ["4649"]


def test_words_of_several_are_known_together_and_empty_ones_left_out() -> None:
    others = OtherWords(("hvor", "i"), ((("hvor lenge", "varighet"), ("stønadstid",)),))
    assert others.read(words("hvor lenge i Oslo")) == [(0, "stonadstid", ("stonadstid",)), (3, "oslo", ())]
    assert others.read(words("varighet hvor")) == [(0, "varighet", ("stonadstid",))]
