"""A report as one HTML file: it opens without a network, prints, is read aloud, follows light or dark, and runs no script.

Everything that comes from a file or from the asker is escaped, and a content policy in the page forbids whatever could slip through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from kostra.app.controls.check import Report
from kostra.app.controls.reports import head
from kostra.app.controls.reports.as_text import other_caseworkers
from kostra.app.controls.reports.entries import Caseworker, Entry, entries
from kostra.app.controls.reports.head import Named
from kostra.app.controls.reports.words import Words, spans
from kostra.app.guide.addresses import of_field
from kostra.model.finding import Severity
from kostra.model.text import Language

STYLE = Path(__file__).parent / "report.css"

_NUMBER = ' class="number"'
_SCROLLS = '<div class="table" role="region" aria-label="{}" tabindex="0">\n<table>\n'
"""A wide table scrolls inside its own region, reachable by keyboard, so that the page does not."""


def as_html(report: Report, language: Language, named: Named) -> Iterator[str]:
    """The file, in pieces."""
    words = Words(language)
    yield opening(head.title(report, words), words)
    yield from body(report, words, named, entries(report, language), level=2)
    yield closing()


def opening(title: str, words: Words) -> str:
    """All before the content, with the title as the heading of the page."""
    return (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
        f'<body>\n<a class="skip" href="#findings">{words("skip")}</a>\n<main id="top">\n<h1>{escape(title)}</h1>\n'
    )


def closing() -> str:
    return "</main>\n</body>\n</html>\n"


def body(
    report: Report, words: Words, named: Named, found: Sequence[Entry], *, level: int, prefix: str = ""
) -> Iterator[str]:
    """The result, what was checked, the findings, and the figures. `prefix` keeps the anchors of several reports apart."""
    yield f'<p class="result {report.severity}">{escape(head.result(report, words))}</p>\n'
    yield definitions(head.facts(report, words, named))
    heading = words("findings")
    yield f'<h{level} id="{prefix}findings">{escape(heading)}</h{level}>\n'
    if not found:
        yield f"<p>{escape(words('none'))}</p>\n"
    else:
        yield _overview(found, words, prefix)
    for entry in found:
        yield from _entry(entry, words, level + 1, prefix, _guide(report, entry, words, named))
    if report.statistics is not None:
        yield f"<h{level}>{escape(words('statistics'))}</h{level}>\n"
        yield _statistics(report, words)


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    return "<dl>\n" + "".join(f"<dt>{escape(term)}</dt><dd>{escape(said)}</dd>\n" for term, said in pairs) + "</dl>\n"


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """A plain table. The cells are HTML already; the rest is text."""
    kinds = [_NUMBER if at in numbers else "" for at in range(len(columns))]
    top = "".join(f'<th scope="col"{kind}>{escape(name)}</th>' for kind, name in zip(kinds, columns, strict=True))
    written = "".join(
        "<tr>" + "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>\n"
        for row in rows
    )
    return (
        f"{_SCROLLS.format(escape(caption))}"
        f"<caption>{escape(caption)}</caption>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{written}</tbody>\n</table>\n</div>\n"
    )


def severity_word(severity: Severity, words: Words) -> str:
    return f'<span class="severity {severity}">{escape(words(str(severity)))}</span>'


def back(words: Words) -> str:
    return f'<p class="top"><a href="#top">{escape(words("top"))}</a></p>\n'


def _overview(found: Sequence[Entry], words: Words, prefix: str) -> str:
    """Every entry with its number, as the way in."""
    rows = [
        (
            f'<a href="#{prefix}{entry.anchor}">{escape(entry.name)}</a>',
            escape(_field(entry)),
            severity_word(entry.severity, words),
            words.number(entry.count),
        )
        for entry in found
    ]
    columns = (words("control"), words("field"), words("severity"), words("count"))
    return table(words("contents"), columns, rows, numbers=(3,))


def _field(entry: Entry) -> str:
    return " – ".join(part for part in (entry.field, entry.label) if part)


def guide_link(site: str, address: str, text: str) -> str:
    return f'<a href="{escape(site + address)}">{escape(text)}</a>'


def _guide(report: Report, entry: Entry, words: Words, named: Named) -> str:
    """Where the field is explained for the year. A report that no site tells leads nowhere."""
    if named.site is None:
        return ""
    version = report.asked.version
    address = of_field(words.language, version.form.id, version.year, entry.field)
    text = words("guide") if entry.field is None else f"{words('guide')}: {entry.field}"
    return f"<p>{guide_link(named.site, address, text)}</p>\n"


def _entry(entry: Entry, words: Words, level: int, prefix: str, guide: str) -> Iterator[str]:
    field = f" {entry.field}" if entry.field else ""
    yield f'<section aria-labelledby="{prefix}{entry.anchor}">\n<h{level} id="{prefix}{entry.anchor}">'
    yield f"{escape(entry.name)}{escape(field)}: {words.number(entry.count)} {severity_word(entry.severity, words)}</h{level}>\n"
    if entry.label:
        yield f"<p>{escape(entry.label)}</p>\n"
    yield guide
    if any(entry.lines):
        more = entry.count - len(entry.lines)
        rest = f" {words('and_more', count=more)}" if more > 0 else ""
        yield f"<p><strong>{escape(words('lines'))}:</strong> {spans(entry.lines)}{escape(rest)}</p>\n"
    if len(entry.ids) > 1:
        yield f"<p>{escape(words('same', ids=', '.join(entry.ids[1:])))}</p>\n"
    yield _rows(entry, words)
    if others := other_caseworkers(entry, words):
        yield f"<p>{escape(others)}</p>\n"
    if entry.left_out > 0:
        yield f"<p><em>{escape(words('left_out', count=entry.left_out))}</em></p>\n"
    yield back(words) + "</section>\n"


def _rows(entry: Entry, words: Words) -> str:
    """The findings that are shown, one group of rows for each case worker."""
    columns = (words("line"), words("journal"), words("message"))
    top = "".join(f'<th scope="col"{_NUMBER if at == 0 else ""}>{escape(name)}</th>' for at, name in enumerate(columns))
    groups = "".join(_group(one, words) for one in entry.caseworkers if one.rows)
    caption = escape(" ".join(part for part in (entry.name, entry.field) if part))
    return f"{_SCROLLS.format(caption)}<caption>{caption}</caption>\n<thead><tr>{top}</tr></thead>\n{groups}</table>\n</div>\n"


def _group(one: Caseworker, words: Words) -> str:
    rows = "".join(
        f"<tr><td{_NUMBER}>{row.line or escape(words('whole_file'))}</td><td>{escape(row.journal)}</td>"
        f"<td>{escape(row.message)}</td></tr>\n"
        for row in one.rows
    )
    if not one.name and all(row.line == 0 for row in one.rows):
        return f"<tbody>\n{rows}</tbody>\n"
    who = f"{words('caseworker')} {one.name}" if one.name else words("nobody").capitalize()
    return (
        f'<tbody>\n<tr><th class="who" colspan="3" scope="rowgroup">{escape(who)}: {words.number(one.count)}</th></tr>\n'
        f"{rows}</tbody>\n"
    )


def _statistics(report: Report, words: Words) -> str:
    made = (
        table(heading, (heading, unit), ((escape(name), value) for name, value in rows), numbers=(1,))
        for heading, unit, rows in head.statistics(report, words)
    )
    return '<div class="numbers">\n' + "".join(made) + "</div>\n"
