"""A municipality as its figures are released: the key figures of the last years, what they stand beside, and what is not shown.

Every figure is a cell of the table of key figures; a heading and what a figure means come from the definition of the table. Nothing is
counted here but how a municipality stands among those that show a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kostra import regions
from kostra.model.errors import Missing
from kostra.model.text import Text
from kostra.publication.asking import Asked, Wanted
from kostra.publication.places import standing, surroundings
from kostra.publication.places.standing import Rank
from kostra.publication.selecting import Selection, select
from kostra.publication.shown import Shown, cells
from kostra.publication.table import CONTENTS, REGION, TIME, Table
from kostra.tables import catalogue

TABLE = "92001"
YEARS = 5
FIRST = ("andel_18_66", "stonad_per_mottaker", "stonadslengde", "netto_per_innbygger")
"""What is asked for most: shown first, with a picture of each."""


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class KeyFigure:
    id: str
    title: Text
    unit: Text
    about: Text | None


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    title: Text
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """`own` is by year, `beside` by place in the newest year."""

    figure: KeyFigure
    own: tuple[Shown, ...]
    beside: tuple[Shown, ...]
    rank: Rank | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`selection` has every cell of it, with its notes and signs."""

    place: Place
    beside: tuple[Place, ...]
    years: tuple[str, ...]
    parts: tuple[tuple[Heading, tuple[Line, ...]], ...]
    selection: Selection

    @property
    def lines(self) -> dict[str, Line]:
        return {line.figure.id: line for _, lines in self.parts for line in lines}

    @property
    def hidden(self) -> tuple[Line, ...]:
        """With something of the municipality itself that is not shown, for fear that somebody would be recognised."""
        return tuple(line for line in self.lines.values() if any(one.is_hidden for one in line.own))


def headings(table: Table) -> tuple[Heading, ...]:
    """The key figures that are released, under their headings."""
    definition = catalogue.table(table.id, int(table.years[-1]))
    found = []
    for id, title in definition.groups.items():
        own = [one for one in definition.measures if one.group == id and one.id in table.measure]
        figures = tuple(KeyFigure(one.id, one.title, table.measure[one.id].unit, one.about) for one in own)
        if figures:
            found.append(Heading(id, title, figures))
    return tuple(found)


def place(table: Table, code: str) -> Place:
    axis = table.axes[0]
    return Place(code, axis.texts[axis.place[code]])


def chosen(table: Table, codes: Sequence[str], measures: Sequence[str], years: int = YEARS) -> Selection:
    """These places side by side, a line for each key figure."""
    wanted = {
        REGION: Wanted(tuple(codes)),
        CONTENTS: Wanted(tuple(measures)),
        TIME: Wanted(table.years[-years:]),
    }
    return select(table, Asked(wanted, heading=(REGION, TIME), stub=(CONTENTS,)))


def sheet(table: Table, code: str) -> Sheet:
    if code not in {one.code for one in municipalities(table)}:
        raise Missing(f"Det er ikke publisert nøkkeltall for kommunen «{code[:20]}». Se listen over kommuner.")
    own = place(table, code)
    near = [place(table, one) for one in surroundings.beside(code, int(table.years[-1]), table.axes[0])]
    parts = headings(table)
    measures = [one.id for part in parts for one in part.figures]
    selection = chosen(table, [code, *(one.code for one in near)], measures)
    years = table.years[-YEARS:]
    every = cells(selection)
    codes, ids = selection.codes(0), selection.codes(table.contents)
    width = len(codes) * len(years)
    ranks = standing.ranks(table)

    def line(one: KeyFigure) -> Line:
        row = ids.index(one.id) * width

        def of(region: str) -> list[Shown]:
            first = row + codes.index(region) * len(years)
            return every[first : first + len(years)]

        return Line(one, tuple(of(code)), tuple(of(each.code)[-1] for each in near), ranks.get((code, one.id)))

    return Sheet(own, tuple(near), years, tuple((part, tuple(map(line, part.figures))) for part in parts), selection)


def municipalities(table: Table) -> tuple[Place, ...]:
    """Those of the newest year that the table has."""
    axis = table.axes[0]
    own = regions.municipalities(surroundings.known_year(int(table.years[-1])))
    return tuple(Place(one.code, axis.texts[axis.place[one.code]]) for one in own if one.code in axis.place)
