"""Where each county stands on a map of tiles: about as they lie, laid out by hand. The map shows which is where, and no borders."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kostra.regions.atlas import DATA
from kostra.regions.files import records


@cache
def tiles(folder: Path = DATA) -> Mapping[str, tuple[int, int]]:
    """By county: the column from the west and the row from the north. No two that are there in the same year stand in the same place."""
    found = records(folder / "tiles.csv", ("county", "column", "row"))
    return {
        one.code("county", r"\d{2}", "two digits, as 03"): (one.number("column"), one.number("row")) for one in found
    }
