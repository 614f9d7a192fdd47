"""The late ones are estimated on the same reporters, the index does not jump when somebody joins, and no hidden figure has a part in it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kostra.statistics.indicators import Indicator
from kostra.statistics.series.estimating import Shown, estimated, growth, index, late

ID = Indicator.RECIPIENTS


def shown(**of: int | None) -> Shown:
    return {unit: dict.fromkeys(Indicator, value) for unit, value in of.items()}


BEFORE, NOW = shown(a=100, b=50, c=None, d=40), shown(a=110, b=60, c=90, e=500)
PEOPLE = {"a": 1000, "b": 1000, "c": 400, "e": 1600, "f": 800}.get


def test_growth_is_of_the_same_reporters_with_figures_that_may_be_shown() -> None:
    assert growth(NOW, BEFORE, ID) == Fraction(170, 150)
    assert growth(NOW, BEFORE, ID, ["b", "e"]) == Fraction(60, 50)
    assert growth(NOW, BEFORE, ID, ["c"]) is None and growth(NOW, shown(a=0), ID) is None


def test_a_late_one_moves_as_the_others_did_and_else_is_as_many_as_its_people() -> None:
    assert late("d", ID, NOW, BEFORE, PEOPLE) == 40 * Fraction(170, 150)
    assert late("f", ID, NOW, BEFORE, PEOPLE) == 800 * Fraction(110 + 60 + 90 + 500, 1000 + 1000 + 400 + 1600)
    assert late("x", ID, NOW, BEFORE, PEOPLE) is None
    assert estimated(760, ["d"], ID, NOW, BEFORE, PEOPLE) == 805
    assert estimated(760, ["d", "x"], ID, NOW, BEFORE, PEOPLE) is None
    assert estimated(None, [], ID, NOW, BEFORE, PEOPLE) is None
    assert estimated(760, [], ID, NOW, BEFORE, PEOPLE) == 760


def test_the_index_is_a_chain_and_ends_where_it_is_broken() -> None:
    later = shown(a=121, e=250)
    assert index([BEFORE], ID) == 100
    assert index([BEFORE, NOW, later], ID) == 100 * Fraction(170, 150) * Fraction(371, 610)
    assert index([BEFORE, shown(x=4), later], ID) is None


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(4, 900)), st.integers(1, 3), st.sampled_from("abcdef"))
def test_what_is_hidden_moves_nothing(values: dict[str, int], few: int, whose: str) -> None:
    """Whatever the hidden figure is, it is as if it were not there."""
    before = {unit: value + 7 for unit, value in values.items()}
    now = {**values, whose: None}
    assert few not in (one for one in now.values() if one is not None)
    without = {unit: value for unit, value in values.items() if unit != whose}
    for id in (ID, Indicator.KRONER):
        assert growth(shown(**now), shown(**before), id) == growth(shown(**without), shown(**before), id)
        ours = late("f", id, shown(**now), {}, lambda unit: 100)
        assert ours == late("f", id, shown(**without), {}, lambda unit: 100)
