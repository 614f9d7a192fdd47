"""A declared table and the records of a year become a cube.

A region of which nothing is reported has no figures; one that is reported in part has those of its part, and says how large that is.
What is made of synthetic persons says so in its title and in a footnote, until somebody who answers for the figures is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kostra.model.cube import REGION, Cell, Coverage, Cube, Dimension, Footnote, Mark, Measure, Status
from kostra.model.errors import Refused
from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.statistics import words
from kostra.statistics.counting import Figures, count
from kostra.statistics.definition import Declared, Ratio, TableDefinition
from kostra.statistics.dividing import dimension
from kostra.statistics.inhabitants import at_end, behind, inhabitants
from kostra.statistics.places import STRAY, Level
from kostra.statistics.records import Records


@dataclass(frozen=True, slots=True)
class _Region:
    coverage: Coverage
    reported: tuple[str, ...]


def make(table: TableDefinition, records: Records, status: Status, producer: str | None = None) -> Cube:
    """`producer` answers for figures of real persons; without one they are synthetic."""
    year = records.year
    if not table.covers(year):
        ends = "" if table.until is None else f" til og med {table.until}"
        raise Refused(f"Tabell {table.id} gjelder fra og med {table.since}{ends}, ikke for {year}. Velg et annet år.")
    dimensions = tuple(dimension(one, year) for one in table.dimensions)
    cells: list[Cell] = []
    names: dict[str, Text] = {}
    coverage: dict[str, Coverage] = {}
    for level in records.places.levels:
        regions = {code: _region(records, level, place) for place, code in enumerate(level.codes)}
        names |= dict(level.names)
        coverage |= {code: one.coverage for code, one in regions.items()}
        cells += _level(table, records, level, regions, status)
    return Cube(
        id=table.id,
        year=year,
        title=table.title if producer else words.synthetic(table.title),
        population=table.population,
        source=table.source if producer is None else f"{producer}: {table.source}",
        status=status,
        synthetic=producer is None,
        dimensions=(Dimension(REGION, words.REGION, names), *dimensions),
        measures=tuple(_measure(table, one) for one in table.measures if not one.hidden),
        cells=tuple(cells),
        coverage=coverage,
        footnotes=_footnotes(table, records, synthetic=producer is None),
        breaks=table.breaks,
        replaced_by=table.replaced_by,
        replaces=table.replaces,
    )


def _measure(table: TableDefinition, one: Declared) -> Measure:
    parts: tuple[str, ...] = ()
    if isinstance(one.formula, Ratio):
        parts = (one.formula.top,) if one.formula.per is None else (one.formula.top, one.formula.per)
    return Measure(one.id, one.title, one.unit, one.decimals, one.counted, parts)


def _region(records: Records, level: Level, place: int) -> _Region:
    within = np.flatnonzero(level.place == place)
    units = records.places.units
    expected = [unit for unit in within if unit < records.places.expected]
    there = [unit for unit in within if records.reported[unit]]
    whole = bool(expected) and len(there) >= len(expected) and all(records.reported[unit] for unit in expected)
    reported = tuple(units[unit] for unit in there if unit < records.places.expected)
    share = _share(reported, [units[unit] for unit in expected], records.year, whole)
    if level.codes[place] == STRAY:
        share = None
    return _Region(Coverage(len(reported) or len(there), len(expected), share), reported)


def _share(reported: tuple[str, ...], expected: list[str], year: int, whole: bool) -> Fraction | None:
    if whole:
        return Fraction(1)
    all_ = [inhabitants(unit, year) for unit in expected]
    if None in all_:
        return None
    of = sum(one or 0 for one in all_)
    return Fraction(sum(inhabitants(unit, year) or 0 for unit in reported), of) if of else None


def _level(
    table: TableDefinition, records: Records, level: Level, regions: Mapping[str, _Region], status: Status
) -> list[Cell]:
    figures = {
        one.id: count(records, level, one, table.dimensions, table.months)
        for one in table.measures
        if not isinstance(one.formula, Ratio)
    }
    each = [_cells(table, one, records.year, regions, figures, status) for one in table.measures if not one.hidden]
    return [cell for together in zip(*each, strict=True) for cell in together]


def _cells(
    table: TableDefinition,
    one: Declared,
    year: int,
    regions: Mapping[str, _Region],
    figures: Mapping[str, Figures],
    status: Status,
) -> list[Cell]:
    ratio = one.formula if isinstance(one.formula, Ratio) else None
    own = figures[one.id if ratio is None else ratio.top]
    value, contributors = own.value.tolist(), own.contributors.tolist()
    largest = None if own.largest is None or ratio is not None else [each.tolist() for each in own.largest]
    per = _per(ratio, year, regions, figures) if ratio is not None else None
    within = len(value) // len(regions)
    found: list[Cell] = []
    for region in regions.values():
        reported = region.coverage.reported
        for cell in range(len(found), len(found) + within):
            if not reported:
                found.append(Cell(None, Mark.MISSING))
                continue
            two = () if largest is None else tuple(each[cell] for each in largest if each[cell])
            shown: int | Fraction | None = value[cell]
            if ratio is not None and per is not None:
                below = per[cell]
                shown = Fraction(value[cell] * ratio.times, below) if below else None
            found.append(Cell(shown, _mark(shown, status), reported, 0, contributors[cell], two))
    return found


def _mark(value: int | Fraction | None, status: Status) -> Mark | None:
    if value is None:
        return Mark.NOT_POSSIBLE
    if value == 0:
        return Mark.NIL
    return Mark.PROVISIONAL if status is Status.PROVISIONAL else None


def _per(ratio: Ratio, year: int, regions: Mapping[str, _Region], figures: Mapping[str, Figures]) -> list[int | None]:
    """What each cell is divided by."""
    if ratio.per is not None:
        return list(figures[ratio.per].value.tolist())
    cells = len(figures[ratio.top].value)
    within = cells // len(regions)
    if ratio.inhabitants is None:
        # A share is of the region's own total, which stands first in it.
        totals = figures[ratio.top].value[::within].tolist()
        return [total for total in totals for _ in range(within)]
    band = ratio.inhabitants
    counted: list[int | None] = []
    for code, one in regions.items():
        known = None if code == STRAY else behind(code, year, band, one.reported, one.coverage.share == 1)
        counted += [known] * within
    return counted


def _footnotes(table: TableDefinition, records: Records, *, synthetic: bool) -> tuple[Footnote, ...]:
    found = list(table.footnotes)
    if synthetic:
        found.insert(0, Footnote(words.SYNTHETIC_NOTE, {}))
    if not at_end(records.year):
        rates = [one.id for one in table.measures if isinstance(one.formula, Ratio) and one.formula.inhabitants]
        found += [Footnote(words.FIRST_OF_JANUARY.fill(year=records.year), {"measure": id}) for id in rates]
    municipal = records.places.level(RegionKind.MUNICIPALITY)
    if municipal is not None and STRAY in municipal.codes:
        lost = int((municipal.place[records.unit] == municipal.codes.index(STRAY)).sum())
        found.append(Footnote(words.STRAYS.fill(count=lost), {REGION: STRAY}))
    return tuple(found)
