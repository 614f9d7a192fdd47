"""The controls of the file as a whole: against last time, against what the sender says, and against the map."""

from __future__ import annotations

import pytest

from kostra.model.finding import Severity
from kostra.model.period import Period
from kostra.registers.whole import Against, Before
from unit.registers.files import CODES, NAV, PERIOD, PERSONS, codes, examined, found, nav, persons, severities


def _before(rows: int) -> Against:
    return Against(PERIOD, before=Before(Period(2025), rows))


@pytest.mark.parametrize(
    ("before", "control"),
    [(100, None), (125, None), (126, "R16"), (68, None), (66, "R17")],
    ids=["same", "fewer-within", "fewer", "more-within", "more"],
)
def test_rows_against_last_time(before: int, control: str | None) -> None:
    """A fifth fewer and half as many again is what the layout allows."""
    rows = [f"{number:011d};1990-05-15;1;1;0;1103;;" for number in range(100)]
    told = severities(PERSONS, persons(*rows), _before(before))
    assert {"R16", "R17"} & set(told) == ({control} if control else set())


def test_a_much_shrunken_code_list_is_refused_and_could_be_accepted_with_a_reason() -> None:
    result = examined(CODES, codes(without=100), _before(357))
    assert {one.control for one in result.found} == {"R16", "R18"}
    assert result.refused
    assert result.may_be_accepted


def test_what_must_be_mended_cannot_be_accepted() -> None:
    result = examined(NAV, nav({"110300": "", "460100": "x;1"}), _before(900))
    assert {"R10", "R16", "R18"} <= {one.control for one in result.found}
    assert not result.may_be_accepted


def test_a_unit_that_is_missing_is_named() -> None:
    one = found(NAV, nav({"110300": "", "030104": ""}), "R18")
    assert one.count == 2
    assert dict(one.shown)["regions"] == "«030104», «110300»"


def test_fewer_rows_than_the_sender_says_is_an_error() -> None:
    against = Against(PERIOD, declared_rows=4)
    assert severities(PERSONS, persons(), against) == {"R07": Severity.ERROR}
    assert not examined(PERSONS, persons(), Against(PERIOD, declared_rows=3)).found


def test_the_same_file_for_another_period_is_an_error() -> None:
    one = found(PERSONS, persons(), "R08", Against(PERIOD, same_bytes=Period(2025)))
    assert dict(one.shown) == {"other": "2025", "period": "2026"}
