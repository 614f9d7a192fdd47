"""Many files at once: each checked alone, in order, and one summary of them all.

Reports are handed over one by one and not held: a thousand files take no more memory than the largest of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from kostra.app.controls.across import Deliveries, Twice
from kostra.app.controls.check import Report
from kostra.app.controls.one import How, check_one
from kostra.app.controls.opening import opened, shown
from kostra.app.controls.recognise import Said, is_one_blank
from kostra.model.errors import Refused
from kostra.model.finding import Severity

Progress = Callable[[int, int, str], None]
"""Told the number of the file from 1, how many there are, and its name, before it is checked."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: its report, or why there is none. `nil` is a file that says that there is nothing to report."""

    file: str
    report: Report | None
    refused: str = ""
    nil: bool = False


@dataclass(slots=True)
class Summary:
    """What all of them came to. `severities` counts files, `counts` findings by form and control, `findings` by severity."""

    files: int = 0
    records: int = 0
    severities: dict[Severity, int] = field(default_factory=dict)
    findings: dict[Severity, int] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    hit: dict[tuple[str, str], int] = field(default_factory=dict)
    """How many files each control has findings in."""
    nil: int = 0
    refused: list[Checked] = field(default_factory=list)
    twice: list[Twice] = field(default_factory=list)

    def add(self, checked: Checked) -> None:
        self.files += 1
        report = checked.report
        if checked.nil:
            self.nil += 1
            return
        if report is None:
            self.refused.append(checked)
            return
        self.records += report.table.records
        self.severities[report.severity] = self.severities.get(report.severity, 0) + 1
        for severity, count in report.told_by_severity().items():
            self.findings[severity] = self.findings.get(severity, 0) + count
        for id, count in report.by_control().items():
            key = (report.asked.version.form.id, id)
            self.counts[key] = self.counts.get(key, 0) + count
            self.hit[key] = self.hit.get(key, 0) + 1

    @property
    def severity(self) -> Severity:
        """The worst of all files. A person in two deliveries is a warning."""
        found = max(self.severities, default=Severity.OK)
        return max(found, Severity.WARNING) if self.twice else found

    def most_frequent(self, most: int) -> list[tuple[tuple[str, str], int, int]]:
        """Form and control, how many findings, in how many files."""
        ordered = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        return [(key, count, self.hit[key]) for key, count in ordered[:most]]


def check_all(files: Sequence[str], said: Said, how: How, summary: Summary, progress: Progress) -> Iterator[Checked]:
    """Each file in turn. A file that cannot be checked is said to be so, and does not stop the others."""
    deliveries = Deliveries()
    for number, file in enumerate(files, start=1):
        progress(number, len(files), shown(file))
        checked = _checked(file, said, how, deliveries)
        summary.add(checked)
        yield checked
    summary.twice.extend(deliveries.twice())


def _checked(file: str, said: Said, how: How, deliveries: Deliveries) -> Checked:
    try:
        with opened(file) as content:
            if is_one_blank(content.read(8)):
                return Checked(shown(file), None, nil=True)
            content.seek(0)
            return Checked(shown(file), check_one(content, said, how, partial(deliveries.watch, file)))
    except Refused as refused:
        return Checked(shown(file), None, refused.message)
