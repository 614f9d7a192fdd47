"""Who owes what: by the form, in the regions of the year."""

from __future__ import annotations

import pytest

from kostra import regions
from kostra.followup.expected import expected
from kostra.forms import catalogue
from kostra.model.period import Period
from kostra.model.region import Region
from kostra.model.submission import Season


def units(year: int) -> tuple[Region, ...]:
    return (*regions.reporting_units(year), *regions.reporting_units(year, by_district=False))


def owing(form: str, year: int = 2026) -> list[str]:
    version = catalogue.form(form).version(year)
    return [one.unit for one in expected(version, (Period(year),), units(year))]


@pytest.mark.parametrize("form", ["11F", "11CF", "11M", "7"])
def test_oslo_reports_by_its_fifteen_districts_and_never_itself(form: str) -> None:
    found = owing(form)
    assert len(found) == 371 and "030100" not in found
    assert [unit for unit in found if unit.startswith("0301")] == [f"0301{number:02d}" for number in range(1, 16)]


@pytest.mark.parametrize("form", ["7B", "12", "0M"])
def test_other_forms_come_from_oslo_as_one(form: str) -> None:
    found = owing(form)
    assert len(found) == 357 and "030100" in found
    assert not [unit for unit in found if unit.startswith("0301") and unit != "030100"]


def test_the_account_comes_from_oslo_as_one_and_from_its_districts_beside() -> None:
    assert len(owing("0A")) == 357 + 15 and {"030100", "030101", "030115"} <= set(owing("0A"))


def test_the_municipalities_are_those_of_the_year() -> None:
    assert "500100" in owing("11F", 2018) and "160100" in owing("11F", 2017) and "160100" not in owing("11F", 2018)


def test_crisis_centres_are_those_that_are_named() -> None:
    version = catalogue.form("KRISE-B").version(2015)
    assert expected(version, (Period(2015),), ()) == ()
    found = expected(version, (Period(2015),), (), centres=("110300", "030100", "110300"))
    assert [one.unit for one in found] == ["030100", "110300"]


def test_selected_municipalities() -> None:
    found = expected(catalogue.form("BOLIG").version(1999), (Period(1999),), ())
    assert [one.unit for one in found] == ["010600", "021500", "156700"]


def test_nothing_is_expected_of_a_draft() -> None:
    assert owing("11F", 2027) == []


def test_each_period_and_the_season_are_in_what_is_expected() -> None:
    version = catalogue.form("11M").version(2026)
    found = expected(version, Period(2026).months(), units(2026), season=Season.TEST)
    assert len(found) == 12 * 371 and {one.season for one in found} == {Season.TEST}
    assert len(set(found)) == len(found)
