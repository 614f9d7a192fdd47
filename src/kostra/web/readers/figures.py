"""A figure as it stands on a page: the number or why there is none, what it is of, where, when, what it means, and where to see more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kostra.model.text import Text
from kostra.publication import choosing, words
from kostra.publication.newest import Newest, of_country
from kostra.publication.table import Table
from kostra.tables.topics.catalogue import Question
from kostra.tables.topics.meanings import meaning
from kostra.web.readers.asked import Asked

_MUNICIPALITY = re.compile(r"\d{4}")


def asked_and_answered(one: Asked, questions: Iterable[Question]) -> Iterator[dict[str, Any]]:
    """Of the whole country, those that the tables that are public have an answer to."""
    for question in questions:
        table = one.table(question.table)
        figure = None if table is None else of_country(table, question.measure)
        if figure is not None:
            yield card(one, figure, question.text)


def card(one: Asked, figure: Newest, question: Text | None = None) -> dict[str, Any]:
    """`question` is its heading; without one, what is counted."""
    mark = figure.shown.mark
    blank = figure.shown.number is None
    before = figure.before if figure.before is not None and figure.before.number is not None else None
    title = one.say.of(figure.measure.title)
    return {
        "heading": one.say.of(question) if question is not None else title,
        "title": title,
        "address": address(one, figure.table, figure.region, figure.measure.id),
        "number": figure.shown.written(one.language),
        "unit": one.say.of(figure.measure.unit),
        "why": one.say.of(words.MARKS[mark]) if blank and mark is not None else None,
        "place": one.say.of(figure.place),
        "year": figure.year,
        "provisional": figure.provisional,
        "before": None if before is None else before.written(one.language),
        "means": means(one, figure.table, figure.measure.id),
    }


def address(one: Asked, table: Table, region: str | None = None, measure: str | None = None) -> str:
    """Of the page of a table, with a region and a measure chosen."""
    return f"{one.top}/tabeller/{table.id}?{choosing.written(choosing.first(table, region, measure))}"


def place_address(one: Asked, code: str) -> str | None:
    """Of the page of a municipality; other regions have none."""
    return f"{one.top}/kommuner/{code}" if _MUNICIPALITY.fullmatch(code) else None


def means(one: Asked, table: Table, measure: str) -> str | None:
    found = meaning(table.id, int(table.years[-1]), measure)
    return None if found is None else one.say.of(found)
