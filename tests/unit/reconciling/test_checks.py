"""Each check on hand-made regions: what it finds, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from kostra.reconciling.catalogue import comparison
from kostra.reconciling.checks import Flag, flags
from kostra.reconciling.comparison import Check
from kostra.reconciling.residuals import Places, Row

F281 = comparison("f281")
MILLION = 1_000_000
CODES = tuple(f"{number:04d}00" for number in range(1001, 1021))
WHERE = Places(CODES, (), dict.fromkeys(CODES, "EKG01"))


def usual(number: int) -> Row:
    """Twenty regions that agree well, each a little differently."""
    first = (20 + number) * MILLION
    return Row(CODES[number], (first, first - 1000 * number - 2 * MILLION, 2 * MILLION - 500))


def found(
    changed: Row | None = None, before: Mapping[int, Sequence[Row]] | None = None, only: Check | None = None
) -> dict[str, tuple[Flag, ...]]:
    now = [changed if changed is not None and changed.region == CODES[place] else usual(place) for place in range(20)]
    about = F281 if only is None else replace(F281, checks=frozenset({only}))
    earlier = {year: {row.region: row for row in rows} for year, rows in (before or {}).items()}
    return flags(about, now, earlier, WHERE)


def one(changed: Row, check: Check, before: Mapping[int, Sequence[Row]] | None = None) -> Flag:
    (flag,) = found(changed, before, check)[changed.region]
    return flag


def test_nothing_is_said_of_those_that_agree() -> None:
    everyone = [usual(number) for number in range(20)]
    assert found(before={2024: everyone, 2025: everyone}) == {}


def test_an_account_in_the_wrong_unit() -> None:
    flag = one(Row(CODES[3], (23_000, 21 * MILLION, 2 * MILLION)), Check.UNIT_ERROR)
    assert flag.source == 0 and flag.value == pytest.approx(0.001)


def test_a_form_in_the_wrong_unit_is_found_by_what_would_mend_it() -> None:
    flag = one(Row(CODES[3], (23 * MILLION, 21 * MILLION, 2000 * MILLION)), Check.UNIT_ERROR)
    assert flag.source == 2 and flag.value == 1000


def test_a_form_in_the_wrong_unit_is_found_by_last_year_also_where_it_is_small() -> None:
    now = Row(CODES[3], (2300 * MILLION, 2298 * MILLION, 2000))
    last = [Row(CODES[3], (2300 * MILLION, 2298 * MILLION, 2 * MILLION))]
    flag = one(now, Check.UNIT_ERROR, {2025: last})
    assert flag.source == 2 and flag.value == pytest.approx(0.001)


@pytest.mark.parametrize(
    ("first", "others", "is_found"),
    [
        (10 * MILLION, 10_200_000, False),  # exactly two per cent
        (10 * MILLION, 10_200_001, True),
        (1 * MILLION, 1_050_000, False),  # exactly fifty thousand, which is more than two per cent
        (1 * MILLION, 1_050_001, True),
    ],
)
def test_persons_above_the_accounts(first: int, others: int, is_found: bool) -> None:
    row = Row(CODES[3], (first, others, 0))
    assert (row.region in found(row, only=Check.NEGATIVE)) is is_found


def test_an_unusual_ratio_within_the_group() -> None:
    row = Row(CODES[3], (24 * MILLION, 21 * MILLION, 1 * MILLION))
    flag = one(row, Check.RATIO)
    assert flag.value == pytest.approx(24 / 22) and flag.high is not None and flag.high < 1.01
    assert set(found(row, only=Check.RATIO)) == {row.region}


def test_groups_are_held_against_themselves() -> None:
    """Half of the regions have schemes of their own; together they are a group where that is usual."""
    half = CODES[:10]
    now = [
        Row(code, ((20 + place) * MILLION, (18 + place) * MILLION - 3000 * place, 0)) if code in half else usual(place)
        for place, code in enumerate(CODES)
    ]
    where = replace(WHERE, strata={code: "EKG02" if code in half else "EKG01" for code in CODES})
    about = replace(F281, checks=frozenset({Check.RATIO}))
    assert flags(about, now, {}, where) == {}


def test_a_ratio_that_changed_more_than_others() -> None:
    last = [
        replace(usual(number), amounts=((20 + number) * MILLION, (18 + number) * MILLION, 2 * MILLION))
        for number in range(20)
    ]
    row = Row(CODES[3], (23 * MILLION, 17 * MILLION, 2 * MILLION))
    assert one(row, Check.CHANGED, {2025: last}).value == pytest.approx(23 / 19, abs=0.01)


def _years(*residuals: int) -> dict[int, list[Row]]:
    """The years up to 2025, the oldest first."""
    first = 2026 - len(residuals)
    return {
        first + place: [Row(CODES[3], (20 * MILLION, 20 * MILLION - rest, 0))] for place, rest in enumerate(residuals)
    }


def _now(rest: int) -> Row:
    return Row(CODES[3], (20 * MILLION, 20 * MILLION - rest, 0))


def test_three_years_of_the_same_is_a_scheme_and_no_jump() -> None:
    told = found(_now(2 * MILLION), _years(2 * MILLION, 1_900_000))[CODES[3]]
    checks = {flag.check for flag in told}
    assert Check.PERSISTENT in checks and Check.JUMP not in checks


def test_two_years_say_nothing_of_a_pattern() -> None:
    checks = {flag.check for flag in found(_now(2 * MILLION), _years(1_900_000))[CODES[3]]}
    assert not checks & {Check.PERSISTENT, Check.JUMP}


def test_a_leap_from_what_was_usual_is_a_jump() -> None:
    told = found(_now(5 * MILLION), _years(2 * MILLION, 2 * MILLION, 2 * MILLION), Check.JUMP)[CODES[3]]
    assert told[0].value == 5 * MILLION and (told[0].low, told[0].high) == (1 * MILLION, 3 * MILLION)


def test_back_to_normal_is_not_asked_about() -> None:
    assert CODES[3] not in found(_now(0), _years(4 * MILLION, 4 * MILLION), Check.JUMP)


def test_a_year_that_lacks_something_ends_the_series() -> None:
    years = _years(2 * MILLION, 2 * MILLION, 2 * MILLION)
    years[2024] = [Row(CODES[3], (20 * MILLION, None, 0))]
    assert CODES[3] not in found(_now(2 * MILLION), years, Check.PERSISTENT)


def test_what_has_not_come_is_awaited_where_there_is_something_to_hold_it_against() -> None:
    flag = one(Row(CODES[3], (5 * MILLION, None, 0)), Check.AWAITED)
    assert flag.source == 1 and flag.value == 5 * MILLION
    assert found(Row(CODES[3], (0, None, 0)), only=Check.AWAITED) == {}
    assert found(Row(CODES[3], (None, 5 * MILLION, 0)), only=Check.AWAITED) == {}  # the accounts come a month later
    assert found(Row(CODES[3], (None, None, None)), only=Check.AWAITED) == {}


def test_counts_are_held_apart_whichever_is_larger() -> None:
    about = replace(comparison("nav_kvp"), checks=frozenset({Check.APART}))
    rows = [Row(CODES[0], (12, 11)), Row(CODES[1], (12, 14)), Row(CODES[2], (0, 2)), Row(CODES[3], (100, 95))]
    assert set(flags(about, rows, {}, WHERE)) == {CODES[1], CODES[2]}


def test_the_order_of_the_regions_does_not_matter() -> None:
    rows = [usual(number) for number in range(20)]
    rows[3] = Row(CODES[3], (24 * MILLION, 21 * MILLION, 1 * MILLION))
    before = {2025: {row.region: row for row in map(usual, range(20))}}
    assert flags(F281, rows, before, WHERE) == flags(F281, rows[::-1], before, WHERE)
