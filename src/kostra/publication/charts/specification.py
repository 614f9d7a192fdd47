"""A chart in the language of Vega-Lite: what is drawn, not how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from kostra.model.text import Language, Text
from kostra.publication.charts.chart import Chart, Kind
from kostra.publication.charts.palette import DASHES, FAINT, INK, LINES, PAPER, SHAPES
from kostra.publication.words import said

WIDTH, HEIGHT, ROW = 340, 190, 20
"""Narrow, so that the letters can be read where it is as wide as a phone."""
_LETTERS = 46
_TABLE = Text("Tabell {id}", "Tabell {id}", "Table {id}")
_SYNTHETIC = Text("Syntetiske tall", "Syntetiske tal", "Synthetic figures")
NUMBERS = {
    Language.ENGLISH: {"decimal": ".", "thousands": "\u00a0", "grouping": [3], "currency": ["", ""]},
    Language.BOKMAL: {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", ""]},
}


def numbers(language: Language) -> Mapping[str, Any]:
    """How numbers are written along the axes."""
    return NUMBERS[Language.ENGLISH if language is Language.ENGLISH else Language.BOKMAL]


def specification(chart: Chart) -> dict[str, Any]:
    lines = chart.kind is Kind.LINES
    names = [one.name for one in chart.series]
    around = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": PAPER,
        "padding": 8,
        "title": {"text": wrap(chart.title, _LETTERS), "subtitle": _below_title(chart), "anchor": "start"},
        "data": {"values": list(_rows(chart))},
        "config": _CONFIG,
        "width": WIDTH,
    }
    return around | (_lines(chart, names) if lines else _bars(chart, names))


def height(chart: Chart) -> int:
    """About, with what stands around it: so that a page keeps the room until the picture comes."""
    lines, names = len(wrap(chart.title, _LETTERS)), len(chart.series)
    around = 16 + 17 * lines + 22 + 26 + (0 if names == 1 else 16 + 18 * names)
    return around + (HEIGHT if chart.kind is Kind.LINES else len(chart.across) * (ROW if names == 1 else 14 * names))


def _below_title(chart: Chart) -> list[str]:
    told = [chart.unit, said(_TABLE, chart.language).format(id=chart.table)]
    if chart.synthetic:
        told.append(said(_SYNTHETIC, chart.language))
    return [" · ".join(told)]


def _rows(chart: Chart) -> Iterator[dict[str, object]]:
    for series in chart.series:
        for name, point in zip(chart.across, series.points, strict=True):
            yield {"x": name, "y": point.number, "s": series.name, "t": point.written(chart.language)}


def _told(names: list[str], **more: object) -> dict[str, Any]:
    """Which line is which: one list of names below the picture."""
    legend = {
        "title": None,
        "orient": "bottom",
        "columns": 1,
        "labelLimit": 0,
        "symbolSize": 90,
        "symbolStrokeWidth": 0,
    }
    return {"field": "s", "type": "nominal", "sort": None, "scale": {"domain": names, **more}, "legend": legend}


def _lines(chart: Chart, names: list[str]) -> dict[str, Any]:
    count = len(names)
    encoding: dict[str, Any] = {
        "x": {"field": "x", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": 0}},
        "y": {"field": "y", "type": "quantitative", "title": None, "axis": {"tickCount": 5}},
        "color": _told(names, range=list(LINES[:count])),
        "strokeDash": _told(names, range=[list(one) for one in DASHES[:count]]),
        "shape": _told(names, range=list(SHAPES[:count])),
    }
    if count == 1:
        for channel in ("color", "strokeDash", "shape"):
            encoding[channel]["legend"] = None
    without_shape = {name: one for name, one in encoding.items() if name != "shape"}
    without_dash = {name: one for name, one in encoding.items() if name != "strokeDash"}
    # What has no value breaks the line; a point that stands alone is still seen.
    line = {"type": "line", "strokeWidth": 2.2, "invalid": "break-paths-show-path-domains"}
    point = {"type": "point", "filled": True, "size": 55, "opacity": 1, "invalid": "filter"}
    return {
        "height": HEIGHT,
        "layer": [{"mark": line, "encoding": without_shape}, {"mark": point, "encoding": without_dash}],
    }


def _bars(chart: Chart, names: list[str]) -> dict[str, Any]:
    along = {"field": "x", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 150, "ticks": False}}
    amount = {"field": "y", "type": "quantitative", "title": None, "axis": {"tickCount": 4}}
    encoding: dict[str, Any] = {"y": along, "x": amount}
    if len(names) > 1:
        encoding["yOffset"] = {"field": "s", "sort": None}
        encoding["color"] = _told(names, range=list(LINES[: len(names)]))
    written = {"type": "text", "align": "left", "dx": 4, "color": INK, "fontSize": 11}
    beside = {name: one for name, one in encoding.items() if name != "color"}
    return {
        "height": {"step": ROW if len(names) == 1 else 14},
        "layer": [
            {"mark": {"type": "bar", "color": LINES[0]}, "encoding": encoding},
            {
                "transform": [{"filter": "isValid(datum.y)"}],
                "mark": written,
                "encoding": beside | {"text": {"field": "t"}},
            },
            {
                "transform": [{"filter": "!isValid(datum.y)"}],
                "mark": written,
                "encoding": beside | {"x": {"datum": 0}, "text": {"field": "t"}},
            },
        ],
    }


_CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "view": {"stroke": None},
    "title": {"color": INK, "subtitleColor": INK, "fontSize": 14, "subtitleFontSize": 12, "subtitlePadding": 4},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "domainColor": FAINT,
        "tickColor": FAINT,
        "gridColor": FAINT,
        "gridOpacity": 0.6,
    },
    "axisY": {"domain": False},
    "legend": {"labelColor": INK, "labelFontSize": 12, "rowPadding": 4},
}
