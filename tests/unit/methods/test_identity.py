"""Identity numbers of many at once are what they are one by one. Everybody here is synthetic."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from generative import ids
from kostra.methods.digits import Characters
from kostra.methods.identity import Identity, begins_a_number, birth_day, is_d_number, read_identity, sex, valid_duf
from oracle.primitives import is_duf, person


def rows(texts: list[str]) -> Characters:
    flat = np.frombuffer("".join(texts).encode("latin-1"), dtype=np.uint8)
    return np.ascontiguousarray(flat.reshape(len(texts), -1).T)


def agrees(texts: list[str], year: int) -> Identity:
    found, expected = read_identity(rows(texts), year), [person(text, year) for text in texts]
    assert found.number.tolist() == [one.valid for one in expected]
    assert found.stand_in.tolist() == [one.stand_in for one in expected]
    assert found.birth_known.tolist() == [one.birth_year is not None for one in expected]
    assert found.birth_year[found.birth_known].tolist() == [one.birth_year for one in expected if one.birth_year]
    return found


@pytest.mark.parametrize("year", [2017, 2023, 2026, 2027])
def test_all_kinds_are_told_as_one_by_one(year: int) -> None:
    texts = [text[:11].ljust(11) for text in ids.many(np.random.default_rng(year), year, 4000)]
    found = agrees(texts, year)
    assert found.number.any() and found.stand_in.any()
    assert (found.number & ~found.birth_known).any(), "a number may leave the century open"


@given(
    some.lists(some.text("0123456789 A²", min_size=11, max_size=11), min_size=1, max_size=10), some.integers(2017, 2030)
)
def test_anything_else_is_told_as_one_by_one(texts: list[str], year: int) -> None:
    agrees(texts, year)


def test_each_number_has_a_key_of_its_own() -> None:
    texts = [ids.number(np.random.default_rng(seed), 2026) for seed in range(300)]
    found = read_identity(rows(texts), 2026)
    assert found.key.tolist() == [int(text) for text in texts]


def test_all_centuries_have_their_limits() -> None:
    """Year and individual number on each side of every limit; the check digits are made to fit."""
    texts = []
    for short_year in (0, 39, 40, 53, 54, 99):
        for individual in (0, 499, 500, 749, 750, 899, 900, 999):
            for day in range(1, 29):
                nine = f"{day:02d}81{short_year:02d}{individual:03d}"
                digits = ids.check_digits(nine)
                if digits is not None:
                    texts.append(nine + digits)
                    break
    assert len(texts) == 48
    agrees(texts, 2026)


def test_the_day_of_birth() -> None:
    born = date(1990, 2, 17)
    number = next(
        nine + digits for three in range(500) if (digits := ids.check_digits(nine := f"178290{three:03d}")) is not None
    )
    d_number = next(
        nine + digits for three in range(500) if (digits := ids.check_digits(nine := f"578290{three:03d}")) is not None
    )
    texts = [number, d_number, "17029000200", "17139000200"]
    found = read_identity(rows(texts), 2026)
    days = birth_day(rows(texts), found)
    assert found.birth_known.tolist() == [True, True, True, False]
    assert [date(1970, 1, 1) + timedelta(int(day)) for day in days[:3]] == [born] * 3


def test_one_wrong_digit_is_always_found() -> None:
    right = ids.number(np.random.default_rng(7), 2026)
    wrong = [
        right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]
        for place in range(11)
        for step in range(1, 10)
    ]
    assert not read_identity(rows(wrong), 2026).number.any()


def test_duf_numbers_are_told_as_one_by_one() -> None:
    random = np.random.default_rng(3)
    right = [ids.duf(random) for _ in range(300)]
    wrong = [text[:-1] + str((int(text[-1]) + 1) % 10) for text in right]
    odd = ["            ", "000000000000", "12345678901A", " 12345678901", "²23456789012"]
    texts = right + wrong + odd
    assert valid_duf(rows(texts)).tolist() == [is_duf(text) for text in texts]
    assert valid_duf(rows(right)).all()
    assert not valid_duf(rows(wrong)).any()


def test_ten_digits_of_a_number_tell_it() -> None:
    numbers = [ids.number(np.random.default_rng(seed), 2026) for seed in range(300)]
    assert begins_a_number(rows([text[:10] for text in numbers])).all()
    assert begins_a_number(rows(numbers)).all(), "what stands after the ten says nothing more"
    others = ["SB00271234", "0000012345", "15859010 9", "          ", "1585901019"]
    assert not begins_a_number(rows(others)).any()


@pytest.mark.parametrize("year", [2017, 2026])
def test_sex_and_d_numbers_are_told_as_one_by_one(year: int) -> None:
    texts = [text[:11].ljust(11) for text in ids.many(np.random.default_rng(year), year, 4000)]
    found = read_identity(rows(texts), year)
    assert sex(rows(texts), found).tolist() == [_sex(text, year) for text in texts]
    expected = [person(text, year).valid and text[0] in "4567" for text in texts]
    assert is_d_number(rows(texts), found).tolist() == expected
    assert any(expected) and not all(expected)


def _sex(text: str, year: int) -> int:
    told = person(text, year)
    if told.valid:
        return 1 if text[8] in "13579" else 2
    return {"00100": 1, "00200": 2}.get(text[6:], 0) if told.stand_in else 0
