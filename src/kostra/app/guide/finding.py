"""Finding something in the guides: a form, a question by its name, its words or its codes, a control by its number or by what it says, and
a term. It forgives how a word is spelled, and asks that what is found has as many of the words as anything has.

The newest year of each is what is found; the page of that leads on to the other years. One index in each written form, made once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kostra.app.controls.catalogue import Described, in_year
from kostra.app.guide.questions import PARTS, Question, questions
from kostra.forms import catalogue
from kostra.forms.guide import guide
from kostra.forms.terms import Term, terms
from kostra.model.form import Form
from kostra.model.text import Language
from kostra.publication.looking_up.index import Document, Index
from kostra.publication.looking_up.index import Term as Meant
from kostra.publication.looking_up.question import OtherWords
from kostra.publication.looking_up.spelling import skeleton, words
from kostra.tables.topics import catalogue as topics

Fields = tuple[tuple[float, str], ...]

_EXACT, _NAME, _LABEL, _SOUGHT, _CODE, _TEXT = 10.0, 8.0, 5.0, 4.0, 3.0, 2.0
"""How much a word counts, by the kind of text it stands in. Of a form that has ended, half as much."""
_WORD = re.compile(r"[^\W_]+")
_BEFORE, _LENGTH = 60, 240


class Kind(StrEnum):
    FORM = "form"
    QUESTION = "question"
    CONTROL = "control"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that may be found. `id` is that of the form, the question, the control or the term; `name` is what is shown as code.
    A form, a question and a control say of which `form` and `year`."""

    kind: Kind
    id: str
    name: str
    title: str
    form: str | None
    year: int | None
    ended: bool
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """`snippet` is cut into parts; every second one, from the second, is what was searched for."""

    entry: Entry
    snippet: tuple[str, ...]


class Finder:
    def __init__(self, language: Language) -> None:
        made = [*_forms(language), *_questions(language), *_controls(language), *_terms(language)]
        self._entries = {(entry.kind, entry.form or "", entry.id): entry for entry, _ in made}
        self._index = Index(
            Document((entry.kind, entry.form or "", entry.id), _weighed(entry, fields)) for entry, fields in made
        )
        of_terms = {word for term in terms() for form in _every_form(term) for word in words(form)}
        self._other_words = OtherWords(
            (word for word in topics.synonyms().empty if skeleton(word) not in of_terms),
            [(term.sought, (term.name[language],)) for term in terms() if term.sought],
        )

    def find(self, query: str) -> tuple[Hit, ...]:
        """Best first. Where every word is one that says nothing, they are what is asked for."""
        asked = words(query)
        read = [(word, means) for _, word, means in self._other_words.read(asked)] or [(word, ()) for word in asked]
        sought = [term for word, means in read if (term := self._index.term(word, means))]
        hits = self._index.find(sought)
        best = [hit for hit in hits if hit.matched == hits[0].matched]
        named = skeleton(query.strip())
        entries = [self._entries[Kind(kind), form, id] for kind, form, id in (hit.document.key for hit in best)]
        entries.sort(key=lambda entry: not _is_named(entry, named))
        return tuple(Hit(entry, _snippet(entry, sought)) for entry in entries)


@cache
def finder(language: Language) -> Finder:
    return Finder(language)


def _is_named(entry: Entry, query: str) -> bool:
    return query in (skeleton(entry.id), skeleton(entry.name), skeleton(entry.title))


def _weighed(entry: Entry, fields: Fields) -> Fields:
    return tuple((weight / 2, text) for weight, text in fields) if entry.ended else fields


def _forms(language: Language) -> Iterator[tuple[Entry, Fields]]:
    for form in catalogue.all_forms():
        title, about = form.title.at(form.last_year)[language], form.about[language]
        told = (about, *guide(form.id, language).tips)
        entry = Entry(Kind.FORM, form.id, form.id, title, form.id, form.newest_year(), form.ended, told)
        yield entry, ((_EXACT, form.id), (_LABEL, title), *((_TEXT, one) for one in told))


def _questions(language: Language) -> Iterator[tuple[Entry, Fields]]:
    """Every field is found once, in the newest year that asks for it."""
    for form in catalogue.all_forms():
        seen: set[str] = set()
        for year in _newest_first(form):
            if seen.issuperset(field.id for field in form.version(year).fields):
                continue
            for one in questions(form.id, year):
                if not seen.issuperset(field.id for field in one.fields):
                    seen |= {field.id for field in one.fields}
                    yield _question(one, form, year, language)


def _question(one: Question, form: Form, year: int, language: Language) -> tuple[Entry, Fields]:
    guidance = one.guidance(language)
    told = (*(getattr(guidance, part) for part in PARTS), *dict.fromkeys(_codes(one, form, language)))
    name = ", ".join(one.names)
    entry = Entry(Kind.QUESTION, one.id, name, one.label[language], form.id, year, form.ended, told)
    names = dict.fromkeys(name for field in one.fields for _, name in field.field.name.points)
    labels = dict.fromkeys(
        label.fill(year=year)[language] for field in one.fields for _, label in field.field.label.points
    )
    codes = told[len(PARTS) :]
    fields = (
        *((_NAME, one) for one in names),
        *((_LABEL, one) for one in labels),
        *((_CODE, one) for one in codes),
        *((_TEXT, one) for one in told[: len(PARTS)]),
    )
    return entry, fields


def _codes(one: Question, form: Form, language: Language) -> Iterator[str]:
    """Those of all years, so that one that is gone is found where it was asked for."""
    for field in one.fields:
        for year in form.years:
            version = form.version(year)
            if version.has(field.id):
                for value, text in version.field(field.id).codes.items():
                    yield f"{value} {text[language]}"


def _controls(language: Language) -> Iterator[tuple[Entry, Fields]]:
    """Rules that share a number are found as one; the page of it tells them all."""
    for form in catalogue.all_forms():
        found: dict[str, tuple[int, list[Described]]] = {}
        for year in _newest_first(form):
            for told in in_year(form.id, year):
                found.setdefault(told.id, (year, []))
                if found[told.id][0] == year:
                    found[told.id][1].append(told)
        for id, (year, told_of) in found.items():
            sentences = tuple(dict.fromkeys(told.sentence[language] for told in told_of))
            rules = tuple(dict.fromkeys(told.in_words(language) for told in told_of))
            entry = Entry(Kind.CONTROL, id, id, rules[0], form.id, year, form.ended, (*sentences, *rules[1:]))
            names = dict.fromkeys(name for told in told_of for name in told.fields)
            fields = (
                (_EXACT, id),
                (_TEXT, form.id),
                *((_CODE, rule) for rule in rules),
                *((_TEXT, sentence) for sentence in sentences),
                *((_TEXT / 2, name) for name in names),
            )
            yield entry, fields


def _terms(language: Language) -> Iterator[tuple[Entry, Fields]]:
    for term in terms():
        name, text = term.name[language], term.text[language]
        entry = Entry(Kind.TERM, term.id, "", name, None, None, False, (text,))
        yield (
            entry,
            (*((_EXACT, form) for form in _every_form(term)), *((_SOUGHT, one) for one in term.sought), (_TEXT, text)),
        )


def _every_form(term: Term) -> tuple[str, ...]:
    """In both written forms: one who reads one of them may know the word in the other."""
    return tuple(dict.fromkeys(form for forms in term.forms.values() for form in forms))


def _newest_first(form: Form) -> tuple[int, ...]:
    """From the newest year that is not a draft, and drafts last."""
    newest = form.newest_year()
    return tuple(sorted(form.years, key=lambda year: (year > newest, -year)))


def _snippet(entry: Entry, sought: Sequence[Meant]) -> tuple[str, ...]:
    """A stretch of the text that says most of what was searched for, other than the title, which is shown anyway."""
    meant = {word for term in sought for word in term}
    text = max(entry.told, key=lambda told: sum(skeleton(one) in meant for one in set(_WORD.findall(told))))
    return _cut(text, meant)


def _cut(text: str, meant: set[str]) -> tuple[str, ...]:
    spans = [one.span() for one in _WORD.finditer(text) if skeleton(one[0]) in meant]
    start = max(0, spans[0][0] - _BEFORE) if spans else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), spans[0][1] if spans else 0)
    parts, here = ["… " if start else ""], start
    for first, last in spans:
        if last > end:
            break
        parts[-1] += text[here:first]
        parts += [text[first:last], ""]
        here = last
    parts[-1] += text[here:end] + (" …" if end < len(text) else "")
    return tuple(parts)
