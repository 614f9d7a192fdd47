"""Figures as they are kept and as they are shown."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.app.reporting.making import MANNER
from kostra.model.text import Language, Text
from kostra.reporting.figure import Answer, Cell, Key, Kind, as_json, read

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.text(max_size=20),
    st.fractions(max_denominator=10**6),
    st.dates(),
    st.builds(Text, st.text(max_size=9), st.text(max_size=9)),
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2).map(tuple), max_size=4))
def test_what_is_written_is_read_again(rows: list[tuple[Cell, ...]]) -> None:
    for value in (None, 3, Fraction(1, 3), date(2026, 3, 16)):
        answer = Answer(Kind.COUNT, value, ("a", "b"), tuple(rows))
        assert read(as_json(answer)) == answer


def test_a_key_is_its_address() -> None:
    key = Key("inngang-manglet", ("11F", "endelig"))
    assert str(key) == "inngang-manglet/11F/endelig" and Key.read(str(key)) == key
    assert Key.read("publisering-antall") == Key("publisering-antall")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(1, 2000), "0,1 %"),
        (Fraction(-1, 2000), "-0,1 %"),
        (Fraction(1, 3), "33,3 %"),
        (1234, "1\u00a0234"),
        (date(2026, 3, 16), "16. mars 2026"),
        (None, "–"),
    ],
)
def test_halves_are_rounded_away_from_zero_and_only_when_shown(
    value: Fraction | int | date | None, written: str
) -> None:
    assert MANNER.value(Answer(Kind.SHARE, value)) == written


def test_a_text_is_shown_in_its_language() -> None:
    assert [MANNER.cell(Text("ny", "nytt"), language) for language in (Language.BOKMAL, Language.NYNORSK)] == [
        "ny",
        "nytt",
    ]


def test_what_is_no_cell_is_not_read() -> None:
    with pytest.raises(ValueError, match="a cell of a report"):
        read({"kind": "count", "value": [1], "columns": [], "rows": []})
