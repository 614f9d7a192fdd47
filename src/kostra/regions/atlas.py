"""All regions of all years, read once from the data folder and checked.

An atlas refuses to be half right: bad data stop the load (`kostra.regions.checks`). It answers what exists in a year
and leaves every other question to the modules beside it. Years before the first and after the last that the data speak
of are refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kostra.model.dated import Dated
from kostra.model.errors import Refused
from kostra.model.region import Region, RegionKind
from kostra.regions import checks
from kostra.regions.files import Record, records

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Place:
    """One record of validity: a code that means one thing from a year to a year, whatever it was called."""

    code: str
    kind: RegionKind
    names: Dated[str]
    source: Record
    reports: bool = True

    @property
    def since(self) -> int:
        return self.names.since

    @property
    def until(self) -> int | None:
        return self.names.until

    def at(self, year: int) -> Region:
        within = {RegionKind.MUNICIPALITY: self.code[:2], RegionKind.DISTRICT: self.code[:4]}.get(self.kind)
        return Region(self.code, self.names.at(year), self.kind, self.since, self.until, within, self.reports)


@dataclass(frozen=True, slots=True)
class Step:
    """From 1 January of the year, `before` is (wholly or in part) `after`."""

    year: int
    before: str
    after: str
    source: Record


@dataclass(frozen=True, slots=True)
class Membership:
    municipality: str
    group: str
    since: int
    until: int | None
    source: Record


@dataclass(frozen=True, slots=True)
class SizeLimits:
    code: str
    smallest: int
    largest: int | None
    source: Record

    def hold(self, persons: int) -> bool:
        return self.smallest <= persons and (self.largest is None or persons <= self.largest)


@dataclass(frozen=True, eq=False)
class Atlas:
    folder: Path
    first: int
    last: int
    places: tuple[Place, ...]
    steps: tuple[Step, ...]
    memberships: tuple[Membership, ...]
    sizes: tuple[SizeLimits, ...]
    groups_since: int

    def check(self, year: int) -> None:
        if not self.first <= year <= self.last:
            raise Refused(
                f"Regionene er kjent for årene {self.first}-{self.last}, ikke for {year}. Velg et av disse årene."
            )

    def regions(self, kind: RegionKind, year: int) -> dict[str, Region]:
        """The regions of a kind in a year by code, in the order of the codes."""
        return _regions(self, kind, year)

    def group_of(self, year: int) -> dict[str, str]:
        return _groups(self, year)

    def named(self, code: str, kind: RegionKind) -> tuple[Place, ...]:
        """Everything a code has meant, oldest first."""
        return tuple(place for place in self.places if place.code == code and place.kind is kind)


@cache
def _regions(atlas: Atlas, kind: RegionKind, year: int) -> dict[str, Region]:
    atlas.check(year)
    return {place.code: place.at(year) for place in atlas.places if place.kind is kind and place.names.covers(year)}


@cache
def _groups(atlas: Atlas, year: int) -> dict[str, str]:
    return {
        one.municipality: one.group
        for one in atlas.memberships
        if one.since <= year and (one.until is None or year <= one.until)
    }


@cache
def load(folder: Path = DATA) -> Atlas:
    """Read and check a data folder. The default is the one that comes with the program."""
    (years,) = records(folder / "years.csv", ("first", "last"))
    names = _later_names(folder)
    places = [
        *_places(folder / "municipalities.csv", RegionKind.MUNICIPALITY, r"\d{4}", "four digits, as 0301", names),
        *_places(folder / "counties.csv", RegionKind.COUNTY, r"\d{2}", "two digits, as 03", names),
        *_places(folder / "districts.csv", RegionKind.DISTRICT, r"\d{6}", "six digits, as 030101", names, ("reports",)),
        *_places(
            folder / "kostra_groups.csv",
            RegionKind.KOSTRA_GROUP,
            r"EKG\d{2}",
            "EKG and two digits, as EKG01",
            names,
            ("population", "bound_costs", "disposable_income"),
        ),
        *_places(
            folder / "size_classes.csv",
            RegionKind.SIZE_CLASS,
            r"ST\d",
            "ST and a digit, as ST1",
            names,
            ("smallest", "largest"),
        ),
        *_places(folder / "aggregates.csv", None, r"EA[A-Z]+", "EA and capitals, as EAK", names, ("kind",)),
    ]
    checks.names_are_used(names, places)
    places.sort(key=lambda place: (place.code, place.since))
    atlas = Atlas(
        folder=folder,
        first=years.number("first"),
        last=years.number("last"),
        places=tuple(places),
        steps=tuple(
            Step(
                one.number("year"),
                one.code("before", r"\d{4}", "a municipality number, as 1507"),
                one.code("after", r"\d{4}", "a municipality number, as 1508"),
                one,
            )
            for one in records(folder / "changes.csv", ("year", "before", "after"))
        ),
        memberships=tuple(
            Membership(
                one.code("municipality", r"\d{4}", "a municipality number, as 1507"),
                one.code("group", r"EKG\d{2}", "a KOSTRA group, as EKG01"),
                one.number("since"),
                one.number_or_open("until"),
                one,
            )
            for one in records(folder / "kostra_group_members.csv", ("municipality", "since", "until", "group"))
        ),
        sizes=tuple(
            SizeLimits(
                place.code, place.source.number("smallest"), place.source.number_or_open("largest"), place.source
            )
            for place in places
            if place.kind is RegionKind.SIZE_CLASS
        ),
        groups_since=min(place.since for place in places if place.kind is RegionKind.KOSTRA_GROUP),
    )
    checks.everything_holds(atlas)
    return atlas


def _later_names(folder: Path) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for one in records(folder / "names.csv", ("code", "since", "name")):
        found[one["code"]].append(one)
    return found


def _places(
    path: Path,
    kind: RegionKind | None,
    pattern: str,
    looks: str,
    names: dict[str, list[Record]],
    more: tuple[str, ...] = (),
) -> Iterable[Place]:
    for one in records(path, ("code", "since", "until", *more, "name")):
        since, until = one.number("since"), one.number_or_open("until")
        if until is not None and until < since:
            one.refuse(f"{one['code']} ends in {until}, before it begins in {since}", "Correct one of the years")
        called = {since: one.text("name")}
        for later in names.get(one["code"], []):
            year = later.number("since")
            if since < year and (until is None or year <= until):
                if year in called:
                    later.refuse(f"{one['code']} gets two names in {year}", "Keep one of them")
                called[year] = later.text("name")
        yield Place(
            code=one.code("code", pattern, looks),
            kind=kind or RegionKind(one.choice("kind", ("country", "country-without-oslo", "all-districts"))),
            names=Dated.of(called, until),
            source=one,
            reports="reports" not in more or one.choice("reports", ("yes", "no")) == "yes",
        )
