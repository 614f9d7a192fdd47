"""A released bank that reads as the real one: tables with their own titles, for the country, a county and two municipalities."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from integration.publication.released import OLE, SIRI, approved, run_of
from kostra.app.publication import approving, releasing
from kostra.app.publication.releasing import Order
from kostra.app.system import System
from kostra.model.cube import REGION, Cell, Cube, Dimension, Mark, Measure, Status
from kostra.model.release import Kind, Release
from kostra.model.text import Text
from kostra.tables import catalogue

PEOPLE, MONTHS, COSTS = "13995", "91105", "12362"
"""One that is not divided, one by age, and one by function."""
YEAR = 2026
REGION_NAMES = {"EAK": "Landet", "EKA55": "Troms", "5501": "Tromsø", "1103": "Stavanger"}
_CODES = {
    "alle": Text("Alle", "Alle", "All"),
    "a": Text("Den ene", "Den eine", "One"),
    "b": Text("Andre", "Andre", "Other"),
}


def cube(table: str, year: int = YEAR, status: Status = Status.PROVISIONAL) -> Cube:
    """Its figures tell the year, and the country has a thousand more; one group in Stavanger is hidden."""
    definition = catalogue.table(table, year)
    measures = tuple(
        Measure(one.id, one.title, one.unit, one.decimals, one.counted) for one in definition.measures if not one.hidden
    )
    dimensions = (
        Dimension(REGION, Text("region", "region", "region"), {c: Text(n, n, n) for c, n in REGION_NAMES.items()}),
        *(Dimension(one.id, one.title, _CODES, "alle") for one in definition.dimensions),
    )
    places = product(*(one.values for one in dimensions), measures)
    return Cube(
        id=table,
        year=year,
        title=definition.title,
        population=definition.population,
        source=definition.source,
        status=status,
        synthetic=True,
        dimensions=dimensions,
        measures=measures,
        cells=[_cell(each[:-1], year) for each in places],
        coverage={},
        footnotes=definition.footnotes[:1],
        breaks=definition.breaks,
        replaces=definition.replaces,
        controlled=True,
    )


def _cell(codes: tuple[object, ...], year: int) -> Cell:
    if codes[0] == "1103" and codes[-1] == "a":
        return Cell(None, Mark.CONFIDENTIAL, 1)
    return Cell(year + (1000 if codes[0] == "EAK" else 0), None, 1)


def released(
    system: System,
    data: Path,
    tables: tuple[str, ...] = (PEOPLE, MONTHS, COSTS),
    year: int = YEAR,
    kind: Kind = Kind.PROVISIONAL,
) -> Release:
    """Approved, and waiting for its hour."""
    status = Status.FINAL if kind is Kind.FINAL else Status.PROVISIONAL
    approved(system, run_of(system, data, [cube(each, year, status) for each in tables], status, year=year))
    made = releasing.make(system, SIRI, data, Order(year, kind))
    return approving.approve(system, OLE, data, made.id)
