"""Small nations, made once for all tests of the folder."""

from __future__ import annotations

import pytest

from kostra.synth.anchors import FIRST_YEAR, LAST_YEAR
from kostra.synth.nation import Dials, Nation, NationYear

CLEAN = Dials(errors=0, file_errors=0, corrections=0, never=0, nil=0)


@pytest.fixture(scope="session")
def years() -> dict[int, NationYear]:
    """Every year of one nation with a twentieth of the people, without mistakes in the files."""
    nation = Nation(seed=7, size=0.05, dials=CLEAN)
    return {year: nation.year(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)}


@pytest.fixture(scope="session")
def faulty() -> NationYear:
    """2026 with many mistakes of every kind."""
    return Nation(seed=7, size=0.06, dials=Dials(errors=0.25, file_errors=0, never=0)).year(2026)
