"""Gates: what is closed and why, on each side of a limit; and that what is declared holds together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kostra.editing.variables import declared as sums
from kostra.estimation.catalogue import declared, of_form
from kostra.estimation.gates import Closed, Gate, Level, closed
from kostra.model.errors import ContentError, Refused
from kostra.model.estimate import Estimate

GATE = Gate(coverage=80, weight=90, cv=5)
GOOD = Estimate(value=100.0, standard_error=5.0, robust_error=4.0, reported=8, expected=10, method="", weight=0.9)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, ()),
        ({"reported": 7}, (Closed.COVERAGE,)),
        ({"weight": 0.899}, (Closed.WEIGHT,)),
        ({"robust_error": 5.1}, (Closed.CV,)),
        ({"reported": 0, "weight": 0.0, "standard_error": 50.0}, (Closed.COVERAGE, Closed.WEIGHT, Closed.CV)),
    ],
)
def test_a_figure_is_closed_on_the_wrong_side_of_a_limit(changed: dict[str, float], why: tuple[Closed, ...]) -> None:
    assert closed(replace(GOOD, **changed), GATE) == why  # type: ignore[arg-type]


def test_a_gate_without_a_limit_for_cv_does_not_ask_for_it() -> None:
    assert closed(replace(GOOD, standard_error=99.0), Gate(80, 90)) == ()


def test_every_variable_is_a_sum_that_is_declared_and_has_a_gate_for_each_level() -> None:
    assert set(declared()) == {"11F", "11CF"}
    for form, one in declared().items():
        known = {each.id: each for each in sums()[form]}
        for variable in one.variables:
            assert set(variable.gates) == set(Level)
            assert all(known[id].per is None for id in variable.of), f"{variable.id} is no sum"


def test_a_form_without_estimates_is_refused_with_those_that_have() -> None:
    with pytest.raises(Refused, match="Velg et av disse: 11F, 11CF"):
        of_form("7")


def test_a_variable_may_have_a_gate_of_its_own_and_what_is_half_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "variables.toml"
    top = "[gates.country]\ncoverage = 85\nweight = 85\ncv = 2\n[forms.7.variables.x]\nlabel = 'X'\nlabel_nn = 'X'\n"
    rest = "of = ['x']\ncounts = 'sum'\npopulation = '18+'\n"
    file.write_text(f"{top}{rest}[forms.7.variables.x.gates.country]\ncoverage = 99\nweight = 1\n")
    (variable,) = declared(file)["7"].variables
    assert variable.gates[Level.COUNTRY] == Gate(99, 1)
    half = tmp_path / "half.toml"
    half.write_text(f"{top}{rest}by = 'kjonn'\n")
    with pytest.raises(ContentError, match="divided by half"):
        declared(half)
    empty = tmp_path / "empty.toml"
    empty.write_text(f"{top}{rest.replace('x', '', 1)}".replace("of = ['']", "of = []"))
    with pytest.raises(ContentError, match="the sum of nothing"):
        declared(empty)
