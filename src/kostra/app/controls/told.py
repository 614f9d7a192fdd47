"""The findings of a report, control by control, ready to be told in a language: which control, how severe, on which field, in which
words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kostra.app.controls.check import Report
from kostra.controls.declare import Control
from kostra.controls.kernel import Hits
from kostra.controls.sentences import Template, fields_shown, sentence, template, texts, values
from kostra.forms.controls import messages
from kostra.model.finding import Severity
from kostra.model.text import Language


@dataclass(frozen=True, slots=True)
class Told:
    """One control with findings. `count` is how many there are; `hits` those that were kept."""

    place: int
    control: Control
    severity: Severity
    field: str | None
    template: Template
    count: int
    hits: tuple[Hits, ...]
    language: Language

    def rows(self) -> Iterator[tuple[Hits, list[list[str]]]]:
        """Each part with its shown values as texts."""
        for hits in self.hits:
            yield hits, [values(shown, self.language) for shown in hits.shown]

    @property
    def kept(self) -> int:
        return sum(len(hits.lines) for hits in self.hits)


def told(report: Report, language: Language) -> Iterator[Told]:
    """In the order of the set: the file first, then the fields, then the rules."""
    asked = report.asked
    sentences = messages(asked.version.form.id, asked.version.year)
    for place, hits in kept(report).items():
        control, at = report.control(place), hits[0].at
        text = sentence(sentences, control)[language]
        words = template(text, asked.controls, asked.version, at, fields_shown(hits[0]), {}, language)
        yield Told(place, control, report.severity_of(place), at, words, report.table.counts[place], hits, language)


def kept(report: Report) -> dict[int, tuple[Hits, ...]]:
    """What was kept of each control, by its place. When only some are asked for, that is some of each number: K02 stands on every field."""
    found = {
        place: hits
        for place in sorted(report.table.hits)
        if (hits := tuple(part for part in report.table.of(place) if len(part.lines)))
    }
    keep = report.asked.keep
    if keep is None or report.asked.for_people:
        return found
    by_number: dict[str, list[int]] = {}
    for place in found:
        by_number.setdefault(report.control(place).id, []).append(place)
    for places in by_number.values():
        _keep_first(found, places, keep)
    return found


def _keep_first(found: dict[int, tuple[Hits, ...]], places: list[int], keep: int) -> None:
    """Of the controls that share a number: the findings that stand first in the file."""
    lines = np.concatenate([part.lines for place in places for part in found[place]])
    if len(lines) <= keep:
        return
    owner = np.repeat(places, [sum(len(part.lines) for part in found[place]) for place in places])
    first = owner[np.argsort(lines, kind="stable")[:keep]]
    for place in places:
        room, left = int(np.count_nonzero(first == place)), []
        for part in found[place]:
            if room > 0:
                left.append(part.chosen(slice(room)))
                room -= len(part.lines)
        found[place] = tuple(left)
        if not left:
            del found[place]


class Row(NamedTuple):
    """One finding as a person reads it."""

    line: int
    journal: str
    caseworker: str
    message: str


def rows_of(one: Told) -> Iterator[Row]:
    """The findings of one control, in the order of the file."""
    fill, places = one.template.fill, one.template.places
    for hits, columns in one.rows():
        whole = (hits.lines.tolist(), texts(hits.journal), texts(hits.caseworker))
        if not places:
            message = fill(())
            for line, journal, caseworker in zip(*whole, strict=True):
                yield Row(line, journal, caseworker, message)
            continue
        for line, journal, caseworker, *shown in zip(*whole, *columns, strict=True):
            yield Row(line, journal, caseworker, fill(shown))
