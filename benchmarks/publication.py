"""What it costs to publish: a table of nine years read, selections of it in each format, and the list of all the tables of a nation in a
process that has read none of them. Run: python -m benchmarks.publication

Must hold: JSON-stat of 200 000 cells within 20 ms and of 800 000 within 100 ms, from the question to the bytes. The table is one that the
engine makes, for the whole country, of anybody's records, with a quarter of its cells hidden; run it with PYTHONPATH=src:tests.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import numpy as np

from kostra.disclosure.hiding import hidden
from kostra.model.cube import Cube, Status
from kostra.model.text import Language, Text
from kostra.publication import figures
from kostra.publication.asking import Asked, Wanted
from kostra.publication.default import default
from kostra.publication.finding import listed
from kostra.publication.over_years import table
from kostra.publication.reading import Edition
from kostra.publication.selecting import Selection, select
from kostra.publication.table import Listing, Subject, Table
from kostra.publication.writing import Format, write
from kostra.statistics.definition import TableDefinition
from kostra.statistics.engine import make
from kostra.statistics.writing import as_json, as_parquet
from kostra.tables import catalogue
from unit.statistics.any_records import any_records

ID, YEAR, YEARS = "91101", 2025, 9
Made = TypeVar("Made")
LISTING = Listing(Subject("sos", Text("Sosiale tjenester", "Sosiale tenester", "Social services")))


def main() -> int:
    first = hidden_cube(next(one for one in catalogue.tables() if one.id == ID and one.covers(YEAR)), 100_000)
    editions = [edition(replace(first, year=YEAR - back)) for back in range(YEARS)]
    took, published = lap(lambda: table(editions, LISTING), 1)
    print(f"read, {published.values.size:,} cells of {YEARS} years: {took:.0f} ms")
    print(f"as text, once: {lap(lambda: figures.texts(published), 1)[0]:.0f} ms")
    print(f"default selection, json-stat2: {lap(lambda: content(default(published), Format.JSON_STAT))[0]:.1f} ms")
    held = True
    for years, most, limit in ((2, 200_000, 20.0), (8, 800_000, 100.0)):
        took, written = lap(partial(asked, published, years))
        cells = picked(published, years).cells
        scaled = took * min(1.0, most / cells)
        held = held and scaled < limit
        print(
            f"json-stat2, {cells:,} cells: {took:.1f} ms, {len(written) >> 10:,} kB  (limit {limit:.0f} ms of {most:,})"
        )
    for of in Format:
        selection = picked(published, 2, "TOP(150)" if of in (Format.XLSX, Format.HTML) else "*")
        took, written = lap(partial(content, selection, of), 2)
        print(f"{of.value}, {selection.cells:,} cells: {took:.0f} ms, {len(written) >> 10:,} kB")
    listing()
    return 0 if held else 1


def listing() -> None:
    """Of all that is declared, as if the year's figures were there for nine years."""
    first = [hidden_cube(one, 1000) for one in catalogue.tables() if one.covers(YEAR)]
    editions = [[edition(replace(cube, year=YEAR - back)) for back in range(YEARS)] for cube in first]
    took, tables = lap(lambda: [table(each, LISTING) for each in editions], 1)
    cells = sum(one.values.size for one in tables)
    print(f"the list of tables, the first time: {len(tables)} tables, {cells:,} cells: {took:.0f} ms to read")
    now = datetime(YEAR + 2, 1, 1, tzinfo=UTC)
    for what, asked in (("all", {}), ("searched", {"query": "sosialhjelp etter alder"})):
        list_them = partial(listed, tables, asked, Language.BOKMAL, now)
        once, again = lap(list_them, 1)[0], lap(list_them)[0]
        print(f"the list of tables, {what}: {once:.0f} ms, then {again:.1f} ms")


def picked(of: Table, years: int, regions: str = "*") -> Selection:
    wanted = {axis.code: Wanted(("*",)) for axis in of.axes}
    wanted |= {"Region": Wanted((regions,)), "Tid": Wanted((f"TOP({years})",))}
    return select(of, Asked(wanted), most=1_000_000)


def asked(of: Table, years: int) -> bytes:
    return content(picked(of, years), Format.JSON_STAT)


def content(selection: Selection, of: Format) -> bytes:
    return write(selection, Language.BOKMAL, of).content


def hidden_cube(declared: TableDefinition, many: int) -> Cube:
    cube = make(declared, any_records(declared, YEAR, many=many)[0], Status.FINAL)
    random = np.random.default_rng(1).random(len(cube.cells))
    return hidden(cube, random < 0.25, random > 0.99)


def edition(cube: Cube) -> Edition:
    return Edition(as_json(cube).encode(), as_parquet(cube), datetime(cube.year + 1, 6, 15, 6, tzinfo=UTC))


def lap(do: Callable[[], Made], times: int = 15) -> tuple[float, Made]:
    """The best of some, in milliseconds of CPU, and what was made."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        made = do()
        best = min(best, time.process_time() - began)
    return best * 1000, made


if __name__ == "__main__":
    sys.exit(main())
