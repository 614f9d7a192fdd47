"""How figures of editing are told: changes with a sign and a strength, and drawings that bear anything."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from kostra.app.editing.macro import Change, Figure, Row
from kostra.app.editing.reviewing import Point
from kostra.editing.variables import Measure, Variable
from kostra.model.text import Language, Text
from kostra.web.editing import drawings
from kostra.web.editing.figures import change, figure, share
from kostra.web.editing.words import Words

SAY = Words(Language.BOKMAL)
SUM = Variable("bidrag", Text("Bidrag", "Bidrag"), "kroner", Measure("sum", ("bidrag",)))
MEAN = Variable("per", Text("Per", "Per"), "kroner", SUM.top, Measure("records"))


@pytest.mark.parametrize(
    ("now", "before", "text", "kind"),
    [
        (104, 100, "+4,0\u00a0%", ""),
        (105, 100, "+5,0\u00a0%", "up-1"),
        (80, 100, "\u221220,0\u00a0%", "down-2"),
        (0, 100, "\u2212100,0\u00a0%", "down-3"),
        (100_000, 100, "+99\u00a0900,0\u00a0%", "up-3"),
        (10_001, 10_000, "0,0\u00a0%", ""),
        (5, 0, "fra null", "up-3"),
        (0, 0, "0,0\u00a0%", ""),
    ],
)
def test_a_change_is_told_in_text_and_not_by_colour_alone(now: int, before: int, text: str, kind: str) -> None:
    told = change(SUM, Change(now, now, before), SAY)
    assert (told.text, told.kind) == (text, kind) and "mot" in told.note


def test_what_is_not_compared_says_so_and_what_has_come() -> None:
    told = change(SUM, Change(1200, None, None), SAY)
    assert told.text == "ikke sammenlignet" and told.note == "nå 1\u00a0200" and told.kind == ""


@pytest.mark.parametrize(
    ("variable", "value", "text"),
    [
        (SUM, 1_234_567, "1\u00a0234\u00a0567"),
        (MEAN, Fraction(41, 20), "2,1"),
        (MEAN, Fraction(2001, 2), "1\u00a0001"),
        (SUM, None, ""),
    ],
)
def test_a_mean_has_decimals_when_it_is_small_and_halves_go_away_from_zero(
    variable: Variable, value: Figure, text: str
) -> None:
    assert figure(variable, value) == text


def test_nothing_is_neither_more_nor_less() -> None:
    assert share(-0.0001) == "0,0\u00a0%" and share(None) == ""


@pytest.mark.parametrize("pairs", [[], [(None, 5.0)], [(0.0, 5.0)], [(5.0, 5.0)], [(1.0, 1e12), (3.0, 4.0)]], ids=str)
def test_a_drawing_bears_no_municipality_one_and_all_alike(pairs: list[tuple[float | None, float]]) -> None:
    points = [_point(before, now) for before, now in pairs]
    for draw in (drawings.scatter, drawings.outliers, drawings.distribution):
        drawn = draw(points, SAY)
        assert not re.search(r"\b(nan|inf)\b|<Å", drawn)
        assert drawn.startswith("<svg") is any(before for before, _ in pairs)


def _point(before: float | None, now: float) -> Point:
    ratio = now / before if before else None
    row = Row("1103", "<Å>", 1, 1, 1, (), 0, 0)
    largest = max(now, before) if before else None
    return Point(
        row, before, now, largest, ratio, 0.5 if ratio else None, 2.0 if ratio else None, None, ratio is not None, False
    )
