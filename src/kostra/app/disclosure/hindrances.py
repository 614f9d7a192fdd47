"""What is known of each cell of a table before anything is worked out: whether it is published at all, what is out already, what people
have decided, and what was shown the year before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import polars as pl

from kostra.app.disclosure.patterns import STATUS
from kostra.disclosure.problem import Truth, Whole
from kostra.model.cube import REGION, Cube
from kostra.model.protection import Shown
from kostra.model.region import RegionKind, parts_of
from kostra.statistics.definition import EVERYBODY, TOTAL, Declared, Ratio, TableDefinition
from kostra.statistics.inhabitants import inhabitants
from kostra.statistics.keys import MEASURE, keys
from kostra.statistics.places import STRAY
from kostra.statistics.quality import kind_of


class Reason(IntEnum):
    """Why a cell is not shown. Of two, the larger is told."""

    SAFE = 0
    SECONDARY = 1
    PRIMARY = 2
    SMALL = 3
    """It divides persons of a municipality that is too small for it."""
    HELD = 4
    """The table is not published for the region."""


WORDS = tuple(Shown[one.name] for one in Reason)
"""What each is called in the files of a run."""


def hindered(table: TableDefinition, cube: Cube, measure: Declared | None = None) -> Whole:
    """Of regions by the values of the dimensions together: `HELD`, `SMALL`, or nothing. A measure of some persons divides them too."""
    first, *others = cube.dimensions
    held = {region for one in cube.withheld for region in one.regions}
    smallest = table.disclosure.smallest
    small = {region for region in first.values if smallest is not None and _persons(region, cube.year) < smallest}
    totals = [np.array([code == TOTAL for code in one.values]) for one in others]
    every = np.full(1, measure is None or not _divides(table, measure))
    for one in totals:
        every = (every[:, None] & one).reshape(-1)
    found = np.zeros((len(first.values), len(every)), np.int64)
    found[np.ix_(np.array([region in small for region in first.values]), ~every)] = Reason.SMALL
    found[np.array([region in held for region in first.values])] = Reason.HELD
    return found.reshape(-1)


def _divides(table: TableDefinition, measure: Declared) -> bool:
    if isinstance(measure.formula, Ratio):
        parts = (measure.formula.top, measure.formula.per)
        return any(_divides(table, table.measure(part)) for part in parts if part is not None)
    return measure.where != EVERYBODY


def _persons(region: str, year: int) -> float:
    """Larger regions have more than any limit."""
    if region == STRAY or kind_of(region, year) not in (RegionKind.MUNICIPALITY, RegionKind.DISTRICT):
        return np.inf
    return inhabitants(region, year) or 0


@dataclass(frozen=True)
class Before:
    """By table, what each cell was: in the release that came before this one of the same year, and in that of the year before.

    `decided` are the cells that two persons have decided to show, by table: a region, a code of each dimension and a measure. `changed` are
    the regions of a source in which something that was shown earlier the same year, of persons or of amounts, is another number now.
    """

    same_year: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    year_before: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    decided: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)
    changed: Mapping[tuple[str, bool], frozenset[str]] = field(default_factory=dict)

    def gone(self, cube: Cube) -> tuple[str, ...]:
        """Municipalities, alone or as one, that stood in the release before and do not now."""
        frame = self.same_year.get(cube.id)
        codes = [] if frame is None else frame[REGION].unique(maintain_order=True).to_list()
        missing = [code for code in codes if code not in cube.dimensions[0].values]
        parts = {part for code in (*missing, *cube.dimensions[0].values) for part in parts_of(code)}
        return tuple(code for code in missing if code in parts or parts_of(code))

    def earlier(self, cube: Cube, place: int, reason: Reason) -> Truth | None:
        return _reasons(self.same_year.get(cube.id), cube, place, reason)

    def last_year(self, cube: Cube, place: int) -> Truth | None:
        return _reasons(self.year_before.get(cube.id), cube, place, Reason.SAFE)

    def forced(self, cube: Cube, place: int) -> Truth | None:
        those = [cell[:-1] for cell in self.decided.get(cube.id, ()) if cell[-1] == cube.measures[place].id]
        if not those:
            return None
        rows = _rows(cube, place)
        names = [one.id for one in cube.dimensions]
        wanted = pl.DataFrame(those, schema=names, orient="row").with_columns(pl.lit(value=True).alias("forced"))
        told = rows.join(wanted, on=names, how="left", maintain_order="left")
        return told["forced"].fill_null(value=False).to_numpy()


def _reasons(frame: pl.DataFrame | None, cube: Cube, place: int, reason: Reason) -> Truth | None:
    """None where the table was not there, or was divided otherwise."""
    names = [one.id for one in cube.dimensions]
    if frame is None or not {*names, MEASURE, STATUS} <= set(frame.columns):
        return None
    those = frame.filter(pl.col(MEASURE) == cube.measures[place].id)
    told = _rows(cube, place).join(those.select(*names, STATUS), on=names, how="left", maintain_order="left")
    return (told[STATUS] == WORDS[reason].value).fill_null(value=False).to_numpy()


def _rows(cube: Cube, place: int) -> pl.DataFrame:
    """The codes of each cell of a measure."""
    many = len(cube.measures)
    return keys(cube).gather_every(many, place)
