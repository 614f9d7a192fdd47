"""A report as HTML: a list of contents and the sections, for a page that has its own frame. Each number is a link to where it is from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape

from kostra.reporting.composed import Block, Paragraph, Picture, Run, Table
from kostra.reporting.paper import Paper, anchor
from kostra.reporting.picture import svg

Beside = Callable[[str], str]
"""What stands beside a place where somebody can write, as HTML."""


def fragment(paper: Paper, beside: Beside = lambda slot: "") -> str:
    lead = (f"<p>{escape(line)}</p>" for line in paper.lead)
    return "\n".join((*lead, _contents(paper), *_sections(paper, beside)))


def _contents(paper: Paper) -> str:
    """A list in a list for each level."""
    title = escape(paper.words.contents)
    lines, level = [], 0
    for one in paper.sections:
        lines.append("</li>" if one.level <= level else "")
        lines += ["<ul>"] * (one.level - level) + ["</ul>\n</li>"] * (level - one.level)
        lines.append(f'<li><a href="#{anchor(one.number)}">{escape(f"{one.number} {one.title}")}</a>')
        level = one.level
    lines += ["</li>\n</ul>"] * level
    inside = "\n".join(filter(None, lines))
    return f'<nav class="report-contents" aria-label="{title}">\n<h2>{title}</h2>\n{inside}\n</nav>'


def _sections(paper: Paper, beside: Beside) -> Iterator[str]:
    for place, one in enumerate(paper.sections):
        level = one.level + 1
        yield f'<h{level} id="{anchor(one.number)}">{escape(f"{one.number} {one.title}")}</h{level}>'
        for block in one.blocks:
            yield _block(block, paper)
            # What is written freely is changed where it is begun.
            if isinstance(block, Paragraph) and block.slot != one.id:
                yield beside(block.slot)
        if paper.is_empty(place):
            yield f"<p>{escape(paper.words.nothing)}</p>"
        yield beside(one.id)


def _block(block: Block, paper: Paper) -> str:
    if isinstance(block, Table):
        return _table(block, paper)
    if isinstance(block, Picture):
        return f"<figure>\n<figcaption>{escape(block.caption)}</figcaption>\n{svg(block, 'currentColor')}\n</figure>"
    return f"<p{_language(block, paper)}>{_runs(block.runs, paper)}</p>"


def _language(block: Paragraph, paper: Paper) -> str:
    """Of what somebody wrote in the other written form."""
    return "" if block.language in (None, paper.language) else f' lang="{block.language}"'


def _table(table: Table, paper: Paper) -> str:
    """It scrolls inside its own region, reachable by keyboard, so that the page does not."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in table.columns)
    rows = "\n".join(
        f'<tr><th scope="row">{_runs(row[0], paper)}</th>{"".join(f"<td>{_runs(cell, paper)}</td>" for cell in row[1:])}</tr>'
        for row in table.rows
    )
    caption = escape(table.caption)
    return (
        f'<div class="table" role="region" aria-label="{caption}" tabindex="0">\n<table>\n<caption>{caption}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _runs(runs: Iterable[Run], paper: Paper) -> str:
    return "".join(_run(run, paper) for run in runs)


def _run(run: Run, paper: Paper) -> str:
    link = paper.link(run)
    text = escape(run.text)
    return text if link is None or not run.text else f'<a class="ds-link figure" href="{escape(link)}">{text}</a>'
