"""The guide of a form as a page, with a table of contents. Every field can be linked to by its id."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.forms import guidance
from kostra.app.pages.document import Block, Document, Heading
from kostra.forms import catalogue
from kostra.model.text import Language
from kostra.web.asked import form_asked
from kostra.web.downloads import markdown_file
from kostra.web.pages import Page, body, show
from kostra.web.words import Words

_PART, _FIELD = 2, 3


@dataclass(frozen=True, slots=True)
class Part:
    """An entry of the table of contents, and what stands below it."""

    text: str
    anchor: str
    below: tuple[tuple[str, str], ...]


def one_guide(request: Request) -> Response:
    form, language = form_asked(request)
    word = Words(language)
    crumbs = ((word("forms"), f"/{language}/skjema"), (word("form", form=form.id), f"/{language}/skjema/{form.id}"))
    context = _contents(form.id, language)
    return show(request, Page("guide.html", context["title"], language, crumbs, "forms", context=context))


def one_guide_markdown(request: Request) -> Response:
    form, language = form_asked(request)
    return markdown_file(guidance.as_document(form, language), f"{form.id}-veiledning-{language}")


@cache
def anchors(id: str, language: Language) -> dict[str, str]:
    """Where each field is explained. Neighbours that share their guidance share the place of the first."""
    form = catalogue.form(id)
    headings = {block.anchor for block in guidance.as_document(form, language).blocks if isinstance(block, Heading)}
    places: dict[str, str] = {}
    place = ""
    for field in form.fields:
        place = field.id if field.id in headings else place
        places[field.id] = place
    return places


@cache
def _contents(id: str, language: Language) -> dict[str, Any]:
    document = with_anchors(guidance.as_document(catalogue.form(id), language))
    return {"title": document.title, "form_id": id, "body": body(document), "parts": parts(document)}


def with_anchors(document: Document) -> Document:
    """The same document, where every heading can be linked to."""
    taken = {block.anchor for block in document.blocks if isinstance(block, Heading)}
    blocks: list[Block] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Heading) and block.anchor is None:
            anchor = re.sub(r"[^a-zæøå0-9]+", "-", block.text.casefold()).strip("-") or f"del-{number}"
            while anchor in taken:
                anchor += "-del"
            taken.add(anchor)
            block = replace(block, anchor=anchor)
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def parts(document: Document) -> tuple[Part, ...]:
    found: list[Part] = []
    for block in document.blocks:
        match block:
            case Heading(text, level, str(anchor)) if level == _PART:
                found.append(Part(text, anchor, ()))
            case Heading(text, level, str(anchor)) if level == _FIELD and found:
                found[-1] = replace(found[-1], below=(*found[-1].below, (text, anchor)))
    return tuple(found)
