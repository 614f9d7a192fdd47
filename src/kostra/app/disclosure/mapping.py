"""One table of a run: which cells are not shown and in defence of what, and the whole pattern as a matrix of municipality by category.

Only of a run whose files are still there. No value of any cell is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from kostra.app.disclosure import patterns
from kostra.app.disclosure.advising import Advice, kept
from kostra.app.disclosure.deciding import is_on_disk, one
from kostra.app.disclosure.merging import merges
from kostra.app.disclosure.naming import Naming, counties, county_of, kinds, naming
from kostra.app.disclosure.neighbours import can_be_one, neighbours
from kostra.app.disclosure.patterns import MEASURE, STATUS
from kostra.app.disclosure.showing import year_before
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.model.cube import REGION
from kostra.model.errors import Conflict, Missing
from kostra.model.people import Duty
from kostra.model.protection import Merge, Place, Protection, Shown, Tally
from kostra.model.region import RegionKind, parts_of
from kostra.model.text import Text

_KIND, _COUNTY = "_kind", "_county"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """A cell that is not shown. `because` is the one that it defends, which may be of another table."""

    place: Place
    kind: RegionKind
    shown: Shown
    because: Place | None


@dataclass(frozen=True, slots=True)
class Column:
    """A category of the matrix: one code for each dimension, and a measure."""

    codes: tuple[str, ...]
    measure: str
    merged: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A municipality, or several as one, with the status of each column; None where there is no such cell."""

    region: str
    cells: tuple[Shown | None, ...]

    @property
    def merged(self) -> bool:
        return bool(parts_of(self.region))

    @property
    def lost(self) -> int:
        return lost_of(self.cells)


@dataclass(frozen=True, slots=True)
class County:
    code: str
    name: str
    lines: tuple[Line, ...]

    @property
    def by_column(self) -> tuple[int, ...]:
        return tuple(lost_of(cells) for cells in zip(*(line.cells for line in self.lines), strict=True))


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: tuple[Column, ...]
    counties: tuple[County, ...]

    def of_column(self, place: int) -> tuple[Shown | None, ...]:
        return tuple(line.cells[place] for county in self.counties for line in county.lines)


def lost_of(cells: Iterable[Shown | None]) -> int:
    return sum(one is not None and one is not Shown.SAFE for one in cells)


@dataclass(frozen=True)
class TableSeen:
    """`merges` are those that hold now, and `advice` what each other merge would bring back; None where nobody has worked it out."""

    made: Protection
    frame: pl.DataFrame
    naming: Naming
    tally: Tally
    before: Tally | None
    merges: tuple[Merge, ...]
    advice: tuple[Advice, ...] | None
    taken: tuple[Merge, ...]

    @cached_property
    def _known(self) -> dict[str, Naming]:
        return {self.naming.table.id: self.naming}

    def naming_of(self, table: str) -> Naming:
        """Also of another table, whose cell one of this may defend."""
        if table not in self._known:
            self._known[table] = naming(table, self.made.year, self.taken)
        return self._known[table]

    @property
    def municipalities(self) -> dict[str, Text]:
        """Those that stand alone in the table now, and have neighbours."""
        as_one = {code for one in self.merges if one.dimension == REGION for code in one.codes}
        near = {code for those in neighbours(self.made.year) for code in those}
        codes = self.frame[REGION].unique(maintain_order=True).to_list()
        those = [part for code in codes for part in parts_of(code) or (code,)]
        return {code: self.naming.region(code) for code in those if code in near - as_one}

    def holds(self, merge: Merge) -> bool:
        """Municipalities and groups may be others than when they were merged."""
        return merge.dimension != REGION or can_be_one(merge.codes, self.made.year)

    @cached_property
    def placed(self) -> pl.DataFrame:
        year = self.made.year
        kind_of = {code: kind.value for code, kind in kinds(year).items()}
        of = {code: county_of(code, year) for code in self.frame[REGION].unique().to_list()}
        region = pl.col(REGION)
        return self.frame.with_columns(
            region.replace_strict(kind_of, default=RegionKind.MUNICIPALITY.value, return_dtype=pl.String).alias(_KIND),
            region.replace_strict(of, return_dtype=pl.String).alias(_COUNTY),
        )

    def lost(self, county: str = "", why: str = "", kind: str = "") -> list[Row]:
        """The cells that are not shown, as rows for `told`: of a county, of a why, of a kind of region; empty for all."""
        wanted = [pl.col(STATUS) != Shown.SAFE.value]
        wanted += [pl.col(name) == value for name, value in ((_COUNTY, county), (STATUS, why), (_KIND, kind)) if value]
        return self.placed.filter(*wanted).rows()

    def told(self, row: Row) -> Lost:
        region, *codes = row[: len(patterns.dimensions(self.frame)) + 1]
        measure, status, because, kind, _ = row[len(codes) + 1 :]
        place = Place(self.naming.table.id, region, tuple(codes), measure)
        return Lost(place, RegionKind(kind), Shown(status), Place.read(because) if because else None)

    @property
    def measures(self) -> list[str]:
        """In the order of the table."""
        there = set(self.frame[MEASURE].unique().to_list())
        return [id for id in self.naming.measures if id in there]

    def matrix(self, measures: Sequence[str], county: str = "") -> Matrix:
        """Municipalities by county, and every category of these measures."""
        dimensions = patterns.dimensions(self.frame)
        rows = self.placed.filter(pl.col(_KIND) == RegionKind.MUNICIPALITY.value, pl.col(MEASURE).is_in(list(measures)))
        if county:
            rows = rows.filter(pl.col(_COUNTY) == county)
        found = {tuple(key): Shown(status) for *key, status in rows.select(REGION, *dimensions, MEASURE, STATUS).rows()}
        categories = rows.select(*dimensions, MEASURE).unique(maintain_order=True).rows()
        columns = tuple(self._column(dimensions, each) for each in categories)
        by_county: dict[str, list[Line]] = {}
        for region, of in rows.select(REGION, _COUNTY).unique(maintain_order=True).rows():
            cells = tuple(found.get((region, *one.codes, one.measure)) for one in columns)
            by_county.setdefault(of, []).append(Line(region, cells))
        names = dict(counties(self.made.year).values())
        return Matrix(
            columns, tuple(County(code, names.get(code, ""), tuple(by_county[code])) for code in sorted(by_county))
        )

    def _column(self, dimensions: Sequence[str], category: Row) -> Column:
        *codes, measure = category
        return Column(tuple(codes), measure, self.naming.is_merged(zip(dimensions, codes, strict=True)))


def of_table(system: System, asker: Asker, data: Path, id: str, table: str) -> TableSeen:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        made = one(tx, id)
        tally = made.tally(table)
        if tally is None:
            raise Missing(f"Kjøringen har ingen tabell «{table[:20]}». Velg en av tabellene i den.")
        before = year_before(tx, made)
        every = tx.disclosure.merges()
        hold = merges(tx, made.year, table)
        if not is_on_disk(data, made):
            raise Conflict(
                "Filene til denne kjøringen er ryddet bort, for det er gjort en nyere. Se på den nyeste i stedet."
            )
    taken = tuple(each for each in every if each.id in made.merged)
    return TableSeen(
        made,
        patterns.read(patterns.folder(data, made), table, made.year),
        naming(table, made.year, taken),
        tally,
        None if before is None else before.tally(table),
        hold,
        kept(patterns.of_run(data, made), table),
        taken,
    )
