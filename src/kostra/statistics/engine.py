"""A declared table and the records of a year become a cube.

A region of which nothing is reported has no figures; one that is reported in part has those of its part, and says how large that is.
What is made of synthetic persons says so in its title and in a footnote, until somebody who answers for the figures is named.
"""

from __future__ import annotations

from collections.abc import Mapping

from kostra.model.cube import REGION, Cube, Dimension, Footnote, Measure, Status
from kostra.model.errors import Refused
from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.statistics import words
from kostra.statistics.cells import cells
from kostra.statistics.definition import Declared, Mean, Ratio, Source, TableDefinition
from kostra.statistics.dividing import dimension, grouped
from kostra.statistics.inhabitants import at_end
from kostra.statistics.places import STRAY, Level
from kostra.statistics.records import Records
from kostra.statistics.reporting import reporting
from kostra.statistics.rows import municipal


def make(
    table: TableDefinition, records: Mapping[Source, Records], status: Status, producer: str | None = None
) -> Cube:
    """`records` are those of the sources that something has come from; the table's own must be there. `producer` answers for figures of
    real persons; without one they are synthetic.
    """
    if table.together:
        records = {source: one.together(table.together) for source, one in records.items()}
    own = records[table.data]
    year = own.year
    if not table.covers(year):
        ends = "" if table.until is None else f" til og med {table.until}"
        raise Refused(f"Tabell {table.id} gjelder fra og med {table.since}{ends}, ikke for {year}. Velg et annet år.")
    names = {code: name for level in own.places.levels for code, name in _names(table, level).items()}
    covered = zip(own.places.regions, reporting(own).coverage, strict=True)
    return Cube(
        id=table.id,
        year=year,
        title=table.title if producer else words.synthetic(table.title),
        population=table.population,
        source=table.source if producer is None else f"{producer}: {table.source}",
        status=status,
        synthetic=producer is None,
        dimensions=(Dimension(REGION, words.REGION, names), *(dimension(one, year) for one in table.dimensions)),
        measures=tuple(_measure(one) for one in table.measures if not one.hidden),
        cells=cells(table, records, tuple(names), status),
        coverage={code: one for (_, code), one in covered if code in names},
        footnotes=_footnotes(table, records, names, synthetic=producer is None),
        breaks=table.breaks,
        replaced_by=table.replaced_by,
        replaces=table.replaces,
    )


def _names(table: TableDefinition, level: Level) -> Mapping[str, Text]:
    """The regions that the table has of a level. Municipalities that are one stand among the others."""
    if level.kind is RegionKind.TOGETHER or (table.levels and level.kind not in table.levels):
        return {}
    names = dict(level.names)
    return grouped(names, table.together) if level.kind is RegionKind.MUNICIPALITY else names


def _measure(one: Declared) -> Measure:
    parts: tuple[str, ...] = ()
    if isinstance(one.formula, Ratio):
        parts = (one.formula.top,) if one.formula.per is None else (one.formula.top, one.formula.per)
    return Measure(one.id, one.title, one.unit, one.decimals, one.counted, parts)


def _footnotes(
    table: TableDefinition, records: Mapping[Source, Records], names: Mapping[str, Text], *, synthetic: bool
) -> tuple[Footnote, ...]:
    year = records[table.data].year
    found = [one for one in table.footnotes if one.since is None or one.since <= year]
    if synthetic:
        found.insert(0, Footnote(words.SYNTHETIC_NOTE, {}))
    if not at_end(year):
        counted = [one.id for one in table.measures if _of_inhabitants(one)]
        found += [Footnote(words.FIRST_OF_JANUARY.fill(year=year), {"measure": id}) for id in counted]
    lost = [_strays(records[source]) for source in table.sources if source in records]
    if any(one is not None for one in lost):
        count = sum(one or 0 for one in lost)
        found.append(Footnote(words.STRAYS.fill(count=count), {REGION: STRAY} if STRAY in names else {}))
    return tuple(found)


def _of_inhabitants(one: Declared) -> bool:
    return isinstance(one.formula, Mean) or (isinstance(one.formula, Ratio) and one.formula.inhabitants is not None)


def _strays(records: Records) -> int | None:
    """How many records are of a municipality that nobody knows; None where there is no such municipality."""
    level = municipal(records)
    if STRAY not in level.codes:
        return None
    return int((level.place[records.unit] == level.codes.index(STRAY)).sum())
