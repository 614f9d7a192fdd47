"""Municipalities that a table tells of as one: counted anew from the units, where a larger region would be, and nothing else is changed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from kostra.model.cube import Status
from kostra.model.text import Text
from kostra.statistics.definition import Count, Mean, Months, Over, Ratio, Sum, TableDefinition
from kostra.statistics.engine import make
from kostra.statistics.inhabitants import inhabitants
from kostra.statistics.places import Together
from kostra.tables import catalogue
from unit.statistics.any_records import any_records
from unit.statistics.test_people import YEAR, months, of, people

ONE, TWO = "1103", "1108"
BOTH = f"{ONE}+{TWO}"
TOGETHER: Together = ((BOTH, Text("Begge", "Begge"), (ONE, TWO)),)
TABLES = [one for one in catalogue.of_year(YEAR) if one.data.id in ("11F", "11CF")]


def test_whoever_is_in_both_is_one_person_and_two_cases() -> None:
    data = people(
        "11F",
        {"unit": "110300", "who": 1, "age": 27, **months(1, 7), "bidrag": 7000, "bu18": "1", "antbu18": 2},
        {"unit": "110800", "who": 1, "age": 27, **months(7, 8), "bidrag": 1000, "laan": 500, "bu18": "2"},
        {"unit": "110300", "who": 2, "age": 45, **months(1, 1), "bidrag": 300, "bu18": "2"},
        {"unit": "112000", "who": 1, "age": 27, **months(9, 9), "bidrag": 10, "bu18": "2"},
    )
    plain = replace(catalogue.table("91106", YEAR), gate=None)
    apart = make(plain, {plain.data: data}, Status.FINAL)
    cube = make(replace(plain, together=TOGETHER), {plain.data: data}, Status.FINAL)
    assert of(cube, BOTH, among="mottakere") == {"alle": 2, "0": 1, "2": 1}
    assert of(cube, BOTH, among="tilfeller") == {"alle": 3, "0": 2, "2": 1}
    assert of(cube, BOTH, among="stonad") == {"alle": 8800, "0": 1800, "2": 7000}
    assert cube.cell(BOTH, "alle", "stonad_per_mottaker").value == 4400
    for region in ("EAK", "EKA11", "1120", "0301"):
        assert list(cube.rows(region)) == list(apart.rows(region))
    assert cube.coverage[BOTH].expected == 2 and ONE not in cube.coverage


def test_a_rate_is_over_the_inhabitants_of_both() -> None:
    everybody = inhabitants(BOTH, YEAR)
    assert everybody == (inhabitants(ONE, YEAR) or 0) + (inhabitants(TWO, YEAR) or 0) > 0
    assert inhabitants(f"{ONE}+9999", YEAR) is None
    table = catalogue.table("92001", YEAR)
    measure = table.measure("andel_av_innbyggere")
    assert isinstance(measure.formula, Ratio)
    data = people("11F", *({"unit": unit, "who": at, "age": 30} for at, unit in enumerate(("110300", "110800"), 1)))
    cube = make(replace(table, gate=None, together=TOGETHER), {table.data: data}, Status.FINAL)
    top = cube.cell(BOTH, measure.formula.top).value
    assert top == 2 and cube.cell(BOTH, measure.id).value == Fraction(top * measure.formula.times, everybody)


@pytest.mark.parametrize("table", TABLES, ids=[one.id for one in TABLES])
def test_no_table_minds(table: TableDefinition) -> None:
    records, _ = any_records(table, YEAR)
    apart, cube = (make(one, records, Status.FINAL) for one in (table, replace(table, together=TOGETHER)))
    first, before = list(cube.dimensions[0].values), list(apart.dimensions[0].values)
    if ONE not in before:
        assert first == before
        return
    assert first == [BOTH if code == ONE else code for code in before if code != TWO]
    assert all(list(cube.rows(code)) == list(apart.rows(code)) for code in first if code != BOTH)
    assert cube.coverage[BOTH].expected == 2 and cube.coverage[BOTH].reported <= 2
    three = [dict(each) for each in (apart.rows(ONE), apart.rows(TWO), cube.rows(BOTH))]
    for (_, *codes), cell in three[2].items():
        formula = table.measure(codes[-1]).formula
        one, two = three[0][ONE, *codes], three[1][TWO, *codes]
        summed = (one.value or 0) + (two.value or 0)
        assert cell.reported == one.reported + two.reported
        match formula:
            case Count(Over.CASES) | Sum() | Months(Over.CASES):
                assert (cell.value or 0) == summed
            case Count(Over.PERSONS):
                assert max(one.value or 0, two.value or 0) <= summed and (cell.value or 0) <= summed
            case Mean() | Ratio() | Count() | Months():
                assert cell.value is None or cell.value >= 0
