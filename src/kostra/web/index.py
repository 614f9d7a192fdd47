"""The index that search looks in: every field of every form with its names, questions, codes and guidance, in one language.

A few thousand texts are looked through from end to end: nothing has to be built beforehand or kept up to date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kostra.forms import catalogue
from kostra.forms.guide import guide
from kostra.model.form import Field, Form, FormVersion, Kind
from kostra.model.guide import Guidance
from kostra.model.text import Language
from kostra.web.folding import Folded, fold, fold_with_places
from kostra.web.guide import anchors
from kostra.web.words import Words

NAME, QUESTION, CODE, GUIDE = 8, 5, 3, 2
"""How much a hit weighs, by the kind of text it stands in."""

_GUIDANCE = ("asked", "counts", "left_out", "example", "mistake")
_BEFORE, _LENGTH = 60, 240


@dataclass(frozen=True, slots=True)
class Passage:
    """`prefix` is shown before the text, and not searched in."""

    weight: int
    text: str
    folded: Folded
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    form: str
    records: bool
    ended: bool
    field: str
    name: str
    label: str
    year: int
    anchor: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """`snippet` is cut into parts; every second one, from the second, is what was searched for."""

    entry: Entry
    snippet: tuple[str, ...]


@cache
def entries(language: Language) -> tuple[Entry, ...]:
    return tuple(entry for form in catalogue.all_forms() for entry in _entries(form, language))


def find(query: str, language: Language) -> tuple[Hit, ...]:
    """The fields where every word of the query stands, best first. A word is found inside longer words too."""
    words = tuple(dict.fromkeys(fold(query).split()))
    if not words:
        return ()
    found = []
    for place, entry in enumerate(entries(language)):
        best = [max((p.weight for p in entry.passages if word in p.folded.text), default=0) for word in words]
        if all(best):
            exact = any(fold(entry.name) == word for word in words)
            found.append((not exact, -sum(best), -_whole(entry, words), entry.ended, place, entry))
    return tuple(Hit(entry, _snippet(entry, words)) for *_, entry in sorted(found, key=lambda row: row[:-1]))


def _whole(entry: Entry, words: tuple[str, ...]) -> int:
    """How many of the words stand by themselves in the name or the question: «trygd» rather than «folketrygden»."""
    asked = {part for p in entry.passages if p.weight >= QUESTION for part in re.findall(r"\w+", p.folded.text)}
    return sum(word in asked for word in words)


def _entries(form: Form, language: Language) -> Iterator[Entry]:
    guidance, places = guide(form.id, language), anchors(form.id, language)
    word = Words(language)("code") + " "
    versions: dict[int, FormVersion] = {}
    for field in form.fields:
        year = form.newest_year(field)
        if year not in versions:
            versions[year] = form.version(year)
        version = versions[year].field(field.id)
        passages = tuple(
            Passage(weight, text, fold_with_places(text), word if weight == CODE else "")
            for weight, text in _passages(form, field, guidance.fields[field.id], language)
        )
        label = version.label[language]
        yield Entry(
            form.id,
            form.kind is Kind.RECORDS,
            form.ended,
            field.id,
            version.name,
            label,
            year,
            places[field.id],
            passages,
        )


def _passages(form: Form, field: Field, guidance: Guidance, language: Language) -> Iterator[tuple[int, str]]:
    """What the field has been called and asked in any year, its codes, and its guidance."""
    for name in dict.fromkeys(name for _, name in field.name.points):
        yield NAME, name
    for label in dict.fromkeys(label.fill(year=form.last_year)[language] for _, label in field.label.points):
        yield QUESTION, label
    yield from dict.fromkeys((CODE, text) for text in _codes(form, field, language))
    for part in _GUIDANCE:
        yield GUIDE, getattr(guidance, part)


def _codes(form: Form, field: Field, language: Language) -> Iterator[str]:
    allowed = {value for _, values in field.only.points for value in values} if field.only else None
    for codes in dict.fromkeys(codes for _, codes in field.codes.points) if field.codes else ():
        for code in form.code_lists[codes].codes:
            if allowed is None or code.value in allowed:
                for _, label in code.label.points:
                    yield f"{code.value} {label[language]}"


def _snippet(entry: Entry, words: tuple[str, ...]) -> tuple[str, ...]:
    """A stretch of the text that says most of what was searched for, other than the question, which is shown anyway."""
    told = [p for p in entry.passages if p.weight not in (NAME, QUESTION) and any(w in p.folded.text for w in words)]
    passage = max(
        told or entry.passages[-len(_GUIDANCE) :][:1],
        key=lambda p: (sum(word in p.folded.text for word in words), p.weight),
    )
    return _cut(passage, words)


def _cut(passage: Passage, words: tuple[str, ...]) -> tuple[str, ...]:
    spans = _spans(passage.folded, words)
    start = max(0, spans[0][0] - _BEFORE) if spans else 0
    start = passage.text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(passage.text), start + _LENGTH)
    if end < len(passage.text):
        end = max(passage.text.rfind(" ", start, end), spans[0][1] if spans else 0)
    parts, here = [passage.prefix + ("… " if start else "")], start
    for first, last in spans:
        if last > end:
            break
        parts[-1] += passage.text[here:first]
        parts += [passage.text[first:last], ""]
        here = last
    parts[-1] += passage.text[here:end] + (" …" if end < len(passage.text) else "")
    return tuple(parts)


def _spans(folded: Folded, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the words stand in the original, in order, without overlap."""
    raw = []
    for word in words:
        place = folded.text.find(word)
        while place >= 0:
            raw.append((folded.places[place], folded.places[place + len(word) - 1] + 1))
            place = folded.text.find(word, place + len(word))
    spans: list[tuple[int, int]] = []
    for first, last in sorted(raw):
        if spans and first <= spans[-1][1] - 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return spans
