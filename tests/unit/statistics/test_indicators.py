"""The six indicators, of a few hand-made persons and of a small nation, against figures that are worked out apart from them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kostra import regions
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.reception import typed
from kostra.reception.persons import BORN
from kostra.statistics.indicators import Growth, Indicator, Reports, Scores, Yearly, reports, scores
from kostra.statistics.inhabitants import inhabitants
from kostra.synth.nation import Nation
from kostra.synth.records.monthly import _Everyone

MAY, APRIL, MAY_BEFORE = (Period.read(written) for written in ("2025M05", "2025M04", "2024M05"))
FIELDS = {"unit": pl.String, "who": pl.Int64, BORN: pl.Date, "bidrag": pl.Int64, "laan": pl.Int64} | dict.fromkeys(
    ("bu18", "vklo", "kvp"), pl.String
)


def made(rows: list[dict[str, Any]], answered: list[str], period: Period = MAY) -> Reports:
    """`who` is 0 where nobody knows."""
    usual = {BORN: date(1980, 1, 1), "bidrag": 100, "laan": None, "bu18": "2", "vklo": "1", "kvp": "2"}
    frame = pl.DataFrame([usual | one for one in rows], schema=FIELDS)
    return reports(frame, BORN, period, frame["who"].to_numpy(), answered)


def one(now: Reports, region: str, *earlier: Reports | None, yearly: list[Yearly] | None = None) -> Scores:
    (found,) = scores(now, earlier, [region], yearly or [])
    return found


def test_each_indicator_is_of_those_it_says() -> None:
    rows = [
        {"unit": "110300", "who": 1, "bu18": "1", "vklo": "5", "laan": 20},
        {"unit": "110300", "who": 2, BORN: date(1995, 5, 31)},
        {"unit": "110300", "who": 3, BORN: date(1995, 6, 1), "bidrag": 0, "laan": 7},
        # A participant without assistance, who has children and is young, is nothing but a participant.
        {"unit": "110300", "who": 4, BORN: date(2004, 1, 1), "bidrag": 0, "bu18": "1", "vklo": "5", "kvp": "1"},
        {"unit": "110300", "who": 5, "kvp": "1", BORN: None},
        {"unit": "110300", "who": 6, "bidrag": None},
    ]
    found = one(made(rows, ["110300"]), "1103").values
    assert found == dict(zip(Indicator, (4, 1, 1, 1, 327, 2), strict=True))


def test_a_person_counts_once_in_each_region_and_those_nobody_can_tell_are_somebody_each() -> None:
    rows = [
        {"unit": "110300", "who": 1},
        {"unit": "110300", "who": 1, "vklo": "5"},
        {"unit": "110800", "who": 1},
        {"unit": "460100", "who": 1},
        {"unit": "110800", "who": 0},
        {"unit": "110800", "who": 0},
        {"unit": "999900", "who": 7},
    ]
    now = made(rows, ["110300", "110800", "460100", "999900"])
    found = {code: one(now, code).values[Indicator.RECIPIENTS] for code in ("1103", "1108", "EKA11", "EKA46", "EAK")}
    assert found == {"1103": 1, "1108": 3, "EKA11": 3, "EKA46": 1, "EAK": 4}
    assert one(now, "1103").values[Indicator.MAIN_SOURCE] == 1 and one(now, "1108").values[Indicator.MAIN_SOURCE] == 0
    assert one(now, "EAK").values[Indicator.KRONER] == 700 and one(now, "EAK").covered.reported == 3


def test_who_has_not_reported_has_no_figures_and_who_has_nothing_has_nil() -> None:
    now = made([{"unit": "110300", "who": 1}], ["110300", "110800"])
    assert one(now, "4601").values == dict.fromkeys(Indicator) and one(now, "4601").covered.reported == 0
    assert one(now, "1108").values == dict.fromkeys(Indicator, 0)


def test_how_much_of_a_region_has_reported() -> None:
    now = made([{"unit": "110300", "who": 1}], ["110300", "110800"])
    yearly = [Yearly(2024, {"110300": 5, "110800": 10, "111200": 15}), Yearly(2023, {"110300": 1})]
    rogaland = one(now, "EKA11", yearly=yearly).covered
    there, whole = inhabitants("1103", 2025), inhabitants("11", 2025)
    assert there is not None and whole is not None
    assert rogaland.reported == 2 and rogaland.expected == len(regions.members("11", 2025))
    assert rogaland.inhabitants == Fraction(there + (inhabitants("1108", 2025) or 0), whole)
    assert (rogaland.cases, rogaland.year, rogaland.yearly) == (Fraction(15, 30), 2024, 3)
    assert one(now, "4601", yearly=yearly).covered.cases is None
    assert one(now, "EKA11").covered.cases is None


def test_growth_is_of_those_who_reported_both_times() -> None:
    now = made([{"unit": "110300", "who": n} for n in (1, 2, 3)] + [{"unit": "110800", "who": 4}], ["110300", "110800"])
    april = made(
        [{"unit": "110300", "who": n} for n in (1, 9)] + [{"unit": "111200", "who": 5}], ["110300", "111200"], APRIL
    )
    found = one(now, "EKA11", april, None).growth[Indicator.RECIPIENTS]
    assert found == (Growth(APRIL, 1, 3, 2), None) and found[0] is not None and found[0].share == Fraction(1, 2)
    # Nobody in Sandnes reported in April; nothing grows from nothing.
    assert one(now, "1108", april).growth[Indicator.KRONER] == (None,)
    none = one(now, "1103", made([], ["110300"], APRIL)).growth[Indicator.RECIPIENTS][0]
    assert none is not None and (none.now, none.then, none.share) == (3, 0, None)


def test_municipalities_that_have_become_others_are_held_against_what_they_were() -> None:
    now_2024, may_2023 = Period.read("2024M05"), Period.read("2023M05")
    # Viken became three counties in 2024: Drammen got another number. Ålesund was split in two.
    now = made([{"unit": "330100", "who": 1}, {"unit": "150800", "who": 2}], ["330100", "150800"], now_2024)
    then = made(
        [{"unit": "300500", "who": n} for n in (1, 2)] + [{"unit": "150700", "who": 3}], ["300500", "150700"], may_2023
    )
    assert one(now, "3301", then).growth[Indicator.RECIPIENTS] == (Growth(may_2023, 1, 1, 2),)
    assert one(now, "1508", then).growth[Indicator.RECIPIENTS] == (None,)
    # Districts keep their numbers.
    oslo, before = (made([{"unit": "030101", "who": 1}], ["030101"], period) for period in (now_2024, may_2023))
    assert one(oslo, "030101", before).growth[Indicator.RECIPIENTS] == (Growth(may_2023, 1, 1, 1),)


def test_a_merger_is_held_against_all_its_parts_or_none() -> None:
    now_2020, then_2019 = Period.read("2020M05"), Period.read("2019M05")
    parts = [f"{code}00" for code in regions.predecessors("1103", 2020, 2019)]
    assert len(parts) == 3
    now = made([{"unit": "110300", "who": 1}], ["110300"], now_2020)
    every = made([{"unit": unit, "who": n} for n, unit in enumerate(parts, start=1)], parts, then_2019)
    assert one(now, "1103", every).growth[Indicator.RECIPIENTS] == (Growth(then_2019, 1, 1, 3),)
    assert one(now, "1103", made([], parts[1:], then_2019)).growth[Indicator.RECIPIENTS] == (None,)


def test_a_region_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="Det finnes ingen indikatorer for «EAB» i 2025M05"):
        one(made([], ["110300"]), "EAB")


@cache
def monthly(period: Period) -> tuple[Reports, list[dict[str, Any]]]:
    """A month of a small nation, as reception reads it."""
    nation = Nation(seed=3, size=0.01).year(period.year)
    version = catalogue.form("11M").version(period.year)
    rows, unit = _Everyone(nation, version).in_period(period)
    characters = np.ascontiguousarray(rows[:, : version.record_length].T)
    frame = typed.of_records(version, characters, np.arange(1, len(rows) + 1), list)
    frame = frame.with_columns(pl.Series("unit", nation.units.code[unit].tolist()))
    who = frame["person_fodselsnr_pseudonym"].rank("dense").cast(pl.Int64).fill_null(0)
    found = reports(frame, BORN, period, who.to_numpy(), nation.units.code.tolist())
    return found, frame.with_columns(who.alias("who")).to_dicts()


def test_a_small_nation_is_what_plain_loops_make() -> None:
    now, rows = monthly(MAY)
    april, rows_before = monthly(APRIL)
    asked = ["EAK", "EKA11", "EKA03", "1103", "0301", "030101"]
    for found in scores(now, [april], asked, []):
        mine, before = (
            plain(each, found.region, day) for each, day in ((rows, MAY.last_day), (rows_before, APRIL.last_day))
        )
        assert found.values == mine and found.covered.inhabitants == 1
        assert {id: (g.now, g.then) for id, (g,) in found.growth.items() if g} == {
            id: (mine[id], before[id]) for id in mine
        }
    assert all(scores(now, [april], ["EAK"], [])[0].values.values())


def plain(rows: list[dict[str, Any]], region: str, day: date) -> dict[Indicator, int]:
    persons: dict[Indicator, set[object]] = defaultdict(set)
    kroner = 0
    for place, row in enumerate(rows):
        told = regions.belonging(row["unit"], day.year)
        if region not in ("EAK", told.municipality.code, row["unit"], told.county.aggregate):
            continue
        who = row["who"] or f"nobody {place}"
        paid = (row["bidrag"] or 0) + (row["laan"] or 0)
        kroner += paid
        born = row[BORN]
        age = None if born is None else day.year - born.year - ((born.month, born.day) > (day.month, day.day))
        if row["kvp"] == "1":
            persons[Indicator.PROGRAMME].add(who)
        if paid > 0:
            persons[Indicator.RECIPIENTS].add(who)
            if row["bu18"] == "1":
                persons[Indicator.SUPPORTING].add(who)
            if row["vklo"] == "5":
                persons[Indicator.MAIN_SOURCE].add(who)
            if age is not None and age < 30:
                persons[Indicator.YOUNG].add(who)
    return {id: kroner if id is Indicator.KRONER else len(persons[id]) for id in Indicator}


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "unit": st.sampled_from(["110300", "110800", "460100", "030101", "999900"]),
                "who": st.integers(0, 4),
                "bidrag": st.integers(0, 3),
                "bu18": st.sampled_from(["1", "2", None]),
                "kvp": st.sampled_from(["1", "2"]),
            }
        ),
        max_size=15,
    )
)
def test_kroner_add_up_and_nobody_counts_twice(rows: list[dict[str, Any]]) -> None:
    now = made(rows, ["110300", "110800", "460100", "030101", "999900"])
    asked = ["EAK", "1103", "1108", "4601", "0301", "UKJENT"]
    country, *parts = (found.values for found in scores(now, [], asked, []))
    helped = [row for row in rows if row["bidrag"]]
    assert country[Indicator.RECIPIENTS] == len({row["who"] for row in helped if row["who"]}) + sum(
        not row["who"] for row in helped
    )
    assert country[Indicator.KRONER] == sum(row["bidrag"] for row in rows)
    for id in Indicator:
        of = sum(part[id] or 0 for part in parts)
        assert (country[id] or 0) <= of if id is not Indicator.KRONER else country[id] == of
