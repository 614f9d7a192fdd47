"""Markdown to HTML for pages that people write: anchors on headings, links made to fit the site, tables that scroll. No raw HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kostra.web.pages import Link

_TITLE = re.compile(r"#\s+(.+?)\s*#*\s*$")


@dataclass(frozen=True, slots=True)
class Prose:
    """`headings` are the ones to put in a table of contents: text and anchor."""

    title: str
    html: str
    headings: tuple[Link, ...]


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def prose(text: str, address: Callable[[str], str | None]) -> Prose:
    """`address` says where a link leads; a link that leads nowhere becomes plain text."""
    tokens = _markdown().parse(_without_comments(text))
    title = _take_title(tokens)
    headings = _anchored(tokens)
    for token in tokens:
        for child in token.children or ():
            _mend_image(child, address)
        if token.children:
            token.children = _mend_links(token.children, address)
        if token.attrGet("style"):
            token.attrSet("class", str(token.attrs.pop("style")).replace("text-align:", "").strip())
    html = str(_markdown().renderer.render(tokens, _markdown().options, {}))
    html = html.replace("<pre>", '<pre tabindex="0">')
    return Prose(title, _framed_tables(html), headings)


def title_of(lines: Iterable[str]) -> str | None:
    """The first heading of a page, as plain text."""
    for line in lines:
        if found := _TITLE.match(line):
            return re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", found[1])
    return None


def _without_comments(text: str) -> str:
    return re.sub(r"^<!--.*?-->\s*$", "", text, flags=re.DOTALL | re.MULTILINE)


def _take_title(tokens: list[Token]) -> str:
    """The page's own first heading goes into the frame."""
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title = _plain(tokens[1])
        del tokens[:3]
        return title
    return ""


def _anchored(tokens: list[Token]) -> tuple[Link, ...]:
    """Anchors as GitHub makes them, so that links to a heading work in both places."""
    taken: dict[str, int] = {}
    found = []
    for token, inside in pairwise(tokens):
        if token.type != "heading_open":
            continue
        text = _plain(inside)
        anchor = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        number = taken.get(anchor, 0)
        taken[anchor] = number + 1
        anchor += f"-{number}" if number else ""
        token.attrSet("id", anchor)
        if token.tag == "h2":
            found.append((text, anchor))
    return tuple(found)


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))


def _mend_links(children: list[Token], address: Callable[[str], str | None]) -> list[Token]:
    kept: list[Token] = []
    dropped: list[bool] = []
    for child in children:
        if child.type == "link_open":
            leads = address(str(child.attrGet("href") or ""))
            dropped.append(leads is None)
            if leads is None:
                continue
            child.attrSet("href", leads)
        elif child.type == "link_close" and dropped.pop():
            continue
        kept.append(child)
    return kept


def _mend_image(child: Token, address: Callable[[str], str | None]) -> None:
    if child.type == "image":
        leads = address(str(child.attrGet("src") or ""))
        if leads is None:
            child.type, child.content = "text", child.content
        else:
            child.attrSet("src", leads)


def _framed_tables(html: str) -> str:
    """A wide table scrolls in a region of its own, named by its columns; an empty corner is no heading."""
    names: dict[str, int] = {}

    def framed(found: re.Match[str]) -> str:
        columns = [
            re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r"<th[^>]*>(.*?)</th>", found[0], re.DOTALL)
        ]
        name = ", ".join(column for column in columns if column) or "Table"
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            name = f"{name} ({names[name]})"
        table = re.sub(r"<th[^>]*></th>", "<td></td>", found[0])
        return f'<div class="table" role="region" aria-label="{name}" tabindex="0">\n{table}\n</div>'

    html = re.sub(r"<th(?=[ >])", '<th scope="col"', html)
    return re.sub(r"<table>.*?</table>", framed, html, flags=re.DOTALL)
