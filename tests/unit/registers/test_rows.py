"""The controls of rows: each one on both sides, with the lines it lists, and without showing who anybody is."""

from __future__ import annotations

import pytest

from kostra.model.finding import Severity
from kostra.registers.found import LISTED
from unit.registers.files import NAV, NIR, PERSONS, examined, found, nav, nir, persons, severities

_PERSON = "15859010331;1990-05-15;1;1;0;1103;;"
_IN_NIR = "15859010331;202100000000;1103;;2025-08-01;2026-06-01;norsk,livsmestring;arbeid"


def _duf() -> str:
    ten = "2021000001"
    return f"{ten}{sum(int(digit) * weight for digit, weight in zip(ten, (4, 6, 3, 2, 4, 6, 3, 2, 7, 5), strict=True)) % 11:02d}"


def _nir(old: str = "", new: str = "", extra: int = 0) -> bytes:
    """One row with a change, and as many right ones as asked for."""
    right = _IN_NIR.replace("202100000000", _duf())
    others = (right.replace("2025-08-01", f"2025-{5 + day // 28:02d}-{day % 28 + 1:02d}") for day in range(extra))
    return nir(right.replace(old, new), *others)


def test_what_is_right_has_no_findings() -> None:
    for register, content in ((NAV, nav()), (PERSONS, persons()), (NIR, _nir())):
        assert not examined(register, content).found


@pytest.mark.parametrize(
    ("old", "new", "control", "column"),
    [
        (";1;1;0;", ";;1;0;", "R09", "kjonn"),
        ("15859010331", "", "R09", "fodselsnr"),
        (";0;1103", ";to;1103", "R10", "antall_barn"),
        (";0;1103", ";-1;1103", "R10", "antall_barn"),
        ("1990-05-15", "15.05.1990", "R10", "fodselsdato"),
        ("1990-05-15", "1990-02-30", "R10", "fodselsdato"),
        ("15859010331", "1585901033", "R10", "fodselsnr"),
        (";1103;", ";11030;", "R10", "kommunenr"),
        (";1;1;0;", ";3;1;0;", "R11", "kjonn"),
        (";1103;", ";1201;", "R12", "kommunenr"),
        (";1103;;", ";0301;77;", "R12", "bydelsnr"),
        (";1103;;", ";1505;04;", "R12", "bydelsnr"),
        ("15859010331", "15859010332", "R13", "fodselsnr"),
        ("1990-05-15", "2027-01-01", "R14", "fodselsdato"),
    ],
)
def test_a_wrong_value_is_found_on_its_line(old: str, new: str, control: str, column: str) -> None:
    one = found(PERSONS, persons("15859010765;1990-05-15;2;2;3;0301;04;", _PERSON.replace(old, new, 1)), control)
    assert one.column == column
    assert one.count == 1
    assert [row.line for row in one.rows] == [3]
    assert one.severity is Severity.ERROR


def test_numbers_of_persons_are_never_shown() -> None:
    wrong = persons(_PERSON.replace("15859010331", "15859010332"), _PERSON.replace("1103", "15859010331"))
    assert "1585901033" not in str(examined(PERSONS, wrong).found)


def test_other_values_are_shown() -> None:
    assert found(PERSONS, persons(_PERSON.replace("1103", "1201")), "R12").rows[0].value == "1201"


def test_a_person_without_a_number_has_a_birth_date_and_a_stand_in() -> None:
    assert "R13" not in severities(PERSONS, persons(_PERSON.replace("15859010331", "15059000100")))


def test_a_duf_number_has_check_digits() -> None:
    wrong = _duf()[:-1] + str((int(_duf()[-1]) + 1) % 10)
    assert found(NIR, _nir(_duf(), wrong), "R13").column == "duf"


def test_one_unknown_code_among_several_is_found() -> None:
    one = found(NIR, _nir("norsk,", "norsk,samtale,"), "R11")
    assert (one.column, one.rows[0].value) == ("tiltak", "norsk,samtale,livsmestring")


def test_a_few_unknown_codes_are_listed_and_many_refuse_the_file() -> None:
    few = _nir(";arbeid", ";pensjon", extra=60)
    assert severities(NIR, few) == {"R11": Severity.WARNING}
    assert not examined(NIR, few).refused
    assert examined(NIR, _nir(";arbeid", ";pensjon", extra=3)).refused


def test_an_end_outside_the_period_is_found_and_none_is_not() -> None:
    assert found(NIR, _nir("2026-06-01", "2025-12-31"), "R14").column == "sluttdato"
    assert found(NIR, _nir("2026-06-01", "2027-01-01"), "R14").column == "sluttdato"
    assert not examined(NIR, _nir("2026-06-01", "")).found


def test_the_second_of_two_rows_with_the_same_key_is_found() -> None:
    one = found(PERSONS, persons(_PERSON, _PERSON.replace("1103", "4601")), "R15")
    assert [row.line for row in one.rows] == [3]
    assert dict(one.shown)["key"] == "fodselsnr"


def test_all_are_counted_and_the_first_are_listed() -> None:
    rows = [_PERSON.replace(";1;1;0;", ";9;1;0;")] * (LISTED + 50)
    one = found(PERSONS, persons(*rows), "R11")
    assert one.count == LISTED + 50
    assert len(one.rows) == LISTED
