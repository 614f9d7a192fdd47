"""A selection as what a person reads: lines across the top, lines of cells, and what is told below. For pages and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kostra.model.text import Language
from kostra.publication import labels, notes, words
from kostra.publication.labels import Naming
from kostra.publication.moments import local
from kostra.publication.selecting import Selection
from kostra.publication.words import said


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    columns: int


def across(selection: Selection, language: Language, naming: Naming) -> list[list[Span]]:
    """A line for each variable across the top."""
    found: list[list[Span]] = []
    before, inner = 1, selection.cells // selection.rows
    for axis in labels.headed(selection):
        inner //= len(axis)
        found.append([Span(text, inner) for text in labels.values(axis, language, naming)] * before)
        before *= len(axis)
    return found


def down(selection: Selection, language: Language, naming: Naming) -> list[tuple[str, ...]]:
    """What each line of cells begins with."""
    found: list[tuple[str, ...]] = [()]
    for axis in labels.stubbed(selection):
        own = labels.values(axis, language, naming)
        found = [(*before, one) for before in found for one in own]
    return found


def below(selection: Selection, language: Language) -> Iterator[tuple[str, list[str]]]:
    """What is told under the table: a heading, and lines."""
    table = selection.table
    noted = [f"{about}: {text}" if about else text for about, text in notes.lines(selection, language)]
    if noted:
        yield said(words.NOTES, language), noted
    signs = [f"{mark.value}  {said(meaning, language)}" for mark, meaning in notes.signs(selection)]
    if signs:
        yield said(words.SIGNS, language), signs
    measures = [table.measure[code] for code in selection.codes(table.contents)]
    yield (
        said(words.UNITS, language),
        [f"{said(one.title, language)}: {said(one.unit, language)}" for one in measures],
    )
    yield said(words.POPULATION, language), [said(table.population, language)]
    yield said(words.SOURCE, language), [table.source]
    yield said(words.UPDATED, language), [local(table.updated)]
