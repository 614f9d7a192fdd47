"""What a trial of a control came to, as a page and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kostra.app.controls.pages import word
from kostra.app.controls.spelled import spelled
from kostra.app.controls.trial import Count, Tried
from kostra.app.pages.document import Block, Bullets, Document, Heading, Paragraph, Table
from kostra.controls.declare import Control
from kostra.model.text import Language


def as_document(tried: Tried, language: Language) -> Document:
    span = f"{tried.years[0]}–{tried.years[-1]}" if len(tried.years) > 1 else str(tried.years[0])
    blocks: list[Block] = [Paragraph(word("tried_about", language))]
    for control in tried.controls:
        severity = word(str(tried.severity(control)), language)
        blocks.append(Heading(f"{control.id}: {spelled(control.name)} ({severity})"))
        blocks.append(_by_year(tried, control, language))
        blocks += _by_vendor(tried, control, language)
        blocks += _shown(tried, control, language)
    if tried.only:
        told = [word("only_first", language, id=one, other=other, count=count) for one, other, count in tried.only]
        blocks.append(Bullets(tuple(told)))
    return Document(word("tried", language, years=span), language.value, tuple(blocks))


def _by_year(tried: Tried, control: Control, language: Language) -> Table:
    columns = ("year", "files", "records", "hits", "share", "senders", "undecided")
    rows = []
    for year in tried.years:
        count = tried.counts[control.name, year]
        share = f"{100 * count.hits / count.records:.2f} %".replace(".", ",") if count.records else ""
        rows.append(
            tuple(
                str(x)
                for x in (year, count.files, count.records, count.hits, share, len(count.senders), count.undecided)
            )
        )
    return Table(word("hits", language), tuple(word(key, language) for key in columns), tuple(rows))


def _by_vendor(tried: Tried, control: Control, language: Language) -> Iterator[Block]:
    vendors: dict[str, int] = {}
    for year in tried.years:
        for vendor, hits in tried.counts[control.name, year].vendors.items():
            vendors[vendor] = vendors.get(vendor, 0) + hits
    if set(vendors) - {""}:
        rows = tuple((name or "?", str(hits)) for name, hits in sorted(vendors.items(), key=lambda item: -item[1]))
        yield Table(word("vendor", language), (word("vendor", language), word("hits", language)), rows)


def _shown(tried: Tried, control: Control, language: Language) -> Iterator[Block]:
    examples = tried.examples[control.name]
    if not examples:
        yield Paragraph(word("no_hits", language))
        return
    columns = (word("file", language), word("line", language), word("journal", language), word("examples", language))
    rows = tuple(
        (e.file, str(e.line), e.journal, ", ".join(f"{name.upper()}: «{value}»" for name, value in e.shown))
        for e in examples
    )
    yield Table(word("examples", language), columns, rows)


def as_json(tried: Tried, language: Language) -> dict[str, Any]:
    return {
        "form": tried.form,
        "years": list(tried.years),
        "controls": [
            {
                "control": control.id,
                "rule": control.name,
                "severity": str(tried.severity(control)),
                "years": [_year_as_json(year, tried.counts[control.name, year]) for year in tried.years],
                "examples": [
                    {"file": e.file, "line": e.line, "journal": e.journal, "shown": dict(e.shown)}
                    for e in tried.examples[control.name]
                ],
            }
            for control in tried.controls
        ],
        "only": [{"control": one, "not": other, "records": count} for one, other, count in tried.only],
    }


def _year_as_json(year: int, count: Count) -> dict[str, Any]:
    return {
        "year": year,
        "files": count.files,
        "records": count.records,
        "hits": count.hits,
        "undecided": count.undecided,
        "senders": dict(sorted(count.senders.items())),
        "vendors": dict(sorted(count.vendors.items())),
    }
