"""What a reader finds: the tables that are public now, their key figures, topics, the figure that answers a question, and places by today's
name or an older one. The index is made again when a table is another than before; nothing of a release before its hour is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

from kostra import regions
from kostra.app.publication.bank import Bank
from kostra.model.cube import Measure
from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.publication.looking_up.index import Document, Hit, Index
from kostra.publication.looking_up.places import Gazetteer, Met, Named
from kostra.publication.looking_up.question import OtherWords
from kostra.publication.looking_up.spelling import skeleton, words, written
from kostra.publication.looking_up.vocabulary import Vocabulary
from kostra.publication.newest import COUNTRY, Newest, newest
from kostra.publication.table import REGION, TIME, Table, once
from kostra.tables.topics import catalogue as topics
from kostra.tables.topics.catalogue import Question, Topic

KEY_FIGURES = "92001"
_TABLE, _FIGURE, _TOPIC, _QUESTION = "table", "figure", "topic", "question"
_PLACES, _TABLES, _FIGURES, _TOPICS = 6, 12, 8, 3
_COUNTRY = ("Landet", "Norge", "Noreg", "Norway")
Fields = tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question that was recognised, and its figure, where the tables that are public have it."""

    question: Question
    figure: Newest


@dataclass(frozen=True, slots=True)
class Found:
    """`place` is the surest of `places`; what is found is about it, where it says so."""

    places: tuple[Named, ...]
    answers: tuple[Answer, ...]
    tables: tuple[Table, ...]
    figures: tuple[tuple[Table, Measure], ...]
    topics: tuple[Topic, ...]

    @property
    def place(self) -> Named | None:
        return self.places[0] if self.places else None

    @property
    def nothing(self) -> bool:
        return not (self.places or self.answers or self.tables or self.figures or self.topics)


class Finder:
    """One for the process, beside its bank."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._lock = Lock()
        self._of: tuple[Table, ...] | None = None
        self._index = Index(())

    def find(self, query: str) -> Found:
        tables = {one.id: one for one in self._bank.tables()}
        index = self._made_of(tuple(tables.values()))
        asked = words(query)
        met = _met(query, _gazetteer(self._bank.now().year), index.vocabulary)
        is_place = met[0].at if met and (met[0].place.was is None or not _is_known(met[0], asked, index)) else ()
        read = [(word, means) for at, word, means in _other_words().read(asked) if at not in is_place]
        terms = [term for one in read if (term := index.term(*one))]
        hits = index.find(terms)
        region = met[0].place.code if met else COUNTRY
        answers = tuple(_answers(tables, _questions(hits, asked, len(terms), named=bool(met)), region))
        first = [one.figure.table for one in answers if terms]
        return Found(
            tuple({one.place.name: one.place for one in reversed(met)}.values())[::-1][:_PLACES],
            answers,
            tuple(dict.fromkeys((*first, *(tables[key[1]] for key in _keys(hits, _TABLE)))))[:_TABLES],
            tuple((tables[key[1]], tables[key[1]].measure[key[2]]) for key in _keys(hits, _FIGURE))[:_FIGURES],
            tuple(one for key in _keys(hits, _TOPIC) for one in topics.topics() if one.id == key[1])[:_TOPICS],
        )

    def _made_of(self, tables: tuple[Table, ...]) -> Index:
        with self._lock:
            if self._of != tables:
                self._of, self._index = tables, Index(_documents(tables))
            return self._index


def _met(query: str, places: Gazetteer, vocabulary: Vocabulary) -> list[Met]:
    """The places that are named. One that is only almost what was written is left out beside one that is. A word that says nothing is a
    place only where it is written as one: «Ås», and not «as»."""
    empty = _other_words().empty
    each = [(one, skeleton(one)) for one in written(query)]
    asked = ["" if one == plain and plain in empty else plain for one, plain in each]
    met = places.met(asked, lambda word: word in empty or vocabulary.knows(word))
    return [one for one in met if one.sure == met[0].sure]


def _is_known(one: Met, asked: Sequence[str], index: Index) -> bool:
    """Whether the words of a place are words of tables too."""
    return any(index.vocabulary.knows(asked[at]) for at in one.at)


def _questions(hits: Sequence[Hit], asked: Sequence[str], terms: int, *, named: bool) -> list[Question]:
    """The one that has all the words that anything has; where there are none and a place is named, those of the front page."""
    every = topics.questions()
    if not terms:
        return [one for one in every if one.front] if named else []
    whole = [one for one in hits if one.matched == terms and one.document.key[0] == _QUESTION]
    return sorted((every[int(one.document.key[1])] for one in whole), key=lambda one: -_alike(one.text, asked))[:1]


def _answers(tables: Mapping[str, Table], found: Iterable[Question], region: str) -> Iterator[Answer]:
    for one in found:
        figure = newest(tables[one.table], one.measure, region) if one.table in tables else None
        if figure is not None:
            yield Answer(one, figure)


def _keys(hits: Sequence[Hit], kind: str) -> list[tuple[str, ...]]:
    """Of those that have most of the words."""
    return [one.document.key for one in hits if one.document.key[0] == kind and one.matched == hits[0].matched]


def _alike(text: Text, asked: Sequence[str]) -> float:
    """How much of a question is said, word by word, in the language that fits best."""
    said = set(asked)
    each = (set(words(one)) for one in (text.nb, text.nn, text.en or ""))
    return max(len(own & said) / len(own | said) for own in each)


def _documents(tables: Sequence[Table]) -> Iterator[Document]:
    """Of topics and questions, those that have something to show."""
    public = {one.id: one for one in tables}
    for one in tables:
        yield Document((_TABLE, one.id), (*_told(one), *_asked_of(one)))
        if one.id == KEY_FIGURES:
            yield from (Document((_FIGURE, one.id, each.id), _said(5, each.title)) for each in one.measures)
    for topic in topics.topics():
        if any(id in public for id in topic.tables):
            yield Document((_TOPIC, topic.id), (*_said(6, topic.title), *_said(2, topic.about)))
    for number, question in enumerate(topics.questions()):
        table = public.get(question.table)
        if table is not None and question.measure in table.measure:
            title = table.measure[question.measure].title
            yield Document((_QUESTION, str(number)), (*_said(5, question.text), *_said(3, title)))


@once
def _told(table: Table) -> Fields:
    """The regions of a table are found as places. One that has been replaced comes after those in its place."""
    found: list[tuple[float, str]] = [(10, table.id), *_said(5, table.title), *_said(1, table.population)]
    for axis in table.axes[:-1]:
        if axis.code not in (REGION, TIME):
            found += _said(3, axis.title)
            found += (
                one for text in axis.texts for one in _said(3 if axis is table.axes[table.contents] else 1.5, text)
            )
    return tuple((weight / 2 if table.discontinued else weight, text) for weight, text in found)


def _asked_of(table: Table) -> Iterator[tuple[float, str]]:
    for question in topics.questions():
        if question.table == table.id:
            yield from _said(3, question.text)
    for topic in topics.of_table(table.id):
        yield from _said(2, topic.title)


def _said(weight: float, text: Text) -> Fields:
    return tuple((weight, one) for one in dict.fromkeys((text.nb, text.nn, text.en)) if one)


@cache
def _other_words() -> OtherWords:
    found = topics.synonyms()
    return OtherWords(found.empty, found.words)


@cache
def _gazetteer(year: int) -> Gazetteer:
    """By the names of all years, and what each place is in this one."""
    atlas = regions.load()
    now = min(max(year, atlas.first), atlas.last)
    return Gazetteer((*_municipalities(now), *_others(now)))


def _municipalities(now: int) -> Iterator[Named]:
    there = {one.code: one.name for one in regions.municipalities(now)}
    yield from (Named(code, name) for code, name in there.items())
    for place in regions.load().places:
        if place.kind is RegionKind.MUNICIPALITY and place.since <= now:
            last = min(now, place.until or now)
            for code in regions.successors(place.code, last, now):
                for _, name in place.names.points:
                    if name != there[code]:
                        yield Named(code, there[code], name)


def _others(now: int) -> Iterator[Named]:
    yield from (Named(one.aggregate, one.name) for one in regions.counties(now))
    yield from (Named(one.code, one.name) for one in regions.districts(now) if one.reports)
    yield Named(COUNTRY, _COUNTRY[0])
    yield from (Named(COUNTRY, _COUNTRY[0], name) for name in _COUNTRY[1:])
