"""A report as a PDF that a screen reader can read (PDF/UA): its text is the template beside this module, and all it says is handed in.

The same report gives the same bytes: the PDF says that it was made when the report was finished.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from kostra.reporting.composed import Block, Picture, Run, Table
from kostra.reporting.paper import Paper
from kostra.reporting.picture import svg

_TEMPLATE = Path(__file__).with_name("pdf.typ")
_NO_SIGN, _NUMBERED = re.compile(r'the text `?"(.+?)"`? could not be displayed'), re.compile(r"\\u\{([0-9a-f]+)\}")
_INSTEAD = "¤"
_WIDE = 5
"""Columns from which a table is set in smaller letters."""


def pdf(paper: Paper) -> bytes:
    found: bytes = _compiled(paper, format="pdf", pdf_standards="ua-1")
    return found


def pages(paper: Paper) -> list[bytes]:
    """As images, to be looked at."""
    found: bytes | list[bytes] = _compiled(paper, format="png", ppi=70.0)
    return [found] if isinstance(found, bytes) else found


def _compiled(paper: Paper, **how: Any) -> Any:
    import typst

    told = json.dumps(_told(paper), ensure_ascii=False)
    fonts = typst.Fonts(include_system_fonts=False)
    made = int(paper.made.timestamp())
    while True:
        try:
            return typst.compile(_TEMPLATE, sys_inputs={"told": told}, font_paths=fonts, timestamp=made, **how)
        except typst.TypstError as error:
            # What somebody wrote may hold a sign that no font here has: the paper shows that there is one.
            found = _NO_SIGN.search(str(error))
            left = told if found is None else told.replace(_sign(found[1]), _INSTEAD)
            if left == told:
                raise
            told = left


def _sign(written: str) -> str:
    """As it stands in the JSON; the compiler writes some by their number."""
    return json.dumps(_NUMBERED.sub(lambda one: chr(int(one[1], 16)), written), ensure_ascii=False)[1:-1]


def _told(paper: Paper) -> dict[str, Any]:
    return {
        "language": paper.language.value,
        "title": paper.title,
        "lead": list(paper.lead),
        "contents": paper.words.contents,
        "sections": [
            {
                "level": one.level,
                "title": f"{one.number} {one.title}",
                "nothing": paper.words.nothing if paper.is_empty(place) else None,
                "blocks": [_block(block, paper) for block in one.blocks],
            }
            for place, one in enumerate(paper.sections)
        ],
    }


def _block(block: Block, paper: Paper) -> dict[str, Any]:
    if isinstance(block, Picture):
        return {"kind": "picture", "svg": svg(block), "caption": block.caption, "alternative": block.alternative}
    if isinstance(block, Table):
        return {
            "kind": "table",
            "caption": block.caption,
            "columns": list(block.columns),
            "small": len(block.columns) > _WIDE,
            "rows": [[_runs(cell, paper) for cell in row] for row in block.rows],
        }
    return {"kind": "text", "language": (block.language or paper.language).value, "runs": _runs(block.runs, paper)}


def _runs(runs: tuple[Run, ...], paper: Paper) -> list[dict[str, str | None]]:
    return [{"text": run.text, "link": paper.link(run) if run.text else None} for run in runs]
