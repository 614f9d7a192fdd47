"""A cube as it may be published."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from kostra.disclosure.hiding import hidden
from kostra.model.cube import REGION, Cell, Cube, Dimension, Mark, Measure, Status
from kostra.model.text import Text
from kostra.statistics.writing import as_frame, described

T = Text("tall", "tal")
CELLS = (
    Cell(7, None, 2, 0, 7, (987_654, 3)),
    Cell(2, Mark.PROVISIONAL, 1, 1, 2, (876_543, 876_541)),
    Cell(Fraction(7, 3), None, 2, 0, 3),
    Cell(None, Mark.MISSING),
)
AXIS = Dimension(REGION, T, dict.fromkeys(("EAK", "1103", "1106", "1108"), T))
CUBE = Cube("1", 2025, T, T, "", Status.FINAL, True, (AXIS,), (Measure("a", T, T, 1),), CELLS, {})


def flags(*where: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    found = np.zeros(len(CELLS), np.bool_)
    found[list(where)] = True
    return found


def test_what_is_not_shown_has_a_mark_alone_and_nobody_is_behind_anything() -> None:
    shown = hidden(CUBE, flags(1, 2), flags(2))
    assert list(shown.cells) == [
        Cell(7, None, 2, 0),
        Cell(None, Mark.CONFIDENTIAL, 1, 1),
        Cell(None, Mark.MISSING, 2, 0),
        Cell(None, Mark.MISSING),
    ]
    assert shown.controlled and described(shown)["disclosure_controlled"]
    assert described(CUBE)["disclosure_controlled"] is False


def test_what_is_written_of_it_is_the_value_as_shown() -> None:
    frame = as_frame(hidden(CUBE, flags(1), flags()))
    assert frame.columns == [REGION, "measure", "value", "mark", "reported", "estimated"]
    assert frame["value"].to_list() == [7.0, None, 2.3, None] and frame["mark"].to_list() == [None, ":", None, ".."]
    assert "numerator" in as_frame(CUBE).columns
