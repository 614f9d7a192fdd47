"""A picture in words, for those who do not see it: what it shows, where each line begins and ends, and what is highest and lowest of bars.
Every figure stands in the table beside the picture.
"""

from __future__ import annotations

from collections.abc import Iterator

from kostra.model.text import Language, Text
from kostra.publication.charts.chart import Chart, Kind, Series
from kostra.publication.words import said

_KINDS = {
    Kind.LINES: Text(
        "Linjediagram: {title}, {unit}.", "Linjediagram: {title}, {unit}.", "Line chart: {title}, {unit}."
    ),
    Kind.BARS: Text(
        "Stolpediagram: {title}, {unit}.", "Stolpediagram: {title}, {unit}.", "Bar chart: {title}, {unit}."
    ),
}
_MOVES = Text(
    "{first} i {since}, {last} i {until}",
    "{first} i {since}, {last} i {until}",
    "{first} in {since}, {last} in {until}",
)
_ONE = Text("{first} i {since}", "{first} i {since}", "{first} in {since}")
_NONE = Text("ingen tall", "ingen tal", "no figures")
_EXTREMES = Text(
    "Høyest: {most} ({high}). Lavest: {least} ({low}).",
    "Høgast: {most} ({high}). Lågast: {least} ({low}).",
    "Highest: {most} ({high}). Lowest: {least} ({low}).",
)
_HIDDEN = Text(
    "{count} tall vises ikke, for at ingen skal kjennes igjen.",
    "{count} tal blir ikkje viste, for at ingen skal kjennast att.",
    "{count} figures are not shown, so that nobody can be recognised.",
)


def alternative(chart: Chart) -> str:
    """A few sentences."""
    return " ".join(_sentences(chart))


def _sentences(chart: Chart) -> Iterator[str]:
    language = chart.language
    yield said(_KINDS[chart.kind], language).format(title=chart.title, unit=chart.unit)
    for series in chart.series:
        moved = _moved(chart, series, language) if chart.kind is Kind.LINES else _extremes(chart, series, language)
        yield f"{series.name}: {moved}." if series.name else f"{moved[0].upper()}{moved[1:]}."
    if chart.hidden:
        yield said(_HIDDEN, language).format(count=chart.hidden)


def _moved(chart: Chart, series: Series, language: Language) -> str:
    there = [(name, one) for name, one in zip(chart.across, series.points, strict=True) if one.number is not None]
    if not there:
        return said(_NONE, language)
    (since, first), (until, last) = there[0], there[-1]
    told = _ONE if len(there) == 1 else _MOVES
    return said(told, language).format(
        first=first.written(language), since=since, last=last.written(language), until=until
    )


def _extremes(chart: Chart, series: Series, language: Language) -> str:
    there = [
        (one.number, name, one) for name, one in zip(chart.across, series.points, strict=True) if one.number is not None
    ]
    if not there:
        return said(_NONE, language)
    _, most, high = max(there, key=lambda each: each[0])
    _, least, low = min(there, key=lambda each: each[0])
    told = said(_EXTREMES, language).format(
        most=most, high=high.written(language), least=least, low=low.written(language)
    )
    return told.removesuffix(".")
