"""The months of 11M, or its quarters, add up to the year of 11F, for the same people under the same numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from kostra.forms import catalogue
from kostra.reception.record import Value, read
from kostra.synth.arrays import NationYear
from kostra.synth.nation import Dials, Nation
from kostra.synth.parts import File, Part
from kostra.synth.records import form_11cf, form_11f, monthly
from unit.synth.plain_controls import lines_of

Key = tuple[str, Value]
MONTHS, QUARTERS = [f"M{number:02d}" for number in range(1, 13)], [f"K{number}" for number in range(1, 5)]


def sums(nation: NationYear, form: str, part: Part) -> tuple[Counter[Key], Counter[Key], int]:
    version = catalogue.form(form).version(nation.year)
    bidrag: Counter[Key] = Counter()
    laan: Counter[Key] = Counter()
    files = 0
    for file in part(nation):
        assert isinstance(file, File)
        files += 1
        unit = file.path.rsplit("/", 1)[1]
        for line in lines_of(file.content):
            record = read(version, line)
            amounts = (record["bidrag"], record["laan"])
            assert isinstance(amounts[0], int)
            assert isinstance(amounts[1], int)
            bidrag[unit, record["person_journalnr"]] += amounts[0]
            laan[unit, record["person_journalnr"]] += amounts[1]
    return bidrag, laan, files


@pytest.fixture(scope="module")
def small() -> NationYear:
    return Nation(seed=11, size=0.02, dials=Dials(errors=0, file_errors=0, corrections=0, never=0, quarters=0.3)).year(
        2025
    )


def test_months_and_quarters_add_up_to_the_year(small: NationYear) -> None:
    bidrag, laan, files = sums(small, "11M", monthly.part)
    year_bidrag, year_laan, _ = sums(small, "11F", form_11f.part)
    chosen = len(monthly.quarterly(small))
    assert 0.2 < chosen / len(small.units) < 0.4
    assert files == 12 * (len(small.units) - chosen) + 4 * chosen
    assert {key: value for key, value in bidrag.items() if value} == {
        key: value for key, value in year_bidrag.items() if value
    }
    assert {key: value for key, value in laan.items() if value} == {
        key: value for key, value in year_laan.items() if value
    }


def test_participants_are_in_the_periods_too(small: NationYear) -> None:
    by_quarter = monthly.quarterly(small)
    version, programme = catalogue.form("11M").version(2025), catalogue.form("11CF").version(2025)
    in_months = Counter[Key]()
    for file in monthly.part(small):
        assert isinstance(file, File)
        for line in lines_of(file.content):
            record = read(version, line)
            assert record["periode"] == file.path.split("/")[1]
            in_months[file.path.rsplit("/", 1)[1], record["person_journalnr"]] += record["kvp"] == "1"
    expected = Counter[Key]()
    for file in form_11cf.part(small):
        assert isinstance(file, File)
        for line in lines_of(file.content):
            record = read(programme, line)
            name = file.path.rsplit("/", 1)[1]
            length = 3 if name.removesuffix(".dat") in by_quarter else 1
            there = {(month - 1) // length for month in range(1, 13) if record[f"stmnd_{month}"] is not None}
            expected[name, record["person_journalnr"]] += len(there)
    assert +in_months == +expected
    assert expected.total() > 500


def test_a_unit_sends_months_or_quarters_and_never_both(small: NationYear) -> None:
    sent: dict[str, set[str]] = {}
    for one in monthly.part(small):
        delivery = one.delivery if isinstance(one, File) else one
        assert delivery is not None
        sent.setdefault(delivery.unit, set()).add(delivery.period)
    months, quarters = ({f"2025{kind}" for kind in kinds} for kinds in (MONTHS, QUARTERS))
    assert {unit for unit, periods in sent.items() if periods == quarters} == monthly.quarterly(small)
    assert all(periods in (months, quarters) for periods in sent.values())


def test_months_are_the_same_whoever_chooses_quarters(small: NationYear) -> None:
    other = replace(small, dials=replace(small.dials, quarters=0.6))
    assert monthly.quarterly(small) < monthly.quarterly(other), "whoever had chosen it still has"
    first, second = (
        {one.path: one.content for one in monthly.part(each) if isinstance(one, File)} for each in (small, other)
    )
    both = first.keys() & second.keys()
    assert len(both) > 1000 and all(first[path] == second[path] for path in both)


def test_some_months_were_put_right_in_the_year() -> None:
    nation = Nation(seed=11, size=0.02, dials=Dials(errors=0, file_errors=0, corrections=0.05, never=0)).year(2025)
    bidrag, _, _ = sums(nation, "11M", monthly.part)
    year, _, _ = sums(nation, "11F", form_11f.part)
    other = sum(bidrag[key] != year[key] for key in year)
    assert 0.1 < other / len(year) < 0.4
