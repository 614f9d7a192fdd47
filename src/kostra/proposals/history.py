"""What was proposed before this register began, read from history.toml: shown beside the proposals, and never changed by anybody here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from kostra.model import content
from kostra.model.text import Text

FILE = Path(__file__).parent / "history.toml"


class Outcome(StrEnum):
    """`OPEN` where the source concludes nothing."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Earlier:
    """`year` is when it was raised, `told` what became of it, `source` where we have it from."""

    id: str
    year: int
    forms: tuple[str, ...]
    tables: tuple[str, ...]
    by: str
    title: Text
    what: Text
    why: Text
    outcome: Outcome
    told: Text
    source: str


@cache
def history(file: Path = FILE) -> tuple[Earlier, ...]:
    """In the order of the years, and of the file."""
    table = content.read(file)
    found = tuple(_earlier(id, row) for id, row in table.tables("entries"))
    table.done()
    return tuple(sorted(found, key=lambda one: one.year))


def _earlier(id: str, row: content.Table) -> Earlier:
    year = row.year("year")
    if year is None:
        raise row.wrong(None, f"{id} has no year", "Add year = when it was raised.")
    made = Earlier(
        id,
        year,
        row.texts("forms"),
        row.texts("tables"),
        row.take("by", str),
        row.text("title"),
        row.text("what"),
        row.text("why"),
        row.choice("outcome", Outcome, Outcome),
        row.text("told"),
        row.take("source", str),
    )
    row.done()
    return made
