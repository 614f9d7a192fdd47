"""The newest figure of a measure for one region, with that of the year before: what a page shows beside a question."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.model.cube import Measure
from kostra.model.text import Text
from kostra.publication.asking import Asked, Wanted
from kostra.publication.refusals import Unanswerable
from kostra.publication.selecting import select
from kostra.publication.shown import Shown, cells
from kostra.publication.table import CONTENTS, REGION, TIME, Table

COUNTRY, WITHOUT_OSLO = "EAK", "EAKUO"


@dataclass(frozen=True, slots=True)
class Newest:
    """`before` is None where the table has one year alone."""

    table: Table
    measure: Measure
    region: str
    place: Text
    year: str
    provisional: bool
    shown: Shown
    before: Shown | None


def newest(table: Table, measure: str, region: str = COUNTRY) -> Newest | None:
    """None where the table has no such region or measure, or divides by something that has no total: nothing is added up."""
    years = Wanted(("TOP(2)",))
    try:
        found = select(table, Asked({REGION: Wanted((region,)), CONTENTS: Wanted((measure,)), TIME: years}))
    except Unanswerable:
        return None
    shown = cells(found)
    place = table.axes[0].texts[int(found.places[0][0])]
    year = table.years[-1]
    provisional = year in table.provisional
    before = shown[-2] if len(shown) > 1 else None
    return Newest(table, table.measure[measure], region, place, year, provisional, shown[-1], before)


def of_country(table: Table, measure: str) -> Newest | None:
    """Without Oslo as long as it is Oslo that the country waits for."""
    every, others = newest(table, measure), newest(table, measure, WITHOUT_OSLO)
    waits = every is not None and every.shown.number is None
    return others if waits and others is not None and others.shown.number is not None else every
