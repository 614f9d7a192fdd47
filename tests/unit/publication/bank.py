"""A small table of two years as a release has it, for whoever writes or reads it: with every mark, every kind of note, and what only one
year has.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from itertools import product
from typing import Any

from kostra.model import rounding
from kostra.model.cube import (
    REGION,
    Break,
    Cell,
    Counted,
    Cube,
    Dimension,
    Footnote,
    Mark,
    Measure,
    Status,
    Withheld,
)
from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.publication.over_years import table
from kostra.publication.reading import Edition
from kostra.publication.table import Contact, Listing, Subject, Table
from kostra.statistics.writing import as_json, as_parquet

LISTING = Listing(
    Subject("sos", Text("Sosiale tjenester", "Sosiale tenester", "Social services")),
    Contact("Seksjon for helse", "helse@example.no", "00 00 00 00"),
    datetime(2026, 3, 15, 7, tzinfo=UTC),
)
PLACES = {
    "EAK": Text("Landet", "Landet", "The whole country"),
    "EKA11": Text("Rogaland", "Rogaland", "Rogaland"),
    "1103": Text("Stavanger", "Stavanger", "Stavanger"),
    "1108": Text("Sandnes", "Sandnes", "Sandnes"),
    "1818": Text("Herøy", "Herøy", "Herøy"),
    "1515": Text("Herøy", "Herøy", "Herøy"),
}
OLD = {"1129": Text("Forsand", "Forsand", "Forsand")}
SEX = {
    "alle": Text("Begge kjønn", "Begge kjønn", "Both sexes"),
    "1": Text("Mann", "Mann", "Man"),
    "2": Text('Kvinne "med" tegn', "Kvinne", "Woman"),
}
PERSONS = Measure("mottakere", Text("Mottakere", "Mottakarar", "Recipients"), Text("personer", "personar", "persons"))
SHARE = Measure(
    "andel", Text("Andel", "Del", "Share"), Text("prosent", "prosent", "per cent"), 2, Counted.RATIO, ("mottakere",)
)
NEWER = Measure("nye", Text("Nye", "Nye", "New"), Text("personer", "personar", "persons"))
NOTES = (
    Footnote(Text("Syntetiske tall: oppdiktet.", "Syntetiske tal: oppdikta.", "Synthetic figures."), {}),
    Footnote(Text("Om kjønn.", "Om kjønn.", "About sex."), {"kjonn": None}),
    Footnote(Text("Om menn.", "Om menn.", "About men."), {"kjonn": "1"}),
    Footnote(Text("Om andelen av menn.", "Om delen av menn.", "On the share."), {"kjonn": "1", "measure": "andel"}),
)


def cell(number: int) -> Cell:
    """One of everything, over and over."""
    match number % 9:
        case 0:
            return Cell(None, Mark.CONFIDENTIAL, 1)
        case 1:
            return Cell(None, Mark.MISSING)
        case 2:
            return Cell(None, Mark.NOT_POSSIBLE, 1)
        case 3:
            return Cell(0, Mark.NIL, 1)
        case 4:
            return Cell(Fraction(number, 7), Mark.ESTIMATED, 1, 1)
        case 5:
            return Cell(Fraction(-number, 8), None, 1)
        case 6:
            return Cell(Fraction(number, 8), Mark.PROVISIONAL, 1)
    return Cell(Fraction(number * 1001, 8), None, 1)


def cube(year: int = 2024, status: Status = Status.FINAL, **changed: Any) -> Cube:
    """The newer year has a measure more, and one region less."""
    regions = PLACES if year >= 2024 else PLACES | OLD
    measures = (PERSONS, SHARE, NEWER) if year >= 2024 else (PERSONS, SHARE)
    dimensions = (
        Dimension(REGION, Text("region", "region", "region"), regions),
        Dimension("kjonn", Text("kjønn", "kjønn", "sex"), SEX, "alle"),
    )
    places = list(product(regions, SEX, measures))
    told: dict[str, Any] = {
        "id": "91999",
        "year": year,
        "title": Text("Mottakere, etter region og kjønn", "Mottakarar, etter region og kjønn", "Recipients, by region"),
        "population": Text("Alle", "Alle", "Everybody"),
        "source": "Skjema 11",
        "status": status,
        "synthetic": True,
        "dimensions": dimensions,
        "measures": measures,
        "cells": tuple(_shown(cell(at + year), one[-1]) for at, one in enumerate(places)),
        "coverage": {},
        "footnotes": NOTES,
        "breaks": (Break(2024, Text("Brudd i 2024.", "Brot i 2024.", "Break in 2024."), "andel"),),
        "withheld": (Withheld(RegionKind.MUNICIPALITY, ("1818",), Text("for få", "for få", "too few")),)
        if year >= 2024
        else (),
        "controlled": True,
    }
    return Cube(**(told | changed))


def _shown(one: Cell, measure: Measure) -> Cell:
    """A number of somebody is whole."""
    if one.value is None or measure.counted is not Counted.COUNT:
        return one
    return Cell(int(one.value), one.mark, one.reported, one.estimated)


def edition(of: Cube) -> Edition:
    return Edition(as_json(of).encode(), as_parquet(of), datetime(of.year + 1, 6, 15, 6, tzinfo=UTC))


def changed(of: Cube, **told: Any) -> Edition:
    """With a description that says something else."""
    one = edition(of)
    return Edition(json.dumps(json.loads(one.description) | told).encode(), one.cells, one.published)


def bank(cubes: Sequence[Cube] | None = None) -> Table:
    """Of 2019 and 2024, the last provisional, where nothing else is said."""
    every = cubes if cubes is not None else (cube(2019), cube(2024, Status.PROVISIONAL))
    return table(map(edition, every), LISTING)


def expected(cubes: Sequence[Cube] | None = None) -> dict[tuple[str, ...], tuple[str | None, str | None]]:
    """By region, sex, measure and year: the number as it must be written, with a point, and the sign that a reader sees. By plain loops."""
    every = cubes if cubes is not None else (cube(2019), cube(2024, Status.PROVISIONAL))
    decimals = {one.id: one.decimals for of in every for one in of.measures}
    regions = dict.fromkeys(code for of in reversed(every) for code in of.dimensions[0].values)
    found: dict[tuple[str, ...], tuple[str | None, str | None]] = {}
    for region, sex, measure, of in product(regions, SEX, decimals, every):
        there = region in of.dimensions[0].values and measure in [one.id for one in of.measures]
        one = of.cell(region, sex, measure) if there else Cell(None, Mark.NOT_POSSIBLE)
        text = None if one.value is None else str(rounding.shown(one.value, decimals[measure]))
        sign = None if one.mark is None or one.mark is Mark.NIL else one.mark.value
        found[region, sex, measure, str(of.year)] = text, sign
    return found
