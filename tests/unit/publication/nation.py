"""The key figures of a whole nation in memory, of any numbers: for whoever shows them, and does not mind what they are."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from kostra import regions
from kostra.model.cube import Mark, Measure
from kostra.model.text import Text
from kostra.publication import refusals, words
from kostra.publication.table import BY_MARK, CONTENTS, REGION, TIME, Axis, Listing, Note, Subject, Table
from kostra.tables import catalogue

ID, NEWEST = "92001", 2026
LISTING = Listing(Subject("sosiale", Text("Sosiale tjenester", "Sosiale tenester", "Social services")))


def key_figures(
    years: int = 5, *, municipalities: int | None = None, provisional: bool = True, hidden: float = 0.05
) -> Table:
    """Of the newest `years`, for all municipalities or the first so many, their counties, all groups and the country."""
    definition = catalogue.table(ID, NEWEST)
    measures = tuple(
        Measure(one.id, one.title, one.unit, one.decimals, one.counted) for one in definition.measures if one.group
    )
    places = regions.municipalities(NEWEST)[:municipalities]
    counties = [one for one in regions.counties(NEWEST) if any(place.within == one.code for place in places)]
    above = [regions.country(NEWEST), *counties, *regions.groups(NEWEST)]
    region = Axis(
        REGION,
        Text("region", "region", "region"),
        (*(one.aggregate for one in above), *(one.code for one in places)),
        tuple(Text(one.name, one.name, one.name) for one in (*above, *places)),
    )
    codes = tuple(str(NEWEST - back) for back in reversed(range(years)))
    called = [f"{code}*" if provisional and code == codes[-1] else code for code in codes]
    time = Axis(TIME, words.YEAR, codes, tuple(Text(one, one, one) for one in called))
    contents = Axis(CONTENTS, words.CONTENTS, tuple(one.id for one in measures), tuple(one.title for one in measures))
    shape = (len(region), len(contents), len(time))
    random = np.random.Generator(np.random.PCG64(8))
    marks = np.zeros(shape, np.uint8)
    small = random.random(shape) < hidden
    small[: len(above)] = False
    marks[small] = BY_MARK[Mark.CONFIDENTIAL]
    notes = [
        Note(Text("Syntetiske tall: oppdiktet.", "Syntetiske tal: oppdikta.", "Synthetic figures."), mandatory=True)
    ]
    if provisional:
        notes.append(Note(words.PROVISIONAL, {TIME: codes[-1]}, mandatory=True))
    return Table(
        id=ID,
        title=definition.title,
        population=definition.population,
        source=definition.source,
        axes=(region, contents, time),
        measures=measures,
        values=random.integers(20, 90_000, shape),
        marks=marks,
        notes=tuple(notes),
        breaks=(),
        updated=datetime(NEWEST + 1, 3, 15, 7, tzinfo=UTC),
        provisional=frozenset(codes[-1:] if provisional else ()),
        synthetic=True,
        listing=LISTING,
    )


class Shelf:
    """A bank of these tables, for pages that are shown without a database."""

    def __init__(self, *tables: Table) -> None:
        self._tables = {one.id: one for one in tables}

    def tables(self) -> tuple[Table, ...]:
        return tuple(self._tables.values())

    def moment(self) -> Shelf:
        return self

    def table(self, id: str) -> Table:
        if id not in self._tables:
            raise refusals.no_table(id)
        return self._tables[id]
