"""Writing reports in the format that was asked for: one report, or many as one file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO

from kostra.app.controls.check import Report
from kostra.model.text import Language

if TYPE_CHECKING:
    from kostra.app.controls.across import Twice
    from kostra.app.controls.several import Checked, Summary

SHOWN = 20
"""How many findings of each control a person sees first."""

_AT_ONCE = 1 << 16


class Format(StrEnum):
    TEXT = "text"
    HTML = "html"
    JSON = "json"
    XLSX = "xlsx"
    CSV = "csv"

    @property
    def for_people(self) -> bool:
        """Shown and grouped, with the first findings; the others are full lists."""
        return self in (Format.TEXT, Format.HTML)

    @property
    def suffix(self) -> str:
        return "txt" if self is Format.TEXT else str(self)


def keep(format: Format, asked: int | None) -> int | None:
    """How many findings of each control are held. A person is shown at least one."""
    if not format.for_people:
        return asked
    return SHOWN if asked is None else max(asked, 1)


def write(
    report: Report,
    format: Format,
    language: Language,
    out: BinaryIO,
    file: str | None,
    sender: str | None,
    site: str | None = None,
) -> None:
    """One report. `site` is the address of the site that tells it."""
    if format is Format.JSON:
        from kostra.app.controls.as_json import as_json

        return _put(out, as_json(report, language))
    if format is Format.CSV:
        from kostra.app.controls.reports.as_csv import as_csv

        return _put(out, as_csv(report, language))
    from kostra.app.controls.reports.head import Named

    named = Named(file, sender, site)
    if format is Format.XLSX:
        from kostra.app.controls.reports.as_xlsx import as_xlsx

        return as_xlsx(out, [(named, report)], language)
    if format is Format.HTML:
        from kostra.app.controls.reports.as_html import as_html

        return _put(out, as_html(report, language, named))
    from kostra.app.controls.reports.as_text import as_text

    return _put(out, as_text(report, language, named))


def write_all(checked: Iterable[Checked], summary: Summary, format: Format, language: Language, out: BinaryIO) -> None:
    """Many, as one file. `summary` is complete when the last of them has been taken."""
    match format:
        case Format.JSON:
            _put(out, _json(checked, summary, language))
        case Format.CSV:
            _put(out, _csv(checked, language))
        case Format.XLSX:
            from kostra.app.controls.reports.as_xlsx import as_xlsx
            from kostra.app.controls.reports.head import Named

            as_xlsx(out, ((Named(one.file), one.report) for one in checked if one.report is not None), language)
        case Format.HTML:
            from kostra.app.controls.reports.summary import pages

            _put(out, pages(checked, summary, language))
        case Format.TEXT:
            _put(out, _text(checked, summary, language))


def _json(checked: Iterable[Checked], summary: Summary, language: Language) -> Iterator[str]:
    """An array: the report of each file, then the persons who stand in several deliveries, when there are any."""
    from kostra.app.controls.as_json import as_json

    between = "["
    for one in checked:
        yield between
        between = ",\n"
        if one.report is None:
            why = {"nil": True} if one.nil else {"refused": one.refused}
            yield json.dumps({"file": one.file} | why, ensure_ascii=False)
        else:
            yield from as_json(one.report, language, one.file)
    if summary.twice:
        yield between + json.dumps({"across": [_across(one, language) for one in summary.twice]}, ensure_ascii=False)
        between = ""
    yield "]\n" if between != "[" else "[]\n"


def _across(one: Twice, language: Language) -> dict[str, object]:
    from kostra.app.controls.reports.summary import sentence
    from kostra.app.controls.reports.words import Words

    return {
        "form": one.form,
        "period": one.period,
        "region": one.municipality,
        "severity": "warning",
        "file": one.file,
        "line": one.line,
        "journal": one.journal,
        "other_file": one.other,
        "other_line": one.other_line,
        "message": sentence(one, Words(language)),
    }


def _csv(checked: Iterable[Checked], language: Language) -> Iterator[str]:
    from kostra.app.controls.reports.as_csv import COLUMNS, findings, heading

    yield heading(("file", *COLUMNS))
    for one in checked:
        if one.report is not None:
            yield from findings(one.report, language, one.file)


def _text(checked: Iterable[Checked], summary: Summary, language: Language) -> Iterator[str]:
    from kostra.app.controls.reports.summary import as_text, line

    for one in checked:
        yield line(one, language)
    yield "\n" + as_text(summary, language)


def _put(out: BinaryIO, pieces: Iterable[str]) -> None:
    """Small pieces, gathered: a call for each of a million findings would cost more than making them."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size > _AT_ONCE:
            out.write("".join(waiting).encode("utf-8", "replace"))
            waiting.clear()
            size = 0
    out.write("".join(waiting).encode("utf-8", "replace"))
