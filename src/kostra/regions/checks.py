"""What must hold of the region files together, checked at every load.

A code means one thing at a time, nothing begins or ends without saying from or to what, and every municipality has one
county, one KOSTRA group from the first year of the groups, and size classes without gaps. What does not hold is
refused, with file, line and what to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from kostra.model.region import RegionKind
from kostra.regions.files import Record

if TYPE_CHECKING:
    from kostra.regions.atlas import Atlas, Membership, Place

_OPEN = 9999


def everything_holds(atlas: Atlas) -> None:
    places: dict[tuple[RegionKind, str], list[Place]] = defaultdict(list)
    for place in atlas.places:
        places[place.kind, place.code].append(place)
    _years_hold(atlas)
    _no_code_overlaps_itself(places)
    _changes_name_known_codes(atlas, places)
    _nothing_begins_or_ends_alone(atlas)
    _every_municipality_has_a_county(atlas, places)
    _every_district_has_a_municipality(atlas, places)
    _every_municipality_has_a_group(atlas, places)
    _size_classes_have_no_gap(atlas)


def names_are_used(names: dict[str, list[Record]], places: Iterable[Place]) -> None:
    used = {(place.code, year) for place in places for year, _ in place.names.points[1:]}
    for code, later in names.items():
        for one in later:
            if (code, one.number("since")) not in used:
                one.refuse(
                    f"{code} does not exist both in {one['since']} and the year before",
                    "A first name stands with the region itself; write here only the names it gets later",
                )


def _years_hold(atlas: Atlas) -> None:
    for place in atlas.places:
        if place.since < atlas.first:
            place.source.refuse(
                f"{place.code} begins in {place.since}, but the data begin in {atlas.first}",
                f"Write {atlas.first}, or move the first year in years.csv",
            )


def _no_code_overlaps_itself(places: dict[tuple[RegionKind, str], list[Place]]) -> None:
    for (_, code), known in places.items():
        for earlier, later in pairwise(known):
            if later.since <= (earlier.until or _OPEN):
                later.source.refuse(
                    f"{code} is valid from {later.since}, but line {earlier.source.line} "
                    f"has it until {earlier.until or 'now'}",
                    "End the first before the second begins, or keep one line",
                )


def _covered(spans: Iterable[tuple[int, int | None]], since: int, until: int | None) -> int | None:
    """The first year from `since` to `until` that no span covers; None when all are."""
    year = since
    for first, last in sorted(spans, key=lambda span: span[0]):
        if first > year:
            break
        if last is None:
            return None
        year = max(year, last + 1)
    return year if year <= (until or _OPEN) else None


def _changes_name_known_codes(atlas: Atlas, places: dict[tuple[RegionKind, str], list[Place]]) -> None:
    seen: set[tuple[int, str, str]] = set()
    for step in atlas.steps:
        for code, year in ((step.before, step.year - 1), (step.after, step.year)):
            known = places.get((RegionKind.MUNICIPALITY, code), [])
            if not any(place.names.covers(year) for place in known):
                spans = " and ".join(f"{place.since}-{place.until or ''}" for place in known) or "never"
                step.source.refuse(
                    f"municipality {code} is not valid in {year} (it is valid {spans})",
                    "Correct the code or the year, or add the municipality to municipalities.csv",
                )
        key = (step.year, step.before, step.after)
        if key in seen:
            step.source.refuse(
                f"{step.before} to {step.after} in {step.year} is written twice", "Keep one of the lines"
            )
        seen.add(key)


def _nothing_begins_or_ends_alone(atlas: Atlas) -> None:
    left = {(step.year, step.before) for step in atlas.steps}
    reached = {(step.year, step.after) for step in atlas.steps}
    for place in atlas.places:
        if place.kind is not RegionKind.MUNICIPALITY:
            continue
        if place.until is not None and (place.until + 1, place.code) not in left:
            place.source.refuse(
                f"{place.code} ends with {place.until}, but changes.csv does not say what it became",
                f"Add «{place.until + 1},{place.code},» and the new number to changes.csv, one line per new number",
            )
        if place.since > atlas.first and (place.since, place.code) not in reached:
            place.source.refuse(
                f"{place.code} begins in {place.since}, but changes.csv does not say what it was",
                f"Add «{place.since},», the old number and «,{place.code}» to changes.csv, one line per old number",
            )


def _every_municipality_has_a_county(atlas: Atlas, places: dict[tuple[RegionKind, str], list[Place]]) -> None:
    for place in atlas.places:
        if place.kind is RegionKind.MUNICIPALITY:
            counties = places.get((RegionKind.COUNTY, place.code[:2]), [])
            missing = _covered([(county.since, county.until) for county in counties], place.since, place.until)
            if missing is not None:
                place.source.refuse(
                    f"{place.code} is in no county in {missing}: there is no county {place.code[:2]} that year",
                    "End the municipality with its county, or add the county to counties.csv",
                )


def _every_district_has_a_municipality(atlas: Atlas, places: dict[tuple[RegionKind, str], list[Place]]) -> None:
    for place in atlas.places:
        if place.kind is RegionKind.DISTRICT:
            owners = places.get((RegionKind.MUNICIPALITY, place.code[:4]), [])
            missing = _covered([(owner.since, owner.until) for owner in owners], place.since, place.until)
            if missing is not None:
                place.source.refuse(
                    f"district {place.code} is in no municipality in {missing}: {place.code[:4]} is not valid then",
                    "End the district with its municipality, or begin it later",
                )


def _every_municipality_has_a_group(atlas: Atlas, places: dict[tuple[RegionKind, str], list[Place]]) -> None:
    members: dict[str, list[Membership]] = defaultdict(list)
    for one in atlas.memberships:
        members[one.municipality].append(one)
        if one.until is not None and one.until < one.since:
            one.source.refuse(
                f"{one.municipality} leaves {one.group} in {one.until}, before it joins in {one.since}",
                "Correct one of the years",
            )
        for kind, code in ((RegionKind.MUNICIPALITY, one.municipality), (RegionKind.KOSTRA_GROUP, one.group)):
            known = places.get((kind, code), [])
            missing = _covered([(place.since, place.until) for place in known], one.since, one.until)
            if missing is not None:
                one.source.refuse(
                    f"{code} is not valid in {missing}, but {one.municipality} is in {one.group} "
                    f"from {one.since} to {one.until or 'now'}",
                    "Let the membership last only as long as both exist",
                )
    for known_members in members.values():
        known_members.sort(key=lambda one: one.since)
        for earlier, later in pairwise(known_members):
            if later.since <= (earlier.until or _OPEN):
                later.source.refuse(
                    f"{later.municipality} is in {later.group} from {later.since}, "
                    f"but also in {earlier.group} (line {earlier.source.line})",
                    "A municipality is in one group at a time: end the first before the second begins",
                )
    for place in atlas.places:
        if place.kind is RegionKind.MUNICIPALITY and (place.until or _OPEN) >= atlas.groups_since:
            spans = [(one.since, one.until) for one in members[place.code]]
            missing = _covered(spans, max(place.since, atlas.groups_since), place.until)
            if missing is not None:
                place.source.refuse(
                    f"{place.code} is in no KOSTRA group in {missing}",
                    f"Add «{place.code},{missing},,» and its group to kostra_group_members.csv",
                )


def _size_classes_have_no_gap(atlas: Atlas) -> None:
    expected = 0
    for size in sorted(atlas.sizes, key=lambda one: one.smallest):
        if size.smallest != expected:
            size.source.refuse(
                f"{size.code} begins at {size.smallest}, the one below ends at {expected - 1}",
                f"Begin it at {expected}",
            )
        if size.largest is not None and size.largest < size.smallest:
            size.source.refuse(
                f"{size.code} ends at {size.largest}, below {size.smallest}", "Correct one of the limits"
            )
        expected = -1 if size.largest is None else size.largest + 1
    if expected != -1:
        atlas.sizes[-1].source.refuse("the last size class has an upper limit", "Leave «largest» empty in the last one")
