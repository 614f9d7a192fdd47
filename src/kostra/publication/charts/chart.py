"""What a picture of a selection shows: years along the bottom and a line for each of the rest, or bars where there is one year.

A selection that would make no picture anybody could read gives none: too many lines or bars, amounts in different units, or not
a single number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from kostra.model.text import Language
from kostra.publication import labels
from kostra.publication.selecting import Selection
from kostra.publication.shown import Shown, cells
from kostra.publication.table import REGION, Axis
from kostra.publication.words import said

MOST_LINES, MOST_BARS, MOST_SERIES = 6, 30, 4


class Kind(StrEnum):
    LINES = "lines"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    points: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`across` are the years, or what the bars are called; each series has a point for each of them."""

    kind: Kind
    language: Language
    table: str
    title: str
    unit: str
    across_title: str
    across: tuple[str, ...]
    series: tuple[Series, ...]
    synthetic: bool

    @property
    def hidden(self) -> int:
        return sum(point.is_hidden for one in self.series for point in one.points)


def chart(selection: Selection, language: Language) -> Chart | None:
    table = selection.table
    measures = [table.measure[code] for code in selection.codes(table.contents)]
    units = {said(one.unit, language) for one in measures}
    divided = [place for place in selection.shown if len(selection.places[place]) > 1]
    over_years = table.time in divided
    if len(units) > 1 or not selection.cells:
        return None
    along = table.time if over_years else max(divided, key=lambda at: len(selection.places[at]), default=table.contents)
    others = [place for place in divided if place != along]
    turned = selection.placed(others, [place for place in selection.shown if place not in others and place != along])
    turned = turned.placed(turned.stub, (*turned.heading, along) if along in selection.shown else turned.heading)
    axes = {place: _axis(turned, place) for place in range(len(table.axes))}
    names = [", ".join(each) for each in product(*(labels.titles(axes[place], language) for place in others))]
    across = tuple(labels.titles(axes[along], language))
    if len(across) > MOST_BARS or len(names) > (MOST_LINES if over_years else MOST_SERIES):
        return None
    points = cells(turned)
    if all(point.number is None for point in points):
        return None
    series = [
        Series(name, tuple(points[at * len(across) : (at + 1) * len(across)])) for at, name in enumerate(names or [""])
    ]
    if others and table.axes[others[0]].code == REGION:
        order = _smallest_first(turned.codes(others[0]), len(series) // len(turned.places[others[0]]))
        series = [series[at] for at in order]
    about = measures[0].title if len(measures) == 1 else table.title
    fixed = [axes[at] for at in selection.shown if at not in (along, *others, table.contents)]
    return Chart(
        kind=Kind.LINES if over_years else Kind.BARS,
        language=language,
        table=table.id,
        title=", ".join((said(about, language), *(labels.titles(one, language)[0] for one in fixed))),
        unit=next(iter(units)),
        across_title=said(table.axes[along].title, language),
        across=across,
        series=tuple(series),
        synthetic=table.synthetic,
    )


def _axis(selection: Selection, place: int) -> Axis:
    """With the values that were picked, also of an axis that is shown by its total alone."""
    axis = selection.table.axes[place]
    return Axis(
        axis.code,
        axis.title,
        selection.codes(place),
        tuple(axis.texts[at] for at in selection.places[place].tolist()),
    )


def _smallest_first(codes: Iterable[str], each: int) -> list[int]:
    """A municipality is what the reader came for; its group, county and country are drawn after it."""
    ranks = [(("E" in code or "S" in code), code == "EAK", code == "EAKUO") for code in codes]
    order = sorted(range(len(ranks)), key=ranks.__getitem__)
    return [at * each + inner for at in order for inner in range(each)]
