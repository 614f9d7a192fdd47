"""What a receipt counts, on each side of every limit, and that blocks add up to the file."""

from __future__ import annotations

from io import BytesIO

import pytest

from kostra.app.controls import check as checking
from kostra.forms.receipts import receipt
from unit.app.controls.made import file, question, report

DUF = f"2010123456{sum(int(d) * w for d, w in zip('2010123456', (4, 6, 3, 2, 4, 6, 3, 2, 7, 5), strict=True)) % 11:02d}"


def counted(*changes: dict[str, str], form: str = "11F") -> dict[str, dict[str, int]]:
    found = report(*changes, form=form).statistics
    assert found is not None
    return {key: {name: n for name, n in value.items() if n} for key, value in found.items() if key != "records"}


@pytest.mark.parametrize(
    ("paid", "name"),
    [
        (1, "1-9999"),
        (9_999, "1-9999"),
        (10_000, "10000-49999"),
        (49_999, "10000-49999"),
        (50_000, "50000-99999"),
        (99_999, "50000-99999"),
        (100_000, "100000-149999"),
        (149_999, "100000-149999"),
        (150_000, "150000+"),
    ],
)
def test_amounts(paid: int, name: str) -> None:
    changes = {"bidrag": str(paid - 1), "laan": "1", "bidrag_jan": str(paid - 1), "bidrag_feb": "0", "laan_jan": "1"}
    found = counted(changes)
    assert found["amount"] == {name: 1}
    sums = {"total": paid, "bidrag": paid - 1, "laan": 1}
    assert found["amounts"] == {id: value for id, value in sums.items() if value}


@pytest.mark.parametrize(
    ("months", "name"),
    [
        (1, "1"),
        (2, "2-3"),
        (3, "2-3"),
        (4, "4-6"),
        (6, "4-6"),
        (7, "7-9"),
        (9, "7-9"),
        (10, "10-11"),
        (11, "10-11"),
        (12, "12"),
    ],
)
def test_months(months: int, name: str) -> None:
    ticks = {f"stmnd_{month}": f"{month:02d}" if month <= months else "  " for month in range(1, 13)}
    assert counted(ticks)["months"] == {name: 1}


@pytest.mark.parametrize(
    ("born", "name"),
    [
        (2009, "0-17"),
        (2008, "18-24"),
        (2002, "18-24"),
        (2001, "25-44"),
        (1982, "25-44"),
        (1981, "45-66"),
        (1960, "45-66"),
        (1959, "67+"),
    ],
)
def test_ages(born: int, name: str) -> None:
    """Born in the year, and without a number: the age follows from the birth date."""
    stand_in = {"person_fodselsnr": f"1505{born % 100:02d}00100", "fodselsdato": f"1505{born}"}
    assert counted(stand_in)["age"] == {name: 1}


def test_an_unknown_age_is_counted_as_unknown() -> None:
    """With a DUF number instead of a number, K05 is a warning: the file is accepted, and the age is not known."""
    found = counted({"person_fodselsnr": " " * 11, "person_duf": DUF})
    assert found["age"] == {"unknown": 1}


def test_11cf_counts_its_own_benefit() -> None:
    found = counted({}, {}, form="11CF")
    assert set(found["amounts"]) == {"total", "kvp_stonad"}
    assert sum(found["age"].values()) == sum(found["months"].values()) == sum(found["amount"].values()) == 2


def test_every_group_adds_up_to_all_records() -> None:
    statistics = report(*[{}] * 7).statistics
    assert statistics is not None and statistics["records"] == 7
    for key in ("age", "months", "amount"):
        assert sum(statistics[key].values()) == 7


def test_a_file_with_errors_has_no_receipt() -> None:
    assert report({}, {"kjonn": "x"}).statistics is None


def test_a_form_without_a_receipt_has_none() -> None:
    assert receipt("11B") is None


def test_the_parts_of_a_file_add_up_to_the_whole() -> None:
    raw = file("11F", 2026, *[{}] * 50)
    asked = question()
    whole = checking.check(BytesIO(raw), asked)
    lines = raw.splitlines(keepends=True)
    halves = [b"".join(lines[:20]), b"".join(lines[20:])]
    parts = [outcome for half in halves for outcome in checking.outcomes(BytesIO(half), asked)]
    table = checking.together(parts, asked)
    assert whole.table.counted is not None and table.counted is not None
    assert table.counted.tolist() == whole.table.counted.tolist()
