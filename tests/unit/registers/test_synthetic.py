"""The registers of the synthetic nation, and the region data that come with the program, are read as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import kostra.regions
from kostra.model.period import Period
from kostra.registers.catalogue import layout_for
from kostra.registers.examining import examine
from kostra.registers.whole import Against
from kostra.synth.nation import Nation
from kostra.synth.registers import part

FILES = {
    "nav_kvp": "nav_kvp_deltakere",
    "nir": "nir_introduksjonsprogram",
    "a_ordningen": "a_ordningen_introduksjonsstonad",
    "folkeregisteret": "folkeregisteret",
    "nir_tidligere": "tidligere_introduksjonsdeltakere",
}
_POPULATION = Path(kostra.regions.__file__).parent / "data" / "population"


@pytest.fixture(scope="module")
def extracts() -> dict[str, bytes]:
    year = Nation(seed=5, size=0.03).year(2026)
    return {Path(file.path).stem: file.content for file in part.part(year)}


@pytest.mark.parametrize("register", FILES)
def test_an_extract_is_let_through(register: str, extracts: dict[str, bytes]) -> None:
    content = extracts[FILES[register]]
    period = Period(2026)
    result = examine(layout_for(register, period), content, Against(period))
    assert not result.refused, result.found
    assert result.rows == content.count(b"\n") - 1 > 100


def test_every_extract_has_a_layout(extracts: dict[str, bytes]) -> None:
    assert set(extracts) - {"LES_MEG"} == set(FILES.values())


@pytest.mark.parametrize("file", sorted(_POPULATION.glob("*.csv")), ids=lambda file: file.stem)
def test_the_population_files_are_let_through(file: Path) -> None:
    period = Period(int(file.stem))
    result = examine(layout_for("folketall", period), file.read_bytes(), Against(period))
    assert not result.found
