"""Which of the units of each region have reported, and the inhabitants of those: the same for every table of a source."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kostra import regions
from kostra.model.cube import Coverage
from kostra.model.region import AgeBand
from kostra.statistics.inhabitants import inhabitants
from kostra.statistics.places import NOWHERE, STRAY, Map
from kostra.statistics.records import Flags, Records, Whole


@dataclass(frozen=True, slots=True)
class Reporting:
    """One of each for every region of all levels. `units` is how many are behind the figures, also of those that nobody expected."""

    units: Whole
    coverage: tuple[Coverage, ...]


def reporting(records: Records) -> Reporting:
    return records.once("reporting", lambda: _made(records))


def behind(records: Records, band: AgeBand) -> Whole:
    """The inhabitants of the units that are behind the figures of each region; 0 where nobody knows."""
    return records.once(("behind", band), lambda: _behind(records, band))


def _made(records: Records) -> Reporting:
    places = records.places
    expected = np.arange(len(places.units)) < places.expected
    persons = [inhabitants(unit, places.year) for unit in places.units]
    known = np.array([one is not None for one in persons], np.bool_)
    number = np.array([one or 0 for one in persons], np.int64)
    of, there = _in_regions(places, expected), _in_regions(places, records.reported)
    reported = _in_regions(places, records.reported & expected)
    lost = _in_regions(places, expected & ~known)
    all_, part = (_in_regions(places, which, number) for which in (expected, records.reported & expected))
    units = np.where(reported > 0, reported, there)
    coverage = []
    for place, (_, code) in enumerate(places.regions):
        share = None
        if of[place] and reported[place] == of[place]:
            share = Fraction(1)
        elif not lost[place] and all_[place]:
            share = Fraction(int(part[place]), int(all_[place]))
        if code == STRAY:
            share = None
        coverage.append(Coverage(int(units[place]), int(of[place]), share))
    return Reporting(units, tuple(coverage))


def _behind(records: Records, band: AgeBand) -> Whole:
    places = records.places
    expected = np.arange(len(places.units)) < places.expected
    persons = [inhabitants(unit, places.year, band) for unit in places.units]
    known = np.array([one is not None for one in persons], np.bool_)
    number = np.array([one or 0 for one in persons], np.int64)
    part = _in_regions(places, records.reported & expected, number)
    lost = _in_regions(places, records.reported & expected & ~known)
    found = np.where(lost > 0, 0, part)
    for place, ((_, code), cover) in enumerate(zip(places.regions, reporting(records).coverage, strict=True)):
        if code == STRAY:
            found[place] = 0
        elif cover.share == 1:
            found[place] = inhabitants(code, places.year, band) or 0
    return found


def _in_regions(places: Map, which: Flags, number: Whole | None = None) -> Whole:
    """How many of these units are in each region, or the sum of their numbers."""
    found = []
    for level in places.levels:
        here = which & (level.place != NOWHERE)
        weights = None if number is None else number[here]
        found.append(np.bincount(level.place[here], weights, minlength=len(level.names)).astype(np.int64))
    return np.concatenate(found)


def in_both(records: Records, other: Records) -> Records:
    """Those of the units that have answered in two sources. Oslo, which may be one unit in one and its districts in the other, is in both
    where all of it is.
    """
    places, others = records.places, other.places
    answered = {unit for unit, there in zip(others.units, other.reported, strict=True) if there}
    flags = np.array([unit in answered for unit in places.units], np.bool_) & records.reported
    if _oslo(places) != _oslo(others):
        whole = _whole(records) and _whole(other)
        flags[[place for place, unit in enumerate(places.units) if unit[:4] == regions.OSLO]] = whole
    return records.only(flags)


def _oslo(places: Map) -> tuple[int, ...]:
    return tuple(place for place, unit in enumerate(places.units[: places.expected]) if unit[:4] == regions.OSLO)


def _whole(records: Records) -> bool:
    return all(records.reported[place] for place in _oslo(records.places))
