"""Which footnotes belong to a selection, sorted by what they are about, and which signs it uses.

A note about a value that was not picked is left out. One about where several values meet is a note of cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from kostra.model.cube import Mark
from kostra.model.text import Language, Text
from kostra.publication.labels import titles
from kostra.publication.selecting import Selection
from kostra.publication.table import MARKS, Note
from kostra.publication.words import MARKS as MEANINGS
from kostra.publication.words import said


@dataclass(frozen=True, slots=True)
class Told:
    """`of_axis` is by the axis, `of_value` by the axis and the code."""

    table: list[Note] = field(default_factory=list)
    of_axis: dict[str, list[Note]] = field(default_factory=dict)
    of_value: dict[str, dict[str, list[Note]]] = field(default_factory=dict)
    of_cells: list[Note] = field(default_factory=list)


def of(selection: Selection) -> Told:
    """A note about a variable that is not shown is about the whole of what is."""
    picked = {axis.code: set(selection.codes(place)) for place, axis in enumerate(selection.table.axes)}
    shown = {axis.code for axis in selection.axes}
    found = Told()
    for note in selection.table.notes:
        if any(value is not None and value not in picked[code] for code, value in note.at.items()):
            continue
        at = [(code, value) for code, value in note.at.items() if code in shown]
        match at:
            case []:
                found.table.append(note)
            case [(code, None)]:
                found.of_axis.setdefault(code, []).append(note)
            case [(code, str(value))]:
                found.of_value.setdefault(code, {}).setdefault(value, []).append(note)
            case _:
                found.of_cells.append(Note(note.text, dict(at), note.mandatory))
    return found


def signs(selection: Selection) -> list[tuple[Mark, Text]]:
    """Those that stand in the selection."""
    there = np.flatnonzero(np.bincount(selection.marks, minlength=len(MARKS)))
    marks = (MARKS[int(one)] for one in there)
    return [(mark, MEANINGS[mark]) for mark in marks if mark is not None and mark in MEANINGS]


def lines(selection: Selection, language: Language) -> Iterator[tuple[str, str]]:
    """Every note with what it is about, for those who read it below the table: what is about all of it comes first."""
    told = of(selection)
    yield from (("", said(note.text, language)) for note in told.table)
    every = [Note(one.text, {code: None}) for code, several in told.of_axis.items() for one in several]
    for code, values in told.of_value.items():
        every += [Note(one.text, {code: value}) for value, several in values.items() for one in several]
    yield from described([*every, *told.of_cells], selection, language)


def described(every: Iterable[Note], selection: Selection, language: Language) -> Iterator[tuple[str, str]]:
    """What each is about, in words, and what it says."""
    axes = {axis.code: said(axis.title, language) for axis in selection.axes}
    values = {axis.code: dict(zip(axis.codes, titles(axis, language), strict=True)) for axis in selection.axes}
    for note in every:
        about = (axes[code] if value is None else values[code][value] for code, value in note.at.items())
        yield ", ".join(about), said(note.text, language)
