"""The findings of a report, control by control, ready to be told in a language: which control, how severe, on which field, in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kostra.app.controls.check import Report
from kostra.controls.declare import Control
from kostra.controls.kernel import Hits
from kostra.controls.sentences import Template, fields_shown, sentence, template, values
from kostra.forms.controls import messages
from kostra.model.finding import Severity
from kostra.model.text import Language


@dataclass(frozen=True, slots=True)
class Told:
    """One control with findings. `count` is how many there are; `hits` those that were kept."""

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
    sentences = messages(asked.version.form.id)
    for place in sorted(report.table.hits):
        hits = tuple(report.table.of(place))
        control, at = report.control(place), hits[0].at
        text = sentence(sentences, control)[language]
        words = template(text, asked.controls, asked.version, at, fields_shown(hits[0]), {})
        yield Told(control, report.severity_of(place), at, words, report.table.counts[place], hits, language)
