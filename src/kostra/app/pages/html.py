"""A document as HTML: a fragment for the site, or one whole file that opens without a network."""

from __future__ import annotations

from html import escape

from kostra.app.pages.document import Block, Bullets, Definitions, Document, Heading, Note, Paragraph, Table

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1e2b3c; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { border-bottom: 1px solid #c8ced6; padding: .35rem .6rem; text-align: left; vertical-align: top; }
th { background: #f1f4f7; } .note { border-left: .3rem solid #b35c00; background: #fff4e5; padding: .6rem 1rem; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem 0; } code { background: #f1f4f7; padding: 0 .2rem; }
@media (prefers-color-scheme: dark) {
  body { background: #14191f; color: #e6eaef; } th, code { background: #242c36; } th, td { border-color: #3a4552; }
  .note { background: #33260f; }
}
@media print { body { max-width: none; margin: 0; } thead { display: table-header-group; } }
""".strip()


def whole(document: Document) -> str:
    """One file, with its own style."""
    return framed(document.title, document.language, fragment(document))


def framed(title: str, language: str, inside: str) -> str:
    """One file of what is HTML already, with its own style."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        f"{inside}\n</main>\n</body>\n</html>\n"
    )


def fragment(document: Document) -> str:
    """The title and the blocks, for a page that has its own frame."""
    parts, above = [f"<h1>{_text(document.title)}</h1>"], document.title
    for block in document.blocks:
        above = block.text if isinstance(block, Heading) else above
        parts.append(_block(block, above))
    return "\n".join(parts)


def _block(block: Block, above: str) -> str:
    match block:
        case Heading(text, level, anchor):
            id = f' id="{escape(anchor)}"' if anchor else ""
            return f"<h{level}{id}>{_text(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{_text(text)}</p>"
        case Note(text):
            return f'<p class="note">{_text(text)}</p>'
        case Bullets(items):
            return "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in items) + "</ul>"
        case Definitions(pairs):
            return "<dl>" + "".join(f"<dt>{_text(term)}</dt><dd>{_text(text)}</dd>" for term, text in pairs) + "</dl>"
        case Table():
            return _table(block, above)


def _table(table: Table, above: str) -> str:
    """Wide tables scroll inside their own region, reachable by keyboard, so that the page does not. A caption that repeats the
    heading above it is for those who hear the page.
    """
    label = escape(table.caption)
    head = "".join(f'<th scope="col">{_text(column)}</th>' for column in table.columns)
    heard = ' class="heard"' if table.caption == above else ""
    rows = "\n".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return (
        f'<div class="table" role="region" aria-label="{label}" tabindex="0">\n<table>\n<caption{heard}>{_text(table.caption)}'
        f"</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _text(text: str) -> str:
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))
