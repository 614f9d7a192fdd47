"""A report that is ready to be shown in one language, whatever it is to be shown as: a page, a document, paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kostra.model.text import Language
from kostra.reporting.composed import Run, Sections


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around the report. `nothing` is said under a heading that has nothing."""

    contents: str
    nothing: str
    page: str


@dataclass(frozen=True, slots=True)
class Paper:
    """`lead` is what is to be known first, `made` when it was finished. `figures` is the address that a figure's own name is put after."""

    title: str
    language: Language
    lead: tuple[str, ...]
    made: datetime
    sections: Sections
    figures: str
    words: Words

    def link(self, run: Run) -> str | None:
        return None if run.figure is None else f"{self.figures}/{run.figure}"

    def is_empty(self, place: int) -> bool:
        """Nothing under this heading, and no heading below it."""
        section, rest = self.sections[place], self.sections[place + 1 :]
        return not section.blocks and not (rest and rest[0].level > section.level)


def anchor(number: str) -> str:
    """6.2 is kapittel-6-2"""
    return f"kapittel-{number.replace('.', '-')}"
