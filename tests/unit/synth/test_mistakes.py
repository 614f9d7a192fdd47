"""What the dials put in is what the controls find: that, and nothing else."""

from __future__ import annotations

import pytest

from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.synth.arrays import NationYear
from kostra.synth.nation import Dials, Nation
from kostra.synth.parts import File, Planted
from kostra.synth.records import form_11cf, form_11f
from kostra.synth.records.mistake_kinds import KINDS
from kostra.synth.records.mistakes import check_kinds, rates
from unit.synth.plain_controls import findings, lines_of

PARTS = {"11F": form_11f.part, "11CF": form_11cf.part}


LIFE = {"11F": {"K06", "K07", "K38"}, "11CF": {"K07"}}
"""Warnings about people who are as they are: very young, old, or known by a DUF number only."""


def planted_and_found(nation: NationYear, form: str) -> tuple[list[Planted], dict[tuple[str, int], set[str]]]:
    version = catalogue.form(form).version(nation.year)
    planted: list[Planted] = []
    found: dict[tuple[str, int], set[str]] = {}
    for file in PARTS[form](nation):
        assert isinstance(file, File)
        assert file.delivery is not None
        planted.extend(file.planted)
        unit = file.delivery.unit
        for line, controls in enumerate(findings(version, unit, lines_of(file.content)), start=1):
            if controls - LIFE[form]:
                found[unit, line] = controls
    return planted, found


@pytest.mark.parametrize("form", PARTS)
def test_every_mistake_is_found_by_its_control_and_nothing_else_is(faulty: NationYear, form: str) -> None:
    planted, found = planted_and_found(faulty, form)
    table = faulty.recipients if form == "11F" else faulty.participants
    assert 0.2 < len(planted) / len(table) < 0.35
    for one in planted:
        assert one.control in found.get((one.unit, one.line), set()), f"{one.kind} in {one.unit}, line {one.line}"
    assert set(found) == {(one.unit, one.line) for one in planted}
    assert {one.kind for one in planted} == {kind.name for kind in KINDS if kind.form == form}


def test_one_kind_can_be_turned_up_alone() -> None:
    dials = Dials(errors=0, file_errors=0, never=0, kinds={"missing-trygdesit": 0.05})
    nation = Nation(seed=5, size=0.03, dials=dials).year(2023)
    planted, found = planted_and_found(nation, "11F")
    assert {one.kind for one in planted} == {"missing-trygdesit"}
    assert all("K20B" in controls for controls in found.values())
    assert 0.03 < len(planted) / len(nation.recipients) < 0.07


def test_the_rates_of_the_kinds_make_up_the_dial() -> None:
    for year in (2022, 2026):
        for form in PARTS:
            assert sum(rates(Dials(errors=0.02), form, year).values()) == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("form", "kind", "first"), [("11F", "impossible-birth-date", 2025), ("11F", "amount-not-a-number", 2026)]
)
def test_a_kind_waits_for_its_control(form: str, kind: str, first: int) -> None:
    assert kind not in rates(Dials(), form, first - 1)
    assert kind in rates(Dials(), form, first)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match="missing-trygdesit"):
        check_kinds(Dials(kinds={"no-such-mistake": 0.1}))


def test_some_files_have_a_line_that_cannot_be_read() -> None:
    nation = Nation(seed=5, size=0.03, dials=Dials(errors=0, file_errors=0.5, never=0)).year(2026)
    planted, found = planted_and_found(nation, "11F")
    assert {one.kind for one in planted} == {"short-line", "long-line", "tab-in-line"}
    assert {key for key, controls in found.items() if "K01" in controls} == {(one.unit, one.line) for one in planted}
    assert 100 < len(planted) < 250


@pytest.mark.parametrize("value", [-0.1, 1.5])
def test_a_dial_outside_0_and_1_is_refused_by_its_flag(value: float) -> None:
    with pytest.raises(Refused, match="--late"):
        Dials(late=value)
    with pytest.raises(Refused, match="--file-errors"):
        Dials(file_errors=value)
    with pytest.raises(Refused, match="no-months"):
        Dials(kinds={"no-months": value})
