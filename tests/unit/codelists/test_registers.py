"""The light reading of municipalities and districts says the same as the atlas, in every year."""

from __future__ import annotations

import pytest

from kostra import regions
from kostra.codelists import registers

ATLAS = regions.load()


@pytest.mark.parametrize("year", range(ATLAS.first, ATLAS.last + 1))
def test_the_registers_agree_with_the_atlas(year: int) -> None:
    assert registers.municipalities(year) == {one.code for one in regions.municipalities(year)}
    assert registers.reporting_districts(year) == {one.code for one in regions.districts(year) if one.reports}


def test_the_first_year_is_that_of_the_atlas() -> None:
    assert registers.first_year() == ATLAS.first
    assert registers.municipalities(ATLAS.first - 1) == frozenset()
