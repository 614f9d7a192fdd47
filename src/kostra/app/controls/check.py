"""Check one file of records: from bytes to a report, in one pass, with memory that does not grow with the file.

The file is looked through (what it is, how it is encoded), cut in blocks, and every control is run on every block. What only the whole
file can tell (duplicates) is settled at the end. A fatal finding stops the run: then the report holds that, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from kostra import __version__
from kostra.controls import kernel, reading
from kostra.controls.controlset import Set
from kostra.controls.declare import Control, Given
from kostra.controls.findings import Table
from kostra.controls.gist import Gists
from kostra.controls.kernel import Hits, Outcome, Places, Shown
from kostra.forms import receipts
from kostra.model.finding import Severity
from kostra.model.form import FormVersion, Role
from kostra.reception import source as sources
from kostra.reception.batch import Batch
from kostra.reception.blocks import Bad, Block, blocks
from kostra.reception.source import Shape, Source


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be checked. `keep` is how many findings of each control are kept; all are counted."""

    version: FormVersion
    controls: Set
    given: Given
    region: str
    period: str | None = None
    nil: bool = False
    keep: int | None = None
    told_once: Mapping[int, tuple[int, ...]] | None = None
    """There when a person is to read the report: which controls tell a fault that follows from a field, so that it is told once."""

    @property
    def for_people(self) -> bool:
        return self.told_once is not None

    def table(self) -> Table:
        """An empty table for the findings."""
        return Table(self.keep, None if self.told_once is None else Gists(self.told_once))


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it. `source` tells how the file was read; None when there was no file."""

    asked: Asked
    table: Table
    source: Source | None
    severity: Severity
    statistics: Mapping[str, Any] | None = None

    def control(self, place: int) -> Control:
        return self.asked.controls.controls[place]

    def severity_of(self, place: int) -> Severity:
        return self.asked.controls.severity(self.control(place))

    @property
    def version(self) -> str:
        """Of the program and of the set of controls, so that the run can be made again."""
        return f"kostra-sosial {__version__}, kontroller {self.asked.controls.version}"

    @property
    def accepted(self) -> bool:
        return not self.severity.blocks

    def by_severity(self) -> dict[Severity, int]:
        counts: dict[Severity, int] = {}
        for place, count in self.table.counts.items():
            severity = self.severity_of(place)
            counts[severity] = counts.get(severity, 0) + count
        return counts

    def told_by_severity(self) -> dict[Severity, int]:
        """As a person meets them: a fault that two controls found, and that is told once, is counted once."""
        counts = self.by_severity()
        also = {} if self.table.gists is None else self.table.gists.also
        for told_for in also.values():
            for place, count in told_for.items():
                counts[self.severity_of(place)] -= count
        return {severity: count for severity, count in counts.items() if count}

    def by_control(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for place in sorted(self.table.counts):
            id = self.control(place).id
            counts[id] = counts.get(id, 0) + self.table.counts[place]
        return counts


def check(file: BinaryIO | None, asked: Asked, also: Callable[[Outcome], None] | None = None) -> Report:
    """The report on a file; `None` is no file, which is right when there is nothing to report.

    `also` is given what came of each block, for what is to be known across files.
    """
    if file is None:
        found = None if asked.nil else reading.EMPTY_FILE
        return _stopped(asked, None, found)
    source = sources.look_through(file)
    if source.shape is not Shape.RECORDS:
        return _stopped(asked, source, _of_whole(source, asked.nil))
    if asked.nil:
        return _stopped(asked, source, reading.NIL_BUT_CONTENT)
    table, fatal = asked.table(), asked.table()
    run = _Run(asked)
    for block in blocks(sources.latin_1_chunks(file, source), asked.version.record_length):
        fatal.add(_unreadable(block, asked.version))
        if not fatal.counts and block.rows.shape[1]:
            outcome = run.block(block)
            table.add(outcome)
            if also is not None:
                also(outcome)
    if fatal.counts:
        return _report(asked, source, fatal)
    if not table.records:
        return _stopped(asked, source, reading.EMPTY_FILE)
    table.settle()
    return _report(asked, source, table)


def outcomes(file: BinaryIO, asked: Asked) -> Iterator[Outcome]:
    """The outcome of each block on its own: what many machines would each do a part of."""
    source = sources.look_through(file)
    run = _Run(asked)
    for block in blocks(sources.latin_1_chunks(file, source), asked.version.record_length):
        yield run.block(block)


def together(parts: Iterable[Outcome], asked: Asked) -> Table:
    """The outcomes of all blocks, in the order of the file, as one table."""
    table = asked.table()
    for outcome in parts:
        table.add(outcome)
    table.settle()
    return table


class _Run:
    """The controls of a run, bound once and used on every block."""

    def __init__(self, asked: Asked) -> None:
        self.version = asked.version
        first = len(reading.READING)
        chosen = asked.controls.controls
        self.rules = [(place, asked.controls.bind(chosen[place], asked.given)) for place in range(first, len(chosen))]
        journal, caseworker = (asked.version.of_role(role) for role in (Role.JOURNAL, Role.CASEWORKER))
        self.places = Places(journal.id if journal else None, caseworker.id if caseworker else None)
        self.receipt = receipts.receipt(asked.version.form.id)

    def block(self, block: Block) -> Outcome:
        count = None if self.receipt is None else self.receipt.count
        return kernel.run(self.rules, Batch(self.version, block.rows).fields(), block.lines, self.places, count)


def _of_whole(source: Source, nil: bool) -> str | None:
    """What is wrong with a file that holds no records; nothing when it is a valid nil return."""
    match source.shape:
        case Shape.NO_TEXT:
            return reading.NO_TEXT[source.looks_like or "zip"]
        case Shape.EMPTY:
            return None if nil else reading.EMPTY_FILE
    return None if nil else reading.BLANK_BUT_NOT_NIL


def _stopped(asked: Asked, source: Source | None, sentence: str | None) -> Report:
    table = asked.table()
    if sentence is not None:
        table.add(Outcome(0, (_hits(sentence, np.zeros(1, dtype=np.int64)),), (), {}))
    return _report(asked, source, table)


def _unreadable(block: Block, version: FormVersion) -> Outcome:
    hits: list[Hits] = []
    if block.bad is not None:
        hits += _bad_lines(block.bad, version.record_length)
    if block.endless is not None:
        hits.append(_hits(reading.ENDLESS_LINE, np.array([block.endless], dtype=np.int64)))
    return Outcome(0, tuple(hits), (), {})


def _bad_lines(bad: Bad, length: int) -> Iterator[Hits]:
    wide = bad.widths != length
    if wide.any():
        expected = np.full(int(wide.sum()), length, dtype=np.int64)
        shown = (Shown("bredde", bad.widths[wide]), Shown("forventet", expected))
        yield _hits(reading.WRONG_WIDTH, bad.lines[wide], shown)
    if not wide.all():
        shown = (Shown("tegn", bad.characters[~wide]), Shown("posisjon", bad.at[~wide]))
        yield _hits(reading.CONTROL_CHARACTER, bad.lines[~wide], shown)


def _hits(sentence: str, lines: kernel.Lines, shown: tuple[Shown, ...] = ()) -> Hits:
    nobody = np.full(len(lines), b"", dtype="S1")
    return Hits(reading.place(sentence), lines, None, nobody, nobody, shown)


def _report(asked: Asked, source: Source | None, table: Table) -> Report:
    severities = [asked.controls.severity(asked.controls.controls[place]) for place in table.counts]
    severity = max(severities, default=Severity.OK)
    receipt = receipts.receipt(asked.version.form.id)
    if receipt is None or table.counted is None or severity.blocks:
        return Report(asked, table, source, severity)
    return Report(asked, table, source, severity, receipt.told(table.counted))
