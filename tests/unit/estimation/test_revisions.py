"""The change from the first figures to the last: its size, its causes that add up to it, and whether it was foretold."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.estimation.revisions import Calibration, Released, calibrate, explain, revise, sign_test
from kostra.model.errors import Broken

NAN = float("nan")
ALL = np.ones(6, bool)


def released(value: list[float], delivered: list[float], estimated: list[bool]) -> Released:
    return Released(np.array(value), np.array(delivered), np.array(estimated))


def test_each_cause_has_its_own() -> None:
    """Late; corrected and edited; edited alone; replaced; estimated twice; nothing new."""
    first = released(
        [0, 100, 50, 30, 20, 7],
        [NAN, 100, 50, NAN, NAN, 7],
        [False, False, False, True, True, False],
    )
    final = released([12, 115, 48, 33, 21, 7], [12, 110, 50, 33, NAN, 7], [False, False, False, False, True, False])
    found = explain(first, final, ALL)
    assert (found.late, found.corrected, found.edits, found.replaced, found.estimates) == (12, 10, 3, 3, 1)
    assert found.total == final.value.sum() - first.value.sum()


AMOUNTS = st.integers(-(10**12), 10**12)
UNITS = st.tuples(st.sampled_from("den"), AMOUNTS, AMOUNTS)
"""Delivered, estimated or nothing; the value, and what was delivered when it was."""


def made(rows: list[tuple[str, int, int]]) -> Released:
    return Released(
        np.array([0.0 if how == "n" else float(value) for how, value, _ in rows]),
        np.array([float(came) if how == "d" else NAN for how, _, came in rows]),
        np.array([how == "e" for how, _, _ in rows]),
    )


@given(st.lists(st.tuples(UNITS, UNITS, st.booleans()), min_size=1, max_size=40))
def test_causes_add_up_exactly(rows: list[tuple[tuple[str, int, int], tuple[str, int, int], bool]]) -> None:
    first, final = made([row[0] for row in rows]), made([row[1] for row in rows])
    members = np.array([row[2] for row in rows])
    assert explain(first, final, members).total == final.value[members].sum() - first.value[members].sum()


def test_a_unit_cannot_be_both_delivered_and_estimated() -> None:
    with pytest.raises(Broken, match="both"):
        released([1], [1], [True])


def test_the_size_of_a_revision() -> None:
    found = revise(np.array([100.0, 50, 50, 0]), np.array([110.0, 45, 50, 10]), np.array(["a", "b", "c", "d"]))
    assert (found.total, found.percent, found.mean, found.mean_absolute) == (15, 7.5, 3.75, 6.25)
    assert found.relative == pytest.approx(25 / 215) and found.rmse == pytest.approx(np.sqrt(225 / 4))
    assert (found.largest, found.largest_region, found.changed) == (10, "a", 0.75)
    assert found.sign_p == 1.0


def test_a_revision_of_nothing() -> None:
    found = revise(np.zeros(2), np.zeros(2), np.array(["b", "a"]))
    assert (found.percent, found.relative, found.largest_region, found.changed) == (None, None, "a", 0)
    with pytest.raises(Broken, match="no regions"):
        revise(np.zeros(0), np.zeros(0), np.array([], dtype=str))


@pytest.mark.parametrize(
    ("up", "down", "p"), [(0, 0, 1.0), (1, 1, 1.0), (5, 0, 0.0625), (0, 5, 0.0625), (8, 2, 0.109375)]
)
def test_the_sign_test_is_exact(up: int, down: int, p: float) -> None:
    assert sign_test(up, down) == p


def test_a_lean_of_many_is_not_chance() -> None:
    assert 0 < sign_test(2000, 1500) < 1e-10


def test_calibration_over_years() -> None:
    found = calibrate([(2026, 100, 5, 110), (2024, 100, 10, 95), (2025, 100, 0, 101)])
    assert found == Calibration(((2024, -0.5), (2026, 2.0)), mean=0.75, spread=sqrt(2.125), inside=0.5)
    assert calibrate([(2025, 1, 0, 1)]) is None
