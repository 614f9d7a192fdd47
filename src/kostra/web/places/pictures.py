"""A picture of a selection: where it is, as SVG and PNG, and what it shows in words. The page with it is ready before it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from kostra.model.text import Language
from kostra.publication import asking
from kostra.publication.charts import telling
from kostra.publication.charts.chart import Chart, chart
from kostra.publication.charts.specification import height
from kostra.publication.selecting import select
from kostra.publication.table import Table
from kostra.web.places.words import Words

WIDTH = 400
"""About: the numbers beside the axis take what they need."""


@dataclass(frozen=True, slots=True)
class Picture:
    svg: str
    png: str
    alternative: str
    width: int
    height: int
    of: Chart
    as_table: str


def picture(table: Table, language: Language, parameters: Iterable[tuple[str, str]]) -> Picture | None:
    """None where the selection makes none. One that cannot be read is refused, as the table bank does."""
    asked = list(parameters)
    found = chart(select(table, asking.of_address(asked)), language)
    if found is None:
        return None
    path, query = f"/{language}/figur/{table.id}", urlencode(asked)
    return Picture(
        f"{path}.svg?{query}",
        f"{path}.png?{query}",
        telling.alternative(found),
        WIDTH,
        height(found),
        found,
        Words(language)("as_table"),
    )


def wanted(**codes: Sequence[str]) -> list[tuple[str, str]]:
    """Parameters that pick these codes of each variable."""
    return [(f"valuecodes[{name}]", ",".join(each)) for name, each in codes.items()]
