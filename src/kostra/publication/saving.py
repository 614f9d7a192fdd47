"""A query that somebody keeps: what it asks for, written the one way that all who ask for the same would write it.

Nothing of it is free text: the variables, codes and code lists are those of the table, the rest are words of the API. Its id follows from
what it holds, so that the same query is kept once. Expressions stay expressions: what says TOP or FROM has the newest years whenever it is
asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kostra.model.text import Language
from kostra.publication import asking, codelists, configuration
from kostra.publication.asking import Asked, Wanted
from kostra.publication.default import answer
from kostra.publication.expressions import plain
from kostra.publication.refusals import Unanswerable, not_a_selection
from kostra.publication.table import Table
from kostra.publication.words import CODES
from kostra.publication.writing import Format, format_of, language_of, options, spelled

_ID = 24
_SHAPE = (
    '{"tableId": "91101", "language": "no", '
    '"selection": {"selection": [{"variableCode": "Tid", "valueCodes": ["TOP(1)"]}]}}'
)


@dataclass(frozen=True)
class SavedQuery:
    table: str
    language: Language
    asked: Asked
    of: Format
    parameters: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """As it is kept."""
        return json.dumps(self.told(), ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def id(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:_ID]

    def told(self) -> dict[str, Any]:
        """As a client posts it."""
        return {
            "tableId": self.table,
            "language": CODES[self.language],
            "selection": self.selection(),
            "outputFormat": self.of.value,
            "outputFormatParams": list(self.parameters),
        }

    def selection(self) -> dict[str, Any]:
        wanted = [_told(code, one) for code, one in self.asked.wanted.items()]
        return {
            "selection": wanted,
            "placement": {"heading": list(self.asked.heading), "stub": list(self.asked.stub)},
        }


def _told(code: str, one: Wanted) -> dict[str, Any]:
    listed = {} if one.codelist is None else {"codelist": one.codelist}
    single = {"outputValues": asking.SINGLE} if one.single else {}
    return {"variableCode": code, "valueCodes": list(one.expressions)} | listed | single


def read(body: object) -> SavedQuery:
    """As it was posted, or kept. What it asks for is not looked at yet."""
    if not isinstance(body, dict) or not isinstance(body.get("tableId"), str):
        raise wrong("tableId")
    parameters = body.get("outputFormatParams") or []
    if not isinstance(parameters, list) or not all(isinstance(one, str) for one in parameters):
        raise wrong("outputFormatParams")
    of = format_of(_text(body, "outputFormat") or configuration.FORMAT)
    language = language_of(_text(body, "language")) if _text(body, "language") else configuration.LANGUAGE
    return SavedQuery(
        body["tableId"], language, asking.of_body(body.get("selection")), of, tuple(sorted({*spelled(parameters, of)}))
    )


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name) or ""
    if not isinstance(value, str):
        raise wrong(name)
    return value


def wrong(problem: str) -> Unanswerable:
    return not_a_selection(problem, _SHAPE)


def plainly(query: SavedQuery, table: Table) -> SavedQuery:
    """As all would write it who ask for the same. What cannot be answered now is refused."""
    answer(table, query.asked)
    options(query.parameters, query.of)
    axes, asked = table.axes, query.asked
    by = {_place(table, name): one for name, one in asked.wanted.items()}
    wanted = {axes[place].code: _plain(table, place, by[place]) for place in sorted(by) if by[place].expressions}
    stub, heading = (tuple(axes[_place(table, name)].code for name in names) for names in (asked.stub, asked.heading))
    return replace(query, asked=Asked(wanted, heading, stub) if wanted else Asked())


def _plain(table: Table, place: int, one: Wanted) -> Wanted:
    axis = table.axes[place]
    expressions = tuple(sorted({plain(axis, expression) for expression in one.expressions}))
    lists = {each.id.casefold(): each.id for each in codelists.of_axis(table, axis.code)}
    codelist = None if one.codelist is None else lists[one.codelist.casefold()]
    return Wanted(expressions, codelist, one.single and codelist is not None)


def _place(table: Table, name: str) -> int:
    return table.by_code[name.strip().casefold()]
