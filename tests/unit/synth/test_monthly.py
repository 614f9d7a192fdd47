"""The months of 11M add up to the year of 11F, for the same people under the same numbers."""

from __future__ import annotations

from collections import Counter

import pytest

from kostra.forms import catalogue
from kostra.reception.record import Value, read
from kostra.synth.arrays import NationYear
from kostra.synth.nation import Dials, Nation
from kostra.synth.parts import File, Part
from kostra.synth.records import form_11cf, form_11f, monthly
from unit.synth.plain_controls import lines_of

Key = tuple[str, Value]


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
    return Nation(seed=11, size=0.02, dials=Dials(errors=0, file_errors=0, corrections=0, never=0)).year(2025)


def test_months_add_up_to_the_year(small: NationYear) -> None:
    bidrag, laan, files = sums(small, "11M", monthly.part)
    year_bidrag, year_laan, _ = sums(small, "11F", form_11f.part)
    assert files == 12 * len(small.units)
    assert {key: value for key, value in bidrag.items() if value} == {
        key: value for key, value in year_bidrag.items() if value
    }
    assert {key: value for key, value in laan.items() if value} == {
        key: value for key, value in year_laan.items() if value
    }


def test_participants_are_in_the_months_too(small: NationYear) -> None:
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
            months = sum(record[f"stmnd_{month}"] is not None for month in range(1, 13))
            expected[file.path.rsplit("/", 1)[1], record["person_journalnr"]] += months
    assert +in_months == +expected
    assert expected.total() > 500


def test_some_months_were_put_right_in_the_year() -> None:
    nation = Nation(seed=11, size=0.02, dials=Dials(errors=0, file_errors=0, corrections=0.05, never=0)).year(2025)
    bidrag, _, _ = sums(nation, "11M", monthly.part)
    year, _, _ = sums(nation, "11F", form_11f.part)
    other = sum(bidrag[key] != year[key] for key in year)
    assert 0.1 < other / len(year) < 0.4
