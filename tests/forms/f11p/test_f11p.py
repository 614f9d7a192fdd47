"""Form 11 with part 3, the trial of 1998-1999: a part that only the trial municipalities fill in."""

from __future__ import annotations

import pytest

from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Span

PART_3 = {"raad", "gjeldsraad", "sysselsetting"}


@pytest.mark.parametrize("year", [1998, 1999])
@pytest.mark.parametrize("municipality", ["0106", "0215", "1567"])
def test_trial_municipalities_fill_in_part_3(year: int, municipality: str) -> None:
    version = catalogue.form("11P").version(year)
    assert version.fields_for(municipality) == version.fields


@pytest.mark.parametrize("year", [1998, 1999])
@pytest.mark.parametrize("municipality", ["0301", "3107", "5061"])
def test_others_fill_in_the_common_parts_only(year: int, municipality: str) -> None:
    version = catalogue.form("11P").version(year)
    left = {field.id for field in version.fields} - {field.id for field in version.fields_for(municipality)}
    assert left == PART_3


def test_part_3_stands_last_so_the_common_record_is_its_beginning() -> None:
    version = catalogue.form("11P").version(1998)
    common = version.fields_for("0301")
    assert common == version.fields[: len(common)]
    assert common[-1].last == 45
    assert version.record_length == 48


def test_collected_by_year_and_by_quarter() -> None:
    assert set(catalogue.form("11P").periods) == {Span.YEAR, Span.QUARTER}


@pytest.mark.parametrize("year", [1997, 2000])
def test_refused_outside_the_trial(year: int) -> None:
    with pytest.raises(Refused):
        catalogue.form("11P").version(year)


def test_main_source_has_no_benefit_that_came_later() -> None:
    assert set(catalogue.form("11P").version(1998).field("vklo").codes) == {"1", "2", "3", "4", "5", "7", "9"}
