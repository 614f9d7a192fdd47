"""The backtest takes out what is silent now, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.estimation.backtest import backtest
from kostra.model.errors import Refused
from kostra.model.estimate import Parameters
from unit.estimation.nation import changed, country

P = Parameters()


def test_it_compares_with_what_was_taken_out() -> None:
    units, variable = country()
    silent = np.isin(np.arange(len(units)), [0, 10, 20, 60])
    found = backtest(units, "x", variable.value, variable.last, silent, P)
    assert found.truth == variable.value.sum() and found.removed == 4
    assert found.share == pytest.approx(variable.value[silent].sum() / found.truth)
    assert (found.estimate.late, found.estimate.unknown, found.estimate.carried) == (3, 1, 1)
    assert found.error == pytest.approx(found.estimate.value - found.truth)
    assert abs(found.relative) < 0.05
    assert found.z == pytest.approx(found.error / found.estimate.interval_error)
    assert found.inside == (found.estimate.low <= found.truth <= found.estimate.high)


def test_what_was_true_is_never_read_where_it_was_taken_out() -> None:
    units, variable = country()
    silent = np.arange(len(units)) == 10
    other = variable.value.copy()
    other[10] *= 3
    first = backtest(units, "x", variable.value, variable.last, silent, P)
    second = backtest(units, "x", other, variable.last, silent, P)
    assert second.estimate == first.estimate and second.truth > first.truth


def test_nobody_silent_is_no_error() -> None:
    units, variable = country()
    last = variable.value.copy()
    last[15] = np.nan
    found = backtest(units, "x", last, variable.last, np.zeros(len(units), bool), P)
    assert (found.error, found.z, found.removed, found.share) == (0, None, 0, 0)
    assert found.inside and found.estimate.expected == len(units) - 1


def test_oslo_that_nobody_knew_the_year_before_cannot_be_tried() -> None:
    units, variable = country()
    before = changed(variable, 60, last=np.nan).last
    with pytest.raises(Refused, match="030101"):
        backtest(units, "x", variable.value, before, np.arange(len(units)) == 60, P)
