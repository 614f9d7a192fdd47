"""What is shown of a period: never fewer than four, never what follows from what is shown, and nothing from one release to the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kostra.app.series.protecting import Cost, Out, Protected, protect
from kostra.disclosure.layout import TOTAL
from kostra.statistics.indicators import Indicator
from kostra.statistics.series.counting import Housing, OfUnit

GROUPS = {"A": "EKG01", "B": "EKG01", "C": "EKG01", "D": "EKG02", "E": "EKG02", "F": "EKG02"}


def unit(recipients: int, supporting: int, main: int, young: int, programme: int = 0, top: int = 100) -> OfUnit:
    counts = (recipients, supporting, main, young, 10_000 * recipients, programme)
    return OfUnit(dict(zip(Indicator, counts, strict=True)), (top, top // 2))


UNITS = {
    "A": unit(40, 12, 20, 14, 9),
    "B": unit(30, 2, 15, 11, 8),
    "C": unit(55, 20, 30, 20, 0),
    "D": unit(3, 1, 2, 1, 1),
    "E": unit(80, 30, 41, 29, 12),
    "F": unit(60, 20, 31, 22, 7),
}


def out(of: Protected) -> Out:
    return Out(of.units, of.signs)


def test_few_are_hidden_and_so_is_what_would_tell_them() -> None:
    found = protect(UNITS, GROUPS.get)
    assert found.verdict.passed and found.verdict.determined == 0 and found.verdict.suppressed > 0
    shown = found.shown
    assert shown["D"] == dict.fromkeys(Indicator)
    assert shown["B"][Indicator.SUPPORTING] is None
    assert shown[TOTAL][Indicator.RECIPIENTS] == 268 and shown[TOTAL][Indicator.KRONER] == 2_680_000
    assert [shown[one][Indicator.SUPPORTING] for one in ("A", "C")].count(None) >= 1, "the group tells of B otherwise"
    for values in shown.values():
        assert not any(0 < (value or 0) < 4 for value in values.values())


def test_few_who_are_left_are_as_few() -> None:
    found = protect(UNITS | {"A": unit(40, 38, 20, 14)}, GROUPS.get)
    assert found.shown["A"][Indicator.SUPPORTING] is None or found.shown["A"][Indicator.RECIPIENTS] is None


def test_an_amount_that_is_nearly_of_one_person_is_not_shown() -> None:
    found = protect(UNITS | {"E": unit(80, 30, 41, 29, 12, top=790_000)}, GROUPS.get)
    assert found.shown["E"][Indicator.KRONER] is None and found.shown["E"][Indicator.RECIPIENTS] is None


def housed(**persons: int) -> dict[str, OfUnit]:
    """Those who have answered about temporary housing, 5 000 kroner for each."""
    return {
        one: replace(
            UNITS[one], housing=Housing(persons[one], 5_000 * persons[one], (5_000, 5_000)) if one in persons else None
        )
        for one in UNITS
    }


def test_housing_is_of_those_who_have_answered_and_few_of_them_are_hidden() -> None:
    found = protect(housed(A=12, B=2, C=20, E=30), GROUPS.get)
    assert found.verdict.passed and found.shown == protect(UNITS, GROUPS.get).shown, "the six are as they would be"
    assert found.housing[TOTAL] == Cost(64, 320_000)
    assert found.housing["B"] == Cost(None, None) and "D" not in found.housing
    assert [found.housing[one].persons for one in ("A", "C", "EKG01")].count(None) >= 1, (
        "the group tells of B otherwise"
    )


def test_a_cost_that_is_nearly_of_one_person_is_not_shown() -> None:
    units = housed(A=12, C=20, E=30)
    units["E"] = replace(units["E"], housing=Housing(30, 900_000, (890_000, 1_000)))
    assert protect(units, GROUPS.get).housing["E"] == Cost(None, None)


def test_who_answers_about_housing_late_is_not_told_of_by_the_difference() -> None:
    first = protect(housed(A=12, C=20, E=30), GROUPS.get)
    again = protect(housed(A=12, C=20, E=30, F=2), GROUPS.get, out(first))
    assert again.verdict.passed and first.housing[TOTAL] == Cost(62, 310_000)
    assert again.housing[TOTAL] in (Cost(None, None), Cost(62, 310_000)), "F is not in it, or the sum is not told"
    begun = protect(housed(A=12, C=20), GROUPS.get, out(protect(UNITS, GROUPS.get)))
    assert begun.verdict.passed, "nobody had answered before"


def test_of_a_period_that_is_made_again_nothing_follows_from_the_difference() -> None:
    first = protect({one: UNITS[one] for one in "ABCEF"}, GROUPS.get)
    assert first.shown[TOTAL][Indicator.RECIPIENTS] == 265
    again = protect(UNITS, GROUPS.get, out(first))
    assert again.verdict.passed and again.units == UNITS
    # D has three: the sum of now less the sum of before would tell of them.
    assert again.shown[TOTAL][Indicator.RECIPIENTS] is None and again.shown["EKG02"][Indicator.RECIPIENTS] is None
    larger = protect({**UNITS, "D": unit(50, 20, 25, 17, 9)}, GROUPS.get, out(first))
    assert larger.verdict.passed and larger.shown[TOTAL][Indicator.RECIPIENTS] == 315
    for label, signs in first.signs.items():
        for table, before in signs.items():
            assert all(now == "h" for was, now in zip(before, larger.signs[label][table], strict=True) if was == "h")


def test_who_sends_other_figures_stays_as_it_stood_where_any_of_them_is_hidden() -> None:
    first = protect(UNITS, GROUPS.get)
    again = protect({**UNITS, "D": unit(3, 2, 2, 1, 1)}, GROUPS.get, out(first))
    assert again.verdict.passed and again.units["D"] == UNITS["D"]
    large = {one: unit(40 + number, 15, 20, 18, 9) for number, one in enumerate(GROUPS)}
    before = protect(large, GROUPS.get)
    after = protect({**large, "E": unit(90, 33, 45, 31, 20)}, GROUPS.get, out(before))
    assert after.verdict.passed and after.shown["E"][Indicator.RECIPIENTS] == 90


@pytest.mark.parametrize("seed", range(6))
def test_any_figures_pass_their_audit_and_nothing_few_comes_out(seed: int) -> None:
    chance = np.random.Generator(np.random.PCG64(seed))
    units, groups = {}, {}
    for number in range(int(chance.integers(2, 14))):
        name = f"{number:06d}"
        recipients = int(chance.integers(0, 60))
        supporting, main, young = (int(chance.binomial(recipients, share)) for share in (0.2, 0.5, 0.4))
        units[name] = unit(recipients, supporting, main, young, int(chance.integers(0, 9)))
        if chance.random() < 0.7:
            persons = int(chance.integers(0, 12))
            units[name] = replace(units[name], housing=Housing(persons, 5_000 * persons, (5_000, 5_000)))
        groups[name] = f"EKG{int(chance.integers(1, 4)):02d}"
    first = protect(dict(list(units.items())[::2]), groups.get)
    found = protect(units, groups.get, out(first))
    assert first.verdict.passed and found.verdict.passed and found.units == units
    assert not any(0 < (cost.persons or 0) < 4 for cost in found.housing.values())
    for values in found.shown.values():
        assert not any(0 < (value or 0) < 4 for value in values.values())
        for id in (Indicator.SUPPORTING, Indicator.MAIN_SOURCE, Indicator.YOUNG):
            whole, part = values[Indicator.RECIPIENTS], values[id]
            assert whole is None or part is None or not 0 < whole - part < 4
