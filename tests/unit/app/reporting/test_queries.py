"""The registry of what reports count, and that the chapters ask it for what it has."""

from __future__ import annotations

import re

import pytest

from kostra.app.reporting.asking import Asking, Found, answered, queries, query, words
from kostra.app.reporting.making import COLUMNS, GIVEN
from kostra.model.errors import Missing
from kostra.reporting.declared import Listing, wanted
from kostra.reporting.figure import Key, Kind
from kostra.reporting.reading import sections


def test_every_figure_of_the_chapters_is_there_with_its_parameters_and_columns() -> None:
    known, used = queries(), set()
    for section in sections():
        for part in section.parts:
            for one in wanted(part):
                assert one.query in known, (section.id, part.id)
                found = known[one.query]
                used.add(one.query)
                assert len(one.given) == len(found.parameters), (section.id, part.id)
                assert one.listed is None or one.listed in found.columns
                for name, value in zip(found.parameters, one.given, strict=True):
                    assert value == "{form}" if name == "form" else value in words(GIVEN), (section.id, part.id)
                if isinstance(part, Listing):
                    assert part.columns and set(part.columns) <= set(found.columns), (section.id, part.id)
    assert used == known.keys(), "what nobody asks for is not counted"


def test_every_column_has_words_and_every_word_a_column() -> None:
    columns = {name for one in queries().values() for name in one.columns}
    assert columns | {"figure", "given", "value"} == words(COLUMNS).keys()
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", one) for one in queries()), "they stand in addresses"


def test_two_of_one_name_and_the_wrong_number_of_parameters_are_refused() -> None:
    with pytest.raises(ValueError, match="two queries"):
        query("inngang-skulle", Kind.COUNT)(lambda asking: Found(1))
    asking = Asking(None, None, None, 2026)  # type: ignore[arg-type]  # nothing is read
    with pytest.raises(Missing, match="tar 1 verdier, og fikk 0"):
        answered(asking, [Key("inngang-skulle")])
    assert asking.once("x", lambda: 1) == asking.once("x", lambda: 2) == 1
