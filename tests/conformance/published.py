"""A table as the engine makes it from anybody's records, with some cells hidden, and the year before: what others' programs read."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import numpy as np

from kostra.disclosure.hiding import hidden
from kostra.model.cube import Cube, Status
from kostra.model.text import Text
from kostra.publication.over_years import table
from kostra.publication.reading import Edition
from kostra.publication.selecting import Selection
from kostra.publication.table import IS_BLANK, SIGN, Listing, Subject, Table
from kostra.statistics.engine import make
from kostra.statistics.writing import as_json, as_parquet
from kostra.tables import catalogue
from unit.statistics.any_records import any_records

ID = "91153"
LISTING = Listing(Subject("sos", Text("Sosiale tjenester", "Sosiale tenester", "Social services")))


@cache
def published() -> Table:
    return table((_edition(2024, Status.FINAL), _edition(2025, Status.PROVISIONAL)), LISTING)


def _edition(year: int, status: Status) -> Edition:
    cube = published_cube(ID, year, status)
    return Edition(as_json(cube).encode(), as_parquet(cube), datetime(year + 1, 6, 15, 6, tzinfo=UTC))


def published_cube(id: str, year: int, status: Status) -> Cube:
    """Some of its cells are hidden, and of some it cannot be said."""
    declared = next(one for one in catalogue.tables() if one.id == id and one.covers(year))
    records, _ = any_records(declared, year, many=400)
    cube = make(declared, records, status)
    random = np.random.default_rng(year).random(len(cube.cells))
    return hidden(cube, random < 0.05, random > 0.98)


SYMBOLS = {".": '"."', "..": '".."', ":": '"..."'}
"""What stands in a PX for a sign."""


def cells(of: Selection) -> list[tuple[float | None, str | None]]:
    """The value and the sign of each, from the arrays alone."""
    values = (of.taken(of.table.values) / 10.0**of.decimals).tolist()
    marks = of.marks.tolist()
    return [(None if IS_BLANK[mark] else value, SIGN[mark]) for value, mark in zip(values, marks, strict=True)]
