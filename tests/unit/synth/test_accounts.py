"""Accounts files: the fixed layout, and function 281 against the persons, in the country and in each municipality."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from kostra.forms import catalogue
from kostra.synth.accounts import part as accounts
from kostra.synth.accounts.layout import lines
from kostra.synth.accounts.livelihood import livelihood
from kostra.synth.answers.staffing import staffing
from kostra.synth.arrays import NationYear
from kostra.synth.parts import File

COLUMNS = {
    "skjema": (1, 2),
    "aargang": (3, 6),
    "kvartal": (7, 7),
    "region": (8, 13),
    "orgnr": (14, 22),
    "foretaksnr": (23, 31),
    "kontoklasse": (32, 32),
    "funksjon_kapittel": (33, 36),
    "art_sektor": (37, 39),
    "belop": (40, 48),
}
"""First and last position, as in the file description of 2025."""

FUNCTIONS = {"242", "243", "253", "273", "275", "276", "281"}
ARTS = set(
    re.findall(
        r"\d{3}",
        "010 020 030 040 050 070 075 080 089 090 099 100 105 110 114 115 120 130 140 150 160 165 170 180 181 182 183 184 "
        "185 190 195 200 209 210 220 230 240 250 260 271 272 280 285 300 330 350 370 380 400 429 430 450 470 480 590 600 "
        "620 629 630 640 650 660 670 700 710 729 730 750 770 780",
    )
)
"""The arts of a municipality in 2025, without those of finance."""

Books = dict[str, dict[tuple[str, str], int]]


def cut(line: str) -> dict[str, str]:
    return {name: line[first - 1 : last] for name, (first, last) in COLUMNS.items()}


def books(nation: NationYear, form: str) -> Books:
    """Thousands of kroner by region, function and art."""
    found: Books = defaultdict(dict)
    for file in accounts.part(nation):
        if isinstance(file, File) and file.path.startswith(f"{form}/") and file.path.endswith(".dat"):
            for line in file.content.decode("ascii").splitlines():
                row = cut(line)
                key = (row["funksjon_kapittel"].strip(), row["art_sektor"])
                assert key not in found[row["region"]], "an art stands twice"
                found[row["region"]][key] = int(row["belop"])
    return found


@pytest.fixture(scope="module")
def own(years: dict[int, NationYear]) -> Books:
    return books(years[2026], "0A")


def test_the_layout_is_that_of_the_file_description() -> None:
    for form in ("0A", "0M"):
        version = catalogue.form(form).version(2026)
        assert {field.id: (field.first, field.last) for field in version.fields} == COLUMNS
        assert version.record_length == 48


def test_a_value_that_does_not_fit_its_column_is_refused() -> None:
    with pytest.raises(ValueError, match="belop has 9 characters"):
        lines("0A", 2026, {"belop": np.array(["1234567890"])}, 1)


@pytest.mark.parametrize("year", (2022, 2024, 2026))
def test_every_line_has_48_characters_and_legal_contents(years: dict[int, NationYear], year: int) -> None:
    regions = set(years[year].units.code.tolist()) | {"030100"}
    for file in accounts.part(years[year]):
        if not isinstance(file, File) or not file.path.endswith(".dat"):
            continue
        form = file.path[:2]
        assert file.content.endswith(b"\n")
        assert file.records == file.content.count(b"\n") > 20
        for line in file.content.decode("ascii").splitlines():
            row = cut(line)
            assert len(line) == 48
            assert (row["skjema"], row["aargang"], row["kvartal"]) == (form, str(year), " ")
            assert file.path == f"{form}/{row['region']}.dat" and row["region"] in regions
            assert not row["orgnr"].strip() and not row["foretaksnr"].strip()
            assert row["kontoklasse"] == {"0A": "1", "0M": "3"}[form]
            assert row["funksjon_kapittel"].strip() in FUNCTIONS and row["art_sektor"] in ARTS
            amount = int(row["belop"])
            assert row["belop"] == str(amount).rjust(9) and amount != 0


def test_expenditure_is_positive_and_income_negative(own: Books) -> None:
    for book in own.values():
        for (function, art), amount in book.items():
            if (function, art) != ("276", "089"):
                assert (amount < 0) == (art >= "600"), (function, art, amount)


@pytest.mark.parametrize("year", (2022, 2023, 2024, 2025, 2026))
def test_function_281_agrees_with_the_persons_in_the_country(years: dict[int, NationYear], year: int) -> None:
    cases = years[year].recipients
    refugees = staffing(years[year]).refugees.sum()
    persons = (cases.bidrag.sum() + cases.laan.sum() + refugees) / 1000
    books_of_year = books(years[year], "0A")
    booked = sum(book.get(("281", "470"), 0) for code, book in books_of_year.items() if municipal(code))
    assert booked / persons == pytest.approx(1, abs=0.01)
    assert booked != pytest.approx(persons, abs=1)


def municipal(code: str) -> bool:
    return code.endswith("00")


@pytest.mark.parametrize("seed", range(1, 9))
def test_the_country_agrees_whatever_the_seed(years: dict[int, NationYear], seed: int) -> None:
    nation = replace(years[2025], seed=seed)
    living = livelihood(nation, staffing(nation))
    assert living.booked.sum() / (living.assistance.sum() + living.refugees.sum()) == pytest.approx(1, abs=0.01)


def test_a_municipality_differs_for_the_reasons_given_and_no_others(years: dict[int, NationYear], own: Books) -> None:
    (key,) = (one for one in accounts.part(years[2026]) if isinstance(one, File) and one.path == "fasit_281.csv")
    head, *rows = key.content.decode().splitlines()
    assert head.split(";")[0] == "region" and len(rows) == len(years[2026].units)
    apart = 0
    for row in rows:
        region, *values = row.split(";")
        *parts, booked = map(int, values)
        assert sum(parts) == booked
        assert own[region].get(("281", "470"), 0) == round(booked / 1000)
        known = parts[0] + parts[1]
        apart += abs(booked - known) > 0.03 * known
    assert 0.05 < apart / len(rows) < 0.5
    columns = np.array([row.split(";")[1:] for row in rows], dtype=np.int64)
    assert (columns[:, 2:6] != 0).any(axis=0).all(), "one of the reasons is nobody's"


def test_qualification_benefit_is_on_276_but_for_what_is_booked_wrongly(
    years: dict[int, NationYear], own: Books
) -> None:
    paid = years[2026].participants.benefit.sum() / 1000
    booked = sum(book.get(("276", "089"), 0) for code, book in own.items() if municipal(code))
    assert 0.9 < booked / paid <= 1.001


def test_oslo_is_the_sum_of_its_districts(own: Books) -> None:
    districts = [book for code, book in own.items() if code[:4] == "0301" and code != "030100"]
    assert len(districts) == 15
    for key, amount in own["030100"].items():
        assert amount == sum(book.get(key, 0) for book in districts), key


def test_value_added_tax_paid_is_refunded(own: Books) -> None:
    for book in own.values():
        for function in FUNCTIONS:
            assert book.get((function, "429"), 0) == -book.get((function, "729"), 0)


def test_the_consolidated_account_has_municipalities_alone_and_is_seldom_smaller(
    years: dict[int, NationYear], own: Books
) -> None:
    consolidated = books(years[2026], "0M")
    assert set(consolidated) == {code for code in own if municipal(code)}
    larger = 0
    for code, book in consolidated.items():
        assert all(amount >= own[code][key] for key, amount in book.items() if key[1] < "600")
        larger += book != own[code]
    assert 0.1 < larger / len(consolidated) < 0.4


def test_the_same_accounts_every_time(years: dict[int, NationYear]) -> None:
    assert list(accounts.part(years[2023])) == list(accounts.part(years[2023]))
