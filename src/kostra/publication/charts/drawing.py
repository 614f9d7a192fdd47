"""Pictures as files. Vega-Lite is run inside the process, and reaches for nothing outside it: the first picture takes seconds and a hundred
megabytes, so whoever draws keeps what is drawn, and a process that draws nothing never starts it.
"""

from __future__ import annotations

import json
from threading import Lock

from kostra.publication.charts.chart import Chart
from kostra.publication.charts.palette import night
from kostra.publication.charts.specification import numbers, specification

_ONE_AT_A_TIME = Lock()


def svg(chart: Chart) -> str:
    """In the light, and in the dark for those who read so."""
    return with_night(plain_svg(chart))


def plain_svg(chart: Chart) -> str:
    """For paper."""
    import vl_convert

    with _ONE_AT_A_TIME:
        drawn: str = vl_convert.vegalite_to_svg(
            json.dumps(specification(chart)), allowed_base_urls=[], format_locale=dict(numbers(chart.language))
        )
    return drawn


def png(svg: str) -> bytes:
    """Of a picture in the light, large enough for a page on paper."""
    import vl_convert

    with _ONE_AT_A_TIME:
        drawn: bytes = vl_convert.svg_to_png(svg, scale=2)
    return drawn


def with_night(svg: str) -> str:
    head, end, rest = svg.partition(">")
    return f"{head}{end}{night()}{rest}"
