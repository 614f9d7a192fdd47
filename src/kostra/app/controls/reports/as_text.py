"""A report for a terminal: plain lines, the gravest first. What cannot be printed is not sent to the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from kostra.app.controls.check import Report
from kostra.app.controls.reports import head
from kostra.app.controls.reports.entries import Caseworker, Entry, entries
from kostra.app.controls.reports.head import Named
from kostra.app.controls.reports.words import Words, plain, spans
from kostra.model.finding import Severity
from kostra.model.text import Language

WIDTH = 100


def as_text(report: Report, language: Language, named: Named) -> Iterator[str]:
    """The report, line by line, each with its end."""
    for line in _lines(report, Words(language), named):
        yield plain(line) + "\n"


def _lines(report: Report, words: Words, named: Named) -> Iterator[str]:
    title = head.title(report, words)
    yield title
    yield "=" * len(title)
    for name, value in head.facts(report, words, named):
        yield f"{name}: {value}"
    yield ""
    yield from _wrapped(f"{words('result')}: {head.result(report, words)}", "")
    severity: Severity | None = None
    for entry in entries(report, words.language):
        if entry.severity is not severity:
            severity = entry.severity
            yield ""
            yield words(f"all.{severity}").upper()
        yield ""
        yield from _entry(entry, words)
    for heading, unit, rows in head.statistics(report, words):
        yield ""
        yield from small_table(heading, unit, rows)


def _entry(entry: Entry, words: Words) -> Iterator[str]:
    field = f" {entry.field}" if entry.field else ""
    label = f" ({entry.label})" if entry.label else ""
    yield f"{entry.name}{field}{label}: {words.number(entry.count)}"
    if any(entry.lines):
        more = entry.count - len(entry.lines)
        said = f"{words('lines')}: {spans(entry.lines)}"
        yield from _wrapped(said + (f" {words('and_more', count=more)}" if more > 0 else ""), "  ")
    if len(entry.ids) > 1:
        yield from _wrapped(words("same", ids=", ".join(entry.ids[1:])), "  ")
    shown = [one for one in entry.caseworkers if one.rows]
    for one in shown:
        yield from _caseworker(one, words, named=len(entry.caseworkers) > 1 or bool(one.name))
    if others := other_caseworkers(entry, words):
        yield from _wrapped(others, "  ")
    if entry.left_out > 0:
        yield from _wrapped(words("left_out", count=entry.left_out), "  ")


def _caseworker(one: Caseworker, words: Words, *, named: bool) -> Iterator[str]:
    if named:
        yield (
            f"  {words('caseworker')} {one.name}: {words.number(one.count)}"
            if one.name
            else (f"  {words('nobody')}: {words.number(one.count)}")
        )
    for row in one.rows:
        place = f"{words('line')} {row.line}" if row.line else words("whole_file")
        journal = f", {words('journal').lower()} {row.journal}" if row.journal else ""
        yield from _wrapped(f"{place}{journal}: {row.message}", "    ")


def other_caseworkers(entry: Entry, words: Words) -> str:
    """Who else has such findings, when none of theirs are shown."""
    names = [f"{one.name or words('nobody')} ({words.number(one.count)})" for one in entry.caseworkers if not one.rows]
    if entry.others:
        names.append(words("and_more", count=entry.others))
    return words("others", names=", ".join(names)) if names else ""


def small_table(heading: str, unit: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    """Two columns, the numbers to the right."""
    first = max(len(heading), *(len(name) for name, _ in rows))
    second = max(len(unit), *(len(value) for _, value in rows))
    yield f"{heading:<{first}}  {unit:>{second}}"
    for name, value in rows:
        yield f"{name:<{first}}  {value:>{second}}"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        plain(text), WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False
    )
