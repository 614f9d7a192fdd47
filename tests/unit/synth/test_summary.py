"""National figures come near what they aim at."""

from __future__ import annotations

import pytest

from kostra.model.errors import Refused
from kostra.synth.nation import Dials, Nation
from kostra.synth.summary import Summary, summarise

# Figure: how far from its anchor it may be, in its own unit, or as a share of the anchor.
NEAR = {
    "recipients": 0.01,
    "cases": 0.012,
    "months": 0.09,
    "six_months": 0.09,
    "monthly": 0.02,
    "loans": 0.08,
    "young": 0.05,
    "main_source": 0.06,
    "work": 0.08,
    "private_rent": 0.03,
    "municipal_rent": 0.07,
    "owns": 0.15,
    "homeless": 0.2,
    "participants": 0.02,
    "still_in": 0.06,
    "completed": 0.12,
    "broken_off": 0.35,
}


@pytest.fixture(scope="module")
def summaries() -> dict[int, Summary]:
    nation = Nation(seed=1, size=0.3)
    return {year: summarise(nation.year(year)) for year in (2022, 2024, 2026)}


@pytest.mark.parametrize("year", [2022, 2024, 2026])
@pytest.mark.parametrize("id", NEAR)
def test_a_figure_is_near_its_anchor(summaries: dict[int, Summary], year: int, id: str) -> None:
    figure = summaries[year][id]
    assert figure.anchor is not None
    assert abs(figure.value / figure.anchor - 1) <= NEAR[id], f"{figure.value:.2f} for {figure.anchor:.2f}"


def test_every_figure_with_an_anchor_is_tested(summaries: dict[int, Summary]) -> None:
    assert {figure.id for figure in summaries[2026].figures if figure.anchor is not None} == NEAR.keys()


def test_the_whole_country_is_of_its_right_size() -> None:
    summary = summarise(Nation(seed=1).year(2022))
    assert 122_500 < summary["recipients"].value < 125_500
    assert 1.04 < summary["cases"].value / summary["recipients"].value < 1.052
    assert 4 < summary["several"].value < 7
    assert 24 < summary["children"].value < 32


@pytest.mark.parametrize("year", [2021, 2027])
def test_a_year_outside_the_simulated_ones_is_refused(year: int) -> None:
    with pytest.raises(Refused, match="2022-2026"):
        Nation(1, 0.01).year(year)


@pytest.mark.parametrize("size", [0, -1, 2.5])
def test_a_size_that_cannot_be_is_refused(size: float) -> None:
    with pytest.raises(Refused, match="Størrelsen"):
        Nation(1, size, Dials())
