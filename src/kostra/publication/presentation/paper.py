"""The paper as a PDF that a screen reader can read (PDF/UA): its text is the template beside this module, and its figures are handed in.

The same figures give the same bytes: the PDF says that it was made when they were released.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

_TEMPLATE = Path(__file__).with_name("paper.typ")


def pdf(told: Mapping[str, Any], pictures: Sequence[tuple[str, str]], made: datetime) -> bytes:
    """`pictures` are each an SVG, and what it shows in words."""
    found: bytes = _compiled(told, pictures, made, format="pdf", pdf_standards="ua-1")
    return found


def pages(told: Mapping[str, Any], pictures: Sequence[tuple[str, str]], made: datetime) -> list[bytes]:
    """As images, to be looked at."""
    found: list[bytes] = _compiled(told, pictures, made, format="png", ppi=80.0)
    return found


def _compiled(told: Mapping[str, Any], pictures: Sequence[tuple[str, str]], made: datetime, **how: Any) -> Any:
    import typst

    handed = {
        "told": json.dumps(told, ensure_ascii=False),
        "pictures": json.dumps([{"svg": svg, "alternative": text} for svg, text in pictures], ensure_ascii=False),
    }
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.compile(_TEMPLATE, sys_inputs=handed, font_paths=fonts, timestamp=int(made.timestamp()), **how)
