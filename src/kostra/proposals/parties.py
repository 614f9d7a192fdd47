"""Who is invited to hearings by default, read from parties.toml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kostra.model import content

FILE = Path(__file__).parent / "parties.toml"


@cache
def parties(file: Path = FILE) -> tuple[str, ...]:
    table = content.read(file)
    found = table.texts("parties")
    table.done()
    return found
