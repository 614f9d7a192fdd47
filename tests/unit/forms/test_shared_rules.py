"""Parts of rules that several forms share, held against the plain way of asking."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.controls.declare import Given
from kostra.forms.shared_rules import is_municipality
from kostra.methods.columns import Text

CODES = frozenset({"0301", "1103", "5059"})
WRITTEN = ["0301", "1103", "5059", "0302", "9999", "    ", " 301", "301 ", "03O1", "-301", "0000", "æøåæ"]


def column(values: list[str]) -> Text:
    rows = np.frombuffer("".join(values).encode("iso-8859-1"), dtype=np.uint8).reshape(len(values), 4).T
    return Text("kommune", np.ascontiguousarray(rows))


def test_a_municipality_is_one_of_the_year() -> None:
    found = is_municipality(column(WRITTEN), Given(2026, municipalities=CODES))
    assert found.value.tolist() == [value in CODES for value in WRITTEN]
    assert not found.unknown.any()


@pytest.mark.parametrize("value", ["0301", "0302"])
def test_four_digits_are_not_settled_when_no_municipality_is_known(value: str) -> None:
    assert is_municipality(column([value]), Given(2012)).unknown.tolist() == [True]


@pytest.mark.parametrize("value", ["    ", "301 "])
def test_what_is_not_four_digits_is_no_municipality_whatever_is_known(value: str) -> None:
    assert is_municipality(column([value]), Given(2012)).false.tolist() == [True]
