"""The codes of follow-up: why more time was given, how a try to reach somebody ended, how what was left of a list was treated."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kostra.model.content import read
from kostra.model.errors import Refused
from kostra.model.text import Text

_FILE = Path(__file__).parent / "codes.toml"


def reasons() -> dict[str, Text]:
    return _codes()["reasons"]


def outcomes() -> dict[str, Text]:
    return _codes()["outcomes"]


def treatments() -> dict[str, Text]:
    return _codes()["treatments"]


def chosen(code: str, among: dict[str, Text], what: str) -> Text:
    """The text of a code. Refused when it is not in the list."""
    if code not in among:
        raise Refused(f"«{code}» er ikke {what}. Velg en av: {', '.join(among)}.")
    return among[code]


@cache
def _codes() -> dict[str, dict[str, Text]]:
    table = read(_FILE)
    found: dict[str, dict[str, Text]] = {}
    for list_ in ("reasons", "outcomes", "treatments"):
        found[list_] = {}
        for code, row in table.tables(list_):
            found[list_][code] = Text(row.take("nb", str), row.take("nn", str))
            row.done()
    table.done()
    return found
