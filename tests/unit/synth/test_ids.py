"""Identity numbers: right check digits, 80 added to the month, each given once."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from kostra.synth.people.ids import Register, digits, keep_clear, stand_in
from unit.synth.plain_controls import birth_year, valid_duf, valid_number

PERSONS = some.lists(
    some.tuples(
        some.dates(min_value=date(1925, 1, 1), max_value=date(2012, 12, 31)),
        some.sampled_from([1, 2]),
        some.booleans(),
    ),
    min_size=1,
    max_size=60,
)


@given(PERSONS)
def test_numbers_are_valid_synthetic_and_say_birth_date_and_sex(persons: list[tuple[date, int, bool]]) -> None:
    birth = np.array([one[0] for one in persons], dtype="datetime64[D]")
    sex = np.array([one[1] for one in persons])
    d_number = np.array([one[2] for one in persons])
    numbers = Register().national_ids(birth, sex, d_number)
    for number, day, person, is_d in zip(numbers, birth.tolist(), sex, d_number, strict=True):
        written = f"{number:011d}"
        assert valid_number(written)
        assert int(written[:2]) == day.day + 40 * is_d
        assert int(written[2:4]) == day.month + 80
        assert birth_year(written, 2026) == day.year
        assert int(written[8]) % 2 == person % 2


def test_a_number_is_given_once_however_many_ask() -> None:
    register = Register()
    birth = np.repeat(np.array(["1990-01-01", "2001-05-17"], dtype="datetime64[D]"), 180)
    sex = np.tile([1, 2], 180)
    given_out = [register.national_ids(birth, sex, np.full(360, d)) for d in (False, True, False)][:2]
    numbers = np.concatenate(given_out)
    assert len(np.unique(numbers)) == len(numbers)


def test_duf_numbers_are_valid_and_given_once() -> None:
    register = Register()
    arrived = np.repeat(np.array([2015, 2022, 2023]), 4000)
    numbers = np.concatenate([register.duf_numbers(arrived), register.duf_numbers(arrived)])
    assert len(np.unique(numbers)) == len(numbers)
    assert all(valid_duf(f"{number:012d}") for number in numbers[::50])
    assert np.array_equal(numbers // 10**8, np.tile(arrived, 2))


@given(some.lists(some.dates(min_value=date(1930, 1, 1), max_value=date(2030, 1, 1)), min_size=1, max_size=50))
def test_a_stand_in_is_never_a_real_number(births: list[date]) -> None:
    birth = np.array(births, dtype="datetime64[D]")
    for sex in (1, 2):
        sexes = np.full(len(birth), sex)
        moved = keep_clear(birth, sexes)
        assert np.all(birth - moved < np.timedelta64(5, "D"))
        for number in stand_in(moved, sexes):
            cells = digits(np.array([number]), 11)[0]
            first = cells[:10] @ np.array([3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11
            second = cells @ np.array([5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11
            assert (first, second) != (0, 0)
