"""What a source has for each unit: what counts, what is nothing, and what is no answer."""

from __future__ import annotations

import polars as pl

from kostra.reconciling.amounts import amounts
from kostra.reconciling.catalogue import comparison

F281 = comparison("f281")
ACCOUNT, PERSONS, REFUGEES = F281.sources


def _lines(*rows: tuple[str, str, str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["unit", "kontoklasse", "funksjon_kapittel", "art_sektor", "belop"], orient="row")


def test_the_account_is_its_gross_running_costs_in_kroner() -> None:
    lines = _lines(
        ("110300", "1", "281", "470", 900),
        ("110300", "1", "281", "010", 10),
        ("110300", "1", "281", "590", 5),
        ("110300", "1", "281", "710", -3),  # sick pay refunded belongs to gross
        ("110300", "1", "281", "700", -100),  # other income does not
        ("110300", "1", "281", "520", 40),  # a loan on the balance is no running cost
        ("110300", "0", "281", "470", 1000),  # investment
        ("110300", "1", "276", "470", 77),
    )
    assert amounts(lines, {"110300"}, ACCOUNT) == {"110300": 912_000}


def test_an_account_without_the_function_has_nothing_there_and_a_missing_one_is_not_told() -> None:
    lines = _lines(("110300", "1", "276", "089", 5))
    assert amounts(lines, {"110300", "460100"}, ACCOUNT) == {"110300": 0, "460100": 0}
    assert "030100" not in amounts(lines, {"110300"}, ACCOUNT)


def test_persons_are_contributions_and_loans_and_blanks_are_nothing() -> None:
    persons = pl.DataFrame(
        {"unit": ["110300", "110300", "460100"], "bidrag": [1000, None, 7], "laan": [20, 3, None]},
    )
    assert amounts(persons, {"110300", "460100", "030104"}, PERSONS) == {"030104": 0, "110300": 1023, "460100": 7}


def test_no_to_the_question_is_nothing_and_a_blank_amount_is_no_answer() -> None:
    answers = pl.DataFrame(
        {
            "unit": ["110300", "460100", "030104", "500100"],
            "reglement_flyktninger": ["1", "2", "1", None],
            "reglement_flyktninger_belop": [5000, None, None, None],
        }
    )
    assert amounts(answers, answers["unit"].to_list(), REFUGEES) == {"110300": 5000, "460100": 0}


def test_records_are_counted_where_no_field_is_added_up() -> None:
    (form,) = comparison("nav_kvp_31_12").others
    people = pl.DataFrame({"unit": ["110300"] * 4, "status": ["1", "2", "3", None]})
    assert amounts(people, {"110300", "460100"}, form) == {"110300": 2, "460100": 0}


def test_the_order_of_the_records_does_not_matter() -> None:
    persons = pl.DataFrame({"unit": ["b", "a", "b"], "bidrag": [1, 2, 3], "laan": [0, 0, 1]})
    assert list(amounts(persons, {"b", "a"}, PERSONS).items()) == list(
        amounts(persons.reverse(), ["a", "b"], PERSONS).items()
    )
