"""The bodies outside that send us registers, or are handed what we received for them. Which organisation a body is, is content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kostra.model import content
from kostra.model.text import Text

_FILE = Path(__file__).parent / "bodies.toml"


@dataclass(frozen=True, slots=True)
class Body:
    """`number` is the organisation's, nine digits."""

    id: str
    name: Text
    number: str


@cache
def bodies() -> Mapping[str, Body]:
    table = content.read(_FILE)
    found = {}
    for id in list(table.keys()):
        row = table.table(id)
        name = row.table("name")
        found[id] = Body(id, Text(name.take("nb", str), name.take("nn", str)), row.take("number", str))
        name.done()
        row.done()
    return found


def with_number(number: str) -> str | None:
    """The body that an organisation is."""
    return next((one.id for one in bodies().values() if one.number == number), None)
