"""What many files came to: for a terminal, and as the beginning of one HTML file that holds all their reports.

The HTML file is bounded: when it has grown large, the files that follow are counted, and their findings are left out and said to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape

from kostra.app.controls.across import Twice
from kostra.app.controls.check import Report
from kostra.app.controls.reports import as_html, head
from kostra.app.controls.reports.entries import entries
from kostra.app.controls.reports.head import Named
from kostra.app.controls.reports.words import Words, plain
from kostra.app.controls.several import Checked, Summary
from kostra.model.finding import Severity
from kostra.model.text import Language

MOST_FREQUENT = 15
MOST_TWICE = 50
MOST_REFUSED = 50
ROOM = 3_000_000
"""Characters of findings in one HTML file."""

Table = tuple[str, tuple[str, ...], list[tuple[str, ...]], tuple[int, ...]]
"""A caption, columns, rows, and which columns are numbers."""


def as_text(summary: Summary, language: Language) -> str:
    words = Words(language)
    title = words("title_many", count=summary.files)
    lines = [title, "=" * len(title), f"{words('records')}: {words.number(summary.records)}"]
    for caption, columns, rows, numbers in tables(summary, words):
        lines += ["", caption, *_columns((columns, *rows), numbers)]
    if summary.twice:
        lines += ["", words("across"), *(f"  {one}" for one in twice(summary, words))]
    return "".join(f"{plain(line)}\n" for line in lines)


def line(checked: Checked, language: Language) -> str:
    """One file in one line, as it is checked."""
    words, report = Words(language), checked.report
    if checked.nil:
        return plain(f"{checked.file}: {words('nil').lower()}") + "\n"
    if report is None:
        return plain(f"{checked.file}: {words('result.refused')}. {checked.refused}") + "\n"
    counts = ", ".join(
        f"{words(f'all.{severity}').lower()} {words.number(count)}"
        for severity, count in sorted(report.told_by_severity().items(), reverse=True)
    )
    what = f"{report.asked.version.form.id} {head.period(report)} {report.asked.region}"
    return plain(f"{checked.file}: {what}, {words(str(report.severity))}{f' ({counts})' if counts else ''}") + "\n"


def tables(summary: Summary, words: Words) -> Iterator[Table]:
    """The files by result, the findings by severity, the most frequent controls, and the files that were not checked."""
    by_result = [
        (words(f"all.{one}"), words.number(summary.severities[one])) for one in sorted(summary.severities, reverse=True)
    ]
    if summary.nil:
        by_result.append((words("nil"), words.number(summary.nil)))
    if summary.refused:
        by_result.append((words("result.refused"), words.number(len(summary.refused))))
    yield words("by_severity"), (words("result"), words("files")), list(by_result), (1,)
    found = [
        (words(f"all.{one}"), words.number(summary.findings[one])) for one in sorted(summary.findings, reverse=True)
    ]
    if found:
        yield words("findings"), (words("severity"), words("count")), list(found), (1,)
    frequent = [
        (form, id, words.number(count), words.number(files))
        for (form, id), count, files in summary.most_frequent(MOST_FREQUENT)
    ]
    if frequent:
        columns = (words("form"), words("control"), words("count"), words("files"))
        yield words("most_frequent"), columns, list(frequent), (2, 3)
    if summary.refused:
        rows = [(one.file, one.refused) for one in summary.refused[:MOST_REFUSED]]
        if len(summary.refused) > MOST_REFUSED:
            rows.append((words("more_files", count=len(summary.refused) - MOST_REFUSED), ""))
        yield words("not_checked"), (words("file"), words("why")), list(rows), ()


def twice(summary: Summary, words: Words) -> Iterator[str]:
    """A sentence for each person who stands in several deliveries, and how many were left out."""
    for one in summary.twice[:MOST_TWICE]:
        yield sentence(one, words)
    if len(summary.twice) > MOST_TWICE:
        yield words("across_more", count=len(summary.twice) - MOST_TWICE)


def sentence(one: Twice, words: Words) -> str:
    return words(
        "across_one",
        place=one.municipality,
        line=str(one.line),
        file=one.file,
        journal=one.journal or "–",
        other_line=str(one.other_line),
        other=one.other,
        period=one.period,
    )


def pages(checked: Iterable[Checked], summary: Summary, language: Language) -> Iterator[str]:
    """All reports and their summary as one HTML file. The summary is known last and stands first, so the pieces are held; they are
    bounded.
    """
    words = Words(language)
    parts: list[str] = []
    rows: list[tuple[str, ...]] = []
    used = 0
    for number, one in enumerate(checked, start=1):
        if one.report is None:
            continue
        rows.append(_row(number, one.file, one.report, words))
        part = "".join(_of_file(number, one.file, one.report, words, whole=used < ROOM))
        used += len(part)
        parts.append(part)
    yield as_html.opening(words("title_many", count=summary.files), words)
    yield as_html.definitions([(words("records"), words.number(summary.records))])
    for caption, columns, cells, numbers in tables(summary, words):
        yield as_html.table(caption, columns, ([escape(cell) for cell in row] for row in cells), numbers)
    if summary.twice:
        yield f"<h2>{escape(words('across'))}</h2>\n<ul>\n"
        yield from (f"<li>{escape(said)}</li>\n" for said in twice(summary, words))
        yield "</ul>\n"
    columns = tuple(words(name) for name in ("file", "form", "period", "sender", "records", "result", "findings"))
    yield f'<div id="findings">\n{as_html.table(words("files"), columns, rows, (4, 6))}</div>\n'
    yield from parts
    yield as_html.closing()


def _row(number: int, file: str, report: Report, words: Words) -> tuple[str, ...]:
    return (
        f'<a href="#file-{number}">{escape(file)}</a>',
        escape(report.asked.version.form.id),
        escape(head.period(report)),
        escape(report.asked.region),
        words.number(report.table.records),
        as_html.severity_word(report.severity, words),
        words.number(report.table.total),
    )


def _of_file(number: int, file: str, report: Report, words: Words, *, whole: bool) -> Iterator[str]:
    yield f'<h2 id="file-{number}">{escape(file)}</h2>\n'
    if not whole and report.severity is not Severity.OK:
        yield f"<p>{escape(words('file_left_out'))}</p>\n{as_html.back(words)}"
        return
    yield f"<p>{escape(head.title(report, words))}</p>\n"
    alone = replace(report, statistics=None)
    found = entries(alone, words.language)
    yield from as_html.body(alone, words, Named(), found, level=3, prefix=f"file-{number}-")
    yield as_html.back(words)


def _columns(rows: tuple[tuple[str, ...], ...], numbers: tuple[int, ...]) -> Iterator[str]:
    """Columns side by side, the first row being their names; the last one is as wide as it is."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.rjust(width) if at in numbers else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  " + "  ".join(cells).rstrip()
