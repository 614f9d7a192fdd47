"""What people write in a report, and how it stands with what is counted. Nothing of it is ever lost.

Under each section one can write freely. A sentence that was counted can be put in other words; when what was counted is another since, both
are shown and somebody decides. What was written where the report has no place any more is kept, and shown by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kostra.model.people import Actor
from kostra.model.text import Language
from kostra.reporting.composed import Block, Paragraph, Run, Sections, paragraphs

Slot = tuple[str, Language]
_BETWEEN = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the log of texts. `about` is the sentence that was counted when it was written in its place, and nothing of what is
    written freely. An empty text takes back what was there."""

    number: int
    year: int
    slot: str
    language: Language
    text: str
    about: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Undecided:
    """Somebody's words for a sentence that says something else now."""

    written: Written
    now: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`homeless` are texts whose place is gone, by slot."""

    sections: Sections
    undecided: tuple[Undecided, ...]
    homeless: tuple[Written, ...]


def newest(log: Iterable[Written]) -> Mapping[Slot, Written]:
    """What stands in each place: the last that was written."""
    return {(one.slot, one.language): one for one in sorted(log, key=lambda one: one.number)}


def last_number(log: Iterable[Written], slot: str) -> int:
    """Of the last line about a place, 0 where nothing is written: what a writer has seen."""
    return max((one.number for one in log if one.slot == slot), default=0)


def merged(sections: Sections, log: Iterable[Written], language: Language) -> Merged:
    """The report in one language, with what people wrote. What is written in one of the written forms alone is shown in both, marked."""
    standing = newest(log)
    undecided = tuple(_undecided(sections, standing, language))
    there = {section.id for section in sections} | {one.slot for one in paragraphs(sections)}
    homeless = tuple(
        one for (slot, _), one in sorted(standing.items()) if slot not in there and one.text.strip()
    )  # In all languages: it is somebody's work.
    found = tuple(
        replace(
            section,
            blocks=(
                *(_replaced(block, standing, language) for block in section.blocks),
                *_freely(section.id, standing, language),
            ),
        )
        for section in sections
    )
    return Merged(found, undecided, homeless)


def _undecided(sections: Sections, standing: Mapping[Slot, Written], language: Language) -> Iterator[Undecided]:
    for one in paragraphs(sections):
        found = standing.get((one.slot, language))
        if found is not None and found.text.strip() and found.about != one.text:
            yield Undecided(found, one.text)


def _replaced(block: Block, standing: Mapping[Slot, Written], language: Language) -> Block:
    if not isinstance(block, Paragraph):
        return block
    found = standing.get((block.slot, language))
    if found is None or not found.text.strip():
        return block
    return Paragraph(block.slot, _runs(found.text, block), language)


def _freely(slot: str, standing: Mapping[Slot, Written], language: Language) -> Iterator[Paragraph]:
    """As it was written, paragraph by paragraph. English is no language of a report."""
    other = Language.NYNORSK if language is Language.BOKMAL else Language.BOKMAL
    for one in (standing.get((slot, language)), standing.get((slot, other))):
        if one is not None and one.text.strip():
            pieces = (piece.strip() for piece in _BETWEEN.split(one.text.replace("\r\n", "\n").strip()))
            yield from (Paragraph(slot, (Run(" ".join(piece.split())),), one.language) for piece in pieces if piece)
            return


def _runs(text: str, instead_of: Paragraph) -> tuple[Run, ...]:
    """A figure that still stands in somebody's own words leads to where it is from, each of them once."""
    words = " ".join(text.split())
    runs, at = [], 0
    for run in instead_of.runs:
        place = _alone(words, run.text, at) if run.figure is not None and run.text else None
        if place is not None:
            runs += [Run(words[at:place])] if place > at else []
            runs.append(run)
            at = place + len(run.text)
    return (*runs, Run(words[at:])) if at < len(words) else tuple(runs)


def _alone(words: str, wanted: str, since: int) -> int | None:
    """Where it stands by itself, so that the 3 of 23 is not taken for the figure 3."""
    place = words.find(wanted, since)
    while place >= 0:
        if not (words[:place][-1:].isalnum() or words[place + len(wanted) :][:1].isalnum()):
            return place
        place = words.find(wanted, place + 1)
    return None
