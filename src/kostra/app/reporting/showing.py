"""A report as it is shown: as a page, one file of HTML, a document for word processors, or paper. All of them say the same."""

from __future__ import annotations

from html import escape
from pathlib import Path

from kostra.app.pages.html import framed
from kostra.app.pages.words import Words
from kostra.app.reporting.record import Record
from kostra.followup.calendar import OSLO, told
from kostra.model.text import Language
from kostra.reporting import page
from kostra.reporting.composed import Sections
from kostra.reporting.docx.writing import docx
from kostra.reporting.paper import Paper
from kostra.reporting.paper import Words as Around
from kostra.reporting.pdf import pdf

TEXTS = Path(__file__).with_name("texts.toml")
KINDS = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def paper(record: Record, language: Language, address: str, sections: Sections | None = None) -> Paper:
    """`address` is that of the site; nothing gives links that hold on the site alone. `sections` stand in for those of the record."""
    say = Words(TEXTS, language)
    there = record.at.astimezone(OSLO)
    when = f"{told(there.date())} kl. {there:%H.%M}"
    lead = [say("counted", when=when)]
    if record.producer is None:
        lead.insert(0, say("synthetic"))
    else:
        lead.insert(0, say("producer", producer=record.producer))
    lead.append(say("edition", edition=record.edition) if record.edition else say("draft"))
    return Paper(
        say("title", year=record.year),
        language,
        tuple(lead),
        record.at,
        record.sections[language] if sections is None else sections,
        f"{address}/{language}/rapport/{record.year}/tall",
        Around(say("contents"), say("nothing"), say("page")),
    )


def written(one: Paper, kind: str) -> bytes:
    """As a file, of one of `KINDS`. The same paper gives the same bytes."""
    match kind:
        case "docx":
            return docx(one)
        case "pdf":
            return pdf(one)
    return framed(one.title, one.language.value, f"<h1>{escape(one.title)}</h1>\n{page.fragment(one)}").encode()
