"""The report of a submission as it was kept, in JSON, told as a table: CSV, a workbook, or a page that opens without a network.

It is read line by line, one finding on each, so that memory does not grow with it. The sentences are those that were written when the
controls ran: a report that was sent is never told in other words later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, BinaryIO

from kostra.app.controls.reports import as_html
from kostra.app.controls.reports.as_csv import COLUMNS, heading, safe, written
from kostra.app.controls.reports.words import Words
from kostra.app.guide.addresses import of_field
from kostra.model.finding import Severity
from kostra.model.text import Language

_ROWS_AT_ONCE = 5_000
_LONGEST = 32_767
_NUMBERS = (2,)
_SHOWN = 5_000
"""Rows on the page; the other kinds have them all."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the findings."""

    form: str
    year: int
    period: str
    region: str
    records: int
    severity: Severity
    counts: dict[str, int]


def head_of(file: BinaryIO) -> Head:
    """The file is left at its first finding."""
    before, _, _ = file.readline().decode().rpartition(', "findings"')
    said: dict[str, Any] = json.loads(before + "}")
    return Head(
        said["form"],
        said["year"],
        str(said["period"] or said["year"]),
        said["region"],
        said["records"],
        Severity[said["severity"].upper()],
        said["counts"]["severity"],
    )


def findings_of(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """Each as it was written, with the names of the JSON."""
    decoder = json.JSONDecoder()
    for line in file:
        if line.startswith(b'{"control": '):
            yield decoder.raw_decode(line.decode())[0]


def as_csv(file: BinaryIO) -> Iterator[str]:
    head_of(file)
    yield heading(COLUMNS)
    waiting: list[tuple[str | int, ...]] = []
    for one in findings_of(file):
        waiting.append(tuple(_safe(one[name]) for name in COLUMNS))
        if len(waiting) >= _ROWS_AT_ONCE:
            yield written(waiting)
            waiting.clear()
    if waiting:
        yield written(waiting)


def as_xlsx(file: BinaryIO, out: BinaryIO, language: Language) -> None:
    """Every cell is a text or a number, never a formula, and none of it is put on the disk on its way."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped,unused-ignore]

    words = Words(language)
    head_of(file)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        bold, marked = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        sheet = book.add_worksheet(words("findings"))
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, words(name), bold)
        last = 0
        for last, one in enumerate(findings_of(file), start=1):
            for column, name in enumerate(COLUMNS):
                value = one[name]
                if isinstance(value, int):
                    sheet.write_number(last, column, value)
                elif value:
                    sheet.write_string(last, column, value[:_LONGEST], None if safe(value) is value else marked)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(COLUMNS) - 1)


def as_page(file: BinaryIO, language: Language, site: str) -> Iterator[str]:
    """`site` is the address of the site, where each field is explained."""
    words = Words(language)
    head = head_of(file)
    title = words("title", form=head.form, period=head.period)
    yield as_html.opening(title, words)
    yield f'<p class="result {head.severity}">{escape(words(f"result.{head.severity}"))}</p>\n'
    counts = [(words(f"all.{name}"), words.number(count)) for name, count in head.counts.items() if count]
    yield as_html.definitions(
        [(words("sender"), head.region), (words("records"), words.number(head.records)), *reversed(counts)]
    )
    yield f'<h2 id="findings">{escape(words("findings"))}</h2>\n'
    rows, more = _rows(findings_of(file), words, head, site)
    if rows:
        yield as_html.table(words("findings"), [words(name) for name in COLUMNS], rows, _NUMBERS)
    else:
        yield f"<p>{escape(words('none'))}</p>\n"
    if more:
        yield f"<p>{escape(words('and_more', count=more))}</p>\n"
    yield as_html.closing()


def _rows(found: Iterator[dict[str, Any]], words: Words, head: Head, site: str) -> tuple[list[list[str]], int]:
    linked: dict[str, str] = {}
    rows: list[list[str]] = []
    more = 0
    for one in found:
        if len(rows) >= _SHOWN:
            more += 1
            continue
        told = one | {"severity": words(one["severity"]), "line": one["line"] or words("whole_file")}
        row = {name: escape(str(told[name] or "")) for name in COLUMNS}
        if field := one["field"]:
            if field not in linked:
                address = of_field(words.language, head.form, head.year, field)
                linked[field] = as_html.guide_link(site, address, field)
            row["field"] = linked[field]
        rows.append(list(row.values()))
    return rows, more


def _safe(value: str | int | None) -> str | int:
    return value if isinstance(value, int) else safe(value or "")
