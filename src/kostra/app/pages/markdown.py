"""A document as Markdown, as it is committed under docs/ and printed in a terminal."""

from __future__ import annotations

from kostra.app.pages.document import Block, Bullets, Definitions, Document, Heading, Note, Paragraph, Table

_SPECIAL = str.maketrans({character: "\\" + character for character in "\\*<>[]|"})


def markdown(document: Document) -> str:
    blocks = (f"# {_text(document.title)}", *(_block(block) for block in document.blocks))
    return "\n\n".join(blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_text(text)}"
        case Paragraph(text):
            return _text(text)
        case Note(text):
            return f"> {_text(text)}"
        case Bullets(items):
            return "\n".join(f"* {_text(item)}" for item in items)
        case Definitions(pairs):
            return "\n".join(f"* **{_text(term)}:** {_text(text)}" for term, text in pairs)
        case Table(_, columns, rows):
            lines = [_row(columns), _row(("---",) * len(columns)), *(_row(tuple(map(_text, row))) for row in rows)]
            return "\n".join(lines)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    """Escaped, but for what stands between backticks, and on one line."""
    parts = " ".join(text.split()).split("`")
    return "`".join(part if number % 2 else part.translate(_SPECIAL) for number, part in enumerate(parts))
