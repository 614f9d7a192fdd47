"""Organisation numbers, codes that are read aloud, and the synthetic numbers of the ready persons."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kostra.app.people import demo
from kostra.app.people.holders import is_orgnr
from kostra.app.people.registering import new_code, written_code
from kostra.app.people.units import names


@pytest.mark.parametrize("number", ["971526920", "313000028", "313000036", "974760673"])
def test_a_number_with_its_check_digit_is_an_organisation_number(number: str) -> None:
    assert is_orgnr(number)


@pytest.mark.parametrize(
    "number", ["", "971526921", "97152692", "9715269200", "97152692O", "９７１５２６９２０", "313000010"]
)
def test_anything_else_is_not(number: str) -> None:
    assert not is_orgnr(number)


def test_codes_are_drawn_anew_and_have_no_letters_that_are_mistaken_for_others() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert re.fullmatch("[A-Z2-9]{4}-[A-Z2-9]{4}", code) and not set(code) & set("ILOU01")


@pytest.mark.parametrize("written", ["7k3m-p2qx", "7K3MP2QX", " 7K3M P2QX ", "7 K 3 M - P 2 Q X"])
def test_a_code_is_read_however_it_is_written(written: str) -> None:
    assert written_code(written) == "7K3M-P2QX"


def test_the_ready_persons_have_numbers_that_nobody_living_has() -> None:
    numbers = [person.number for person in demo.persons()]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert re.fullmatch("[0-9]{11}", number) and 81 <= int(number[2:4]) <= 92
    assert int(demo.synthetic_number(date(2001, 2, 3))[6:9]) >= 500


def test_what_the_ready_ones_hold_is_for_units_that_exist() -> None:
    everybody: list[demo.ReadyPerson | demo.ReadySystem | demo.ReadyOffice] = [*demo.persons(), *demo.systems()]
    held = [one for ready in [*everybody, *demo.offices()] for one in ready.held]
    assert held and all(region in names(2026) for region, _, _ in held)
    assert all(is_orgnr(ready.orgnr) for ready in demo.systems())
    assert {one.office for one in demo.persons()} - {None} <= {one.id for one in demo.offices()}
    assert all(person.part.nb and person.part.nn for person in demo.persons())
