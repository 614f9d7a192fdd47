"""The key figures of one region on one sheet: this year beside last year, and beside its KOSTRA group, its county and the country.

Asked for by statisticians alone, since small numbers are not hidden. A region that was others last year has no last year: what was divided
or merged is not put together here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kostra import regions
from kostra.app.permissions import Asker
from kostra.app.statistics.making import cube
from kostra.app.statistics.told import region_of
from kostra.app.system import System
from kostra.forms import catalogue as forms
from kostra.model.cube import Cell, Cube, Footnote, Measure, Status
from kostra.model.errors import Missing, Refused
from kostra.model.form import Senders
from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.statistics.definition import Kind, Ratio, Source
from kostra.tables import catalogue

TABLE = "92001"


@dataclass(frozen=True, slots=True)
class Column:
    """A region in a year. `partial` are the sources that not everybody in it has reported, with how many have and how many should.
    `withheld` is why its figures are not published; None where they are.
    """

    region: str
    name: Text
    year: int
    partial: tuple[tuple[str, int, int], ...] = ()
    withheld: Text | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A key figure: what it is in words, and a cell for each column; None where there is no such column last year."""

    measure: Measure
    about: Text
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    title: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first column is the region itself this year, the second last year."""

    title: Text
    status: Status
    synthetic: bool
    columns: tuple[Column, ...]
    headings: tuple[Heading, ...]
    notes: tuple[Footnote, ...]


def keyfigures(
    system: System, asker: Asker, region: str, year: int | None = None, status: Status = Status.PROVISIONAL
) -> Sheet:
    """Of the region as people write it. Without a year, the last one."""
    year = system.clock.now().year - 1 if year is None else year
    table = catalogue.table(TABLE, year)
    regions.find(region, year)
    now = cube(system, asker, TABLE, year, status)
    own = region_of(now, region)
    last = _last_year(system, asker, year - 1, status)
    before = None if last is None else _before(own, now, last)
    beside = [(year, now, own), (year - 1, last, before), *((year, now, code) for code in _beside(own, now))]
    lines: dict[str, list[Line]] = {id: [] for id in table.groups}
    for measure in now.measures:
        declared = table.measure(measure.id)
        if declared.group is not None and declared.about is not None:
            cells = (None if of is None or code is None else of.cell(code, measure.id) for _, of, code in beside)
            lines[declared.group].append(Line(measure, declared.about, tuple(cells)))
    return Sheet(
        title=now.title,
        status=status,
        synthetic=now.synthetic,
        columns=tuple(_column(*one) or Column(own, now.dimensions[0].values[own], one[0]) for one in beside),
        headings=tuple(Heading(id, title, tuple(lines[id])) for id, title in table.groups.items() if lines[id]),
        notes=tuple(one for one in now.footnotes if set(one.at) <= {"measure"}),
    )


def _last_year(system: System, asker: Asker, year: int, status: Status) -> Cube | None:
    if not any(one.id == TABLE and one.covers(year) for one in catalogue.tables()):
        return None
    try:
        return cube(system, asker, TABLE, year, status)
    except Missing:
        return None


def _before(code: str, now: Cube, last: Cube) -> str | None:
    """What a region was last year, where it was one and the same."""
    known = last.dimensions[0].values
    if len(code) == 4 and code.isdigit():
        try:
            were = regions.predecessors(code, now.year, last.year)
        except Refused:
            return None
        same = len(were) == 1 and regions.successors(were[0], last.year, now.year) == (code,)
        return were[0] if same and were[0] in known else None
    return code if code in known else None


def _beside(code: str, now: Cube) -> list[str]:
    """What a region is looked at beside: what it is a part of."""
    found: list[str] = []
    if code.isdigit():
        told = regions.belonging(code, now.year)
        if told.district is not None:
            found.append(told.municipality.code)
        elif told.kostra_group is not None:
            found.append(told.kostra_group.code)
        found.append(told.county.aggregate)
    return [one for one in (*found, "EAK") if one != code and one in now.dimensions[0].values]


def _column(year: int, of: Cube | None, code: str | None) -> Column | None:
    if of is None or code is None:
        return None
    return Column(code, of.dimensions[0].values[code], year, tuple(_partial(of, code)), of.why_withheld(code))


def _partial(of: Cube, code: str) -> Iterator[tuple[str, int, int]]:
    """By source. What is divided by something from another source is of those in both, and does not count here."""
    table = catalogue.table(TABLE, of.year)
    found: dict[Source, int] = {}
    for one in of.measures:
        declared = table.measure(one.id)
        per = declared.formula.per if isinstance(declared.formula, Ratio) else None
        if per is None or table.measure(per).data == declared.data:
            found[declared.data] = of.cell(code, one.id).reported
    for source, reported in found.items():
        expected = _expected(code, of.year, source)
        if reported < expected:
            yield _named(source), reported, expected


def _named(source: Source) -> str:
    match source.kind:
        case Kind.FORM:
            return f"skjema {source.id}"
        case Kind.ACCOUNTS:
            return "regnskapet"
    return f"registeret {source.id}"


def _expected(code: str, year: int, source: Source) -> int:
    """How many units of a region a source is to come from. A register comes whole or not at all, and Oslo accounts as one."""
    found = regions.find(code, year)
    by_district = (
        source.kind is Kind.FORM and forms.form(source.id).version(year).senders is Senders.MUNICIPALITIES_AND_DISTRICTS
    )
    if found.kind is RegionKind.DISTRICT:
        return 1 if by_district else 0
    within = regions.members(code, year)
    return sum(one.within in within for one in regions.reporting_units(year, by_district=by_district))
