"""The sentence of what a control found, in both written forms: what is wrong, where, how many, and what to do."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kostra.model.content import read_texts
from kostra.model.period import Period
from kostra.model.text import Text
from kostra.registers.found import Found
from kostra.registers.layout import Layout

_FILE = Path(__file__).parent / "messages.toml"


@cache
def messages() -> dict[str, Text]:
    return read_texts(_FILE)


def sentence(layout: Layout, period: Period, found: Found) -> Text:
    told = messages()[found.control]
    for name, value in found.shown:
        told = _put(told, name, messages()[f"what_{value}"]) if name == "what" else told.fill(**{name: value})
    if found.column is not None and found.control == "R10":
        told = _put(told, "kind", messages()[f"kind_{layout.column(found.column).kind}"])
    return told.fill(
        column=found.column or "",
        count=found.count,
        line=found.rows[0].line if found.rows else 1,
        year=period.year,
        encodings=", ".join(encoding.upper() for encoding in layout.encodings),
    )


def _put(told: Text, name: str, value: Text) -> Text:
    return Text(told.fill(**{name: value.nb}).nb, told.fill(**{name: value.nn}).nn)
