"""Tables of hand-made and of synthetic persons, against figures that are worked out apart from the engine."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kostra import regions
from kostra.methods.cells import MARKS, columns
from kostra.model.cube import Counted, Cube, Footnote, Mark, Status
from kostra.model.errors import Refused
from kostra.model.text import Text
from kostra.statistics.definition import EVERYBODY, Count, Kind, Months, Over, Source, Sum, TableDefinition
from kostra.statistics.engine import make
from kostra.statistics.records import NO_AGE, UNIT, Records, records
from kostra.statistics.writing import as_json, as_parquet
from kostra.tables import catalogue
from unit.statistics.nation_records import YEAR, nation_records
from unit.statistics.obvious import come, obvious

SMALL = 0.002
THOROUGH = bool(os.environ.get("KOSTRA_THOROUGH"))
RECIPIENTS, PARTICIPANTS = (Source(Kind.FORM, id) for id in ("11F", "11CF"))
PERSONS = [one for one in catalogue.of_year(YEAR) if one.sources in ((RECIPIENTS,), (PARTICIPANTS,))]
UNITS = [one.code for one in regions.reporting_units(YEAR)]


def hand_made(rows: list[dict[str, object]], answered: list[str], year: int = YEAR) -> Records:
    """`who` is 0 where nobody knows; `months` are the months with support."""
    plain = {"bu18": "2", "vklo": "5", "kjonn": "1", "ektstat": "1", "bosit": "1"}
    made = [
        {
            "unit": one["unit"],
            **plain,
            **{f"stmnd_{m}": f"{m:02d}" if m in one.get("months", ()) else None for m in range(1, 13)},  # type: ignore[operator]
            "bidrag_i_sum": one.get("paid", 0),
            "laan_i_sum": None,
            "bidrag": one.get("paid", 0),
            "laan": None,
        }
        | {key: value for key, value in one.items() if key in plain}
        for one in rows
    ]
    schema: dict[str, type[pl.DataType]] = {"unit": pl.String, **dict.fromkeys(plain, pl.String)}
    schema |= {f"stmnd_{m}": pl.String for m in range(1, 13)}
    schema |= dict.fromkeys(("bidrag_i_sum", "laan_i_sum", "bidrag", "laan"), pl.Int64)
    who = np.array([one["who"] for one in rows], np.int64)
    ages = np.array([one.get("age", 30) for one in rows], np.int64)
    return records(pl.DataFrame(made, schema=schema), year, who, ages, answered)


def table(id: str, data: Records, status: Status = Status.FINAL) -> Cube:
    one = catalogue.table(id, YEAR)
    return make(one, {one.data: data}, status)


def value(cube: Cube, *codes: str) -> int | Fraction | None:
    return cube.cell(*codes).value


def test_a_person_counts_once_where_she_has_several_cases() -> None:
    data = hand_made(
        [
            {"unit": "110300", "who": 1, "months": {1, 2}, "paid": 100},
            {"unit": "110800", "who": 1, "months": {2, 3, 4}, "paid": 50},
            {"unit": "460100", "who": 1, "months": {4}, "paid": 7},
            {"unit": "030101", "who": 2, "months": {1}, "paid": 10},
            {"unit": "030102", "who": 2, "months": {1, 2}, "paid": 20},
            {"unit": "110300", "who": 3, "months": {9}, "paid": 1},
            {"unit": "110300", "who": 3, "months": {10}, "paid": 2},
            {"unit": "110300", "who": 0, "months": {1}},
            {"unit": "110300", "who": 0, "months": {1}},
        ],
        UNITS,
    )
    cube = table("13995", data)
    counted = {
        region: tuple(value(cube, region, id) for id in ("mottakere", "tilfeller", "stonadsmaaneder", "stonad"))
        for region in ("1103", "1108", "EKA11", "EKA46", "0301", "030101", "030102", "EAK", "EAKUO")
    }
    assert counted == {
        "1103": (4, 4, 6, 103),
        "1108": (1, 1, 3, 50),
        "EKA11": (4, 5, 8, 153),
        "EKA46": (1, 1, 1, 7),
        "0301": (1, 1, 2, 30),
        "030101": (1, 1, 1, 10),
        "030102": (1, 1, 2, 20),
        "EAK": (5, 7, 10, 190),
        "EAKUO": (4, 6, 8, 160),
    }
    assert value(cube, "1103", "stonad_per_maaned") == Fraction(103, 6)
    assert value(cube, "EAK", "stonadslengde") == Fraction(10, 5)
    assert cube.cell("1103", "stonad").largest == (100, 3) and cube.cell("1103", "stonad").contributors == 2
    assert cube.cell("1108", "stonad").largest == (50,)
    adults = regions.at_year_end("1103", YEAR, regions.read_band("18-66")).persons
    assert value(cube, "1103", "mottakere_per_1000") == Fraction(4000, adults)


def test_the_leading_record_decides_and_the_first_rule_that_holds() -> None:
    data = hand_made(
        [
            {"unit": "110300", "who": 1, "months": {1}, "vklo": "1", "paid": 5},
            {"unit": "110800", "who": 1, "months": {2, 3}, "vklo": "5", "paid": 6},
            {"unit": "110300", "who": 2, "months": {1}, "vklo": None, "paid": 9},
            {"unit": "110300", "who": 3, "bu18": "1", "ektstat": "4", "kjonn": "2", "age": 17},
            {"unit": "110300", "who": 4, "bu18": "2", "age": NO_AGE},
        ],
        UNITS,
    )
    sources = table("91102", data)
    assert [value(sources, "EKA11", code, "mottakere") for code in ("alle", "1", "5", "uoppgitt")] == [4, 0, 3, 1]
    assert [value(sources, "EKA11", code, "stonad") for code in ("alle", "1", "5", "uoppgitt")] == [20, 5, 6, 9]
    assert sources.cell("EKA11", "1", "mottakere").mark is Mark.NIL
    assert value(sources, "EKA11", "5", "andel") == 75
    family = table("91104", data)
    codes = ("enslige_kvinner_med_barn", "enslige_menn_25_44", "uoppgitt")
    assert [value(family, "1103", code, "mottakere") for code in codes] == [1, 2, 1]


def test_what_is_not_reported_is_missing_and_a_sum_says_how_much_it_holds() -> None:
    silent = ("110300", "030101")
    data = hand_made([{"unit": "110800", "who": 1, "age": 20}], [unit for unit in UNITS if unit not in silent])
    cube = table("13995", data)
    for region in ("1103", "030101"):
        assert all(
            cell.value is None and cell.mark is Mark.MISSING for codes, cell in cube.rows() if codes[0] == region
        )
        assert cube.coverage[region].share == 0
    assert cube.coverage["1108"].whole and cube.coverage["1108"].expected == 1
    rogaland = cube.coverage["EKA11"]
    all_, lost = (regions.at_year_end(code, YEAR).persons for code in ("11", "1103"))
    assert rogaland.share == Fraction(all_ - lost, all_) and not rogaland.whole
    assert cube.cell("EKA11", "mottakere").reported == rogaland.reported == rogaland.expected - 1
    young = regions.read_band("18-24")
    reporting = sum(regions.at_year_end(code, YEAR, young).persons for code in ("11",)) - sum(
        regions.at_year_end(code, YEAR, young).persons for code in ("1103",)
    )
    assert value(cube, "EKA11", "mottakere_18_24_per_1000") == Fraction(1000, reporting)
    assert value(cube, "EAK", "mottakere") == 1 and cube.coverage["0301"].reported == 14


def test_a_region_that_nobody_knows_is_kept_and_is_in_the_country() -> None:
    rows: list[dict[str, object]] = [
        {"unit": "999900", "who": 1, "paid": 5},
        {"unit": "030199", "who": 2, "paid": 6},
        {"unit": "110300", "who": 3, "paid": 7},
    ]
    cube = table("13995", hand_made(rows, UNITS))
    assert [value(cube, code, "stonad") for code in ("UKJENT", "0301", "EKA03", "EAK", "EAKUO")] == [5, 6, 6, 18, 12]
    assert any("1 registreringer" in one.text.nb for one in cube.footnotes)
    assert not cube.coverage["UKJENT"].whole and value(cube, "UKJENT", "mottakere_per_1000") is None
    municipal = [code for code in cube.dimensions[0].values if code.isdigit() and len(code) == 4]
    assert sum(int(value(cube, code, "stonad") or 0) for code in (*municipal, "UKJENT")) == 18


def test_all_of_oslo_beside_its_districts_is_oslo_and_no_district() -> None:
    rows: list[dict[str, object]] = [{"unit": "030100", "who": 1, "paid": 5}, {"unit": "030101", "who": 2, "paid": 6}]
    cube = table("13995", hand_made(rows, UNITS))
    assert [value(cube, code, "stonad") for code in ("0301", "030101", "EAK", "EAKUO")] == [11, 6, 11, 0]
    alone = table("13995", hand_made(rows[:1], ["030100"]))
    assert alone.coverage["0301"].whole and "030101" not in alone.dimensions[0].values


def test_regions_have_their_names_in_each_language() -> None:
    names = table("13995", hand_made([], UNITS)).dimensions[0].values
    assert names["EAKUO"].nn == "Landet utan Oslo" and names["EKG01"].en == "KOSTRA group 1"
    assert names["ST1"].nn == "Under 5 000 innbyggjarar" and names["ST5"].en == "50 000 inhabitants or more"
    assert names["1103"].en == names["1103"].nn == "Stavanger"


def test_nobody_at_all() -> None:
    cube = table("91101", hand_made([], UNITS))
    assert {MARKS[mark] for mark in set(columns(cube.cells).mark)} == {Mark.NIL, Mark.NOT_POSSIBLE}


def test_synthetic_figures_say_so_until_somebody_answers_for_them() -> None:
    data = hand_made([{"unit": "110300", "who": 1}], UNITS)
    cube = table("13995", data, Status.PROVISIONAL)
    assert cube.title.nb.startswith("Syntetiske tall: ") and cube.title.nn.startswith("Syntetiske tal: ")
    assert cube.footnotes[0].text.nb.startswith("Syntetiske tall") and '"synthetic": true' in as_json(cube)
    assert cube.cell("1103", "mottakere").mark is Mark.PROVISIONAL
    real = make(catalogue.table("13995", YEAR), {RECIPIENTS: data}, Status.FINAL, producer="Statistisk byrå")
    assert "yntet" not in as_json(real).replace('"synthetic": false', "")
    assert real.cell("1103", "mottakere").mark is None


def test_a_year_that_the_table_does_not_have_is_refused() -> None:
    data = hand_made([{"unit": "110300", "who": 1}], UNITS)
    with pytest.raises(Refused, match="Tabell 13138 gjelder fra og med 2015 til og med 2021, ikke for 2025"):
        make(catalogue.table("13138", 2021), {RECIPIENTS: data}, Status.FINAL)


@pytest.mark.parametrize("id", [one.id for one in PERSONS] if THOROUGH else ["91101", "91151"])
def test_a_nation_is_what_plain_loops_make_of_it(id: str) -> None:
    """With KOSTRA_THOROUGH set, every table of persons on the whole nation."""
    one = catalogue.table(id, YEAR)
    data = nation_records(one.data.id, size=1.0 if THOROUGH else SMALL)
    told = repr(one)
    asked = [
        name
        for name in data.frame.columns
        if name == UNIT or f"'{name}'" in told or name.startswith(one.months or UNIT)
    ]
    rows = zip(data.frame.select(asked).iter_rows(named=True), data.person.tolist(), data.age.tolist(), strict=True)
    plain = come([{**row, "who": who, "age": age} for row, who, age in rows], data.places.units, YEAR)
    cube = make(one, {one.data: data}, Status.FINAL)
    wanted = [
        code
        for code in ("EAK", "EKA03", "EKA46", "EKG11", "ST4", "0301", "4601", "030104")
        if code in cube.dimensions[0].values
    ]
    found = {codes: (cell.value, cell.reported) for region in wanted for codes, cell in cube.rows(region)}
    assert found == obvious(one, {one.data: plain}, wanted)


@pytest.mark.parametrize("one", PERSONS, ids=[one.id for one in PERSONS])
def test_parts_add_up_and_nobody_counts_twice(one: TableDefinition) -> None:
    data = nation_records(one.data.id, size=SMALL)
    cube = make(one, {one.data: data}, Status.FINAL)
    cells = columns(cube.cells)
    shape = [len(dimension.values) for dimension in cube.dimensions] + [len(cube.measures)]
    adding = [place for place, measure in enumerate(cube.measures) if measure.counted is not Counted.RATIO]
    for figures in (cells.numerator, cells.contributors):
        each = figures.reshape(shape)[..., adding]
        for axis in range(1, len(cube.dimensions)):
            whole, *parts = np.moveaxis(each, axis, 0)
            assert (whole == sum(parts)).all()
    totals = cells.numerator.reshape(shape)
    for _ in cube.dimensions[1:]:
        totals = totals[:, 0]
    regions_of = {code: totals[place] for place, code in enumerate(cube.dimensions[0].values)}
    levels = [kind(YEAR) for kind in (regions.municipalities, regions.counties, regions.groups, regions.size_classes)]
    added = [sum(regions_of[each.aggregate] for each in level) for level in levels if level[0].aggregate in regions_of]
    for place, measure in enumerate(cube.measures):
        declared = one.measure(measure.id)
        everywhere, several = regions_of["EAK"][place], {int(each[place]) for each in added}
        match declared.formula:
            case Sum() | Count(Over.CASES) | Months(Over.CASES):
                assert several == {everywhere}
            case Count() | Months() if declared.where == EVERYBODY:
                # With a condition there may be more in the country: of six months in all, three may be in each of two places.
                assert min(several) >= everywhere


def test_the_same_records_give_the_same_bytes() -> None:
    first = table("91101", nation_records(size=SMALL))
    nation_records.cache_clear()
    again = table("91101", nation_records(size=SMALL))
    assert as_parquet(first) == as_parquet(again) and as_json(first) == as_json(again)


@pytest.mark.parametrize("year", [2017, 2019, 2021])
def test_years_whose_groups_or_sizes_are_not_known_leave_them_out_whole(year: int) -> None:
    units = [one.code for one in regions.reporting_units(year)]
    data = hand_made([{"unit": unit, "who": place} for place, unit in enumerate(units, start=1)], units, year)
    cube = make(catalogue.table("13138", year), {RECIPIENTS: data}, Status.FINAL)
    codes = list(cube.dimensions[0].values)
    known = (any(code.startswith("ST") for code in codes), any(code.startswith("EKG") for code in codes))
    assert known == (year != 2019, year == 2021)
    assert value(cube, "EAK", "mottakere") == len(units) and value(cube, "0301", "mottakere") == 15


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "unit": st.sampled_from(["110300", "110800", "460100", "030101", "030102", "999900"]),
                "who": st.integers(0, 4),
                "months": st.sets(st.integers(1, 12)),
                "paid": st.integers(0, 90_000),
                "age": st.integers(NO_AGE, 80),
                "vklo": st.sampled_from(["1", "5", "x", None]),
            }
        ),
        max_size=25,
    )
)
def test_whoever_comes_from_wherever_nobody_is_lost_and_nobody_counts_twice(rows: list[dict[str, object]]) -> None:
    cube = table("91102", hand_made(rows, UNITS))
    known = {one["who"] for one in rows if one["who"]}
    unknown = sum(not one["who"] for one in rows)
    places = {(one["who"], str(one["unit"])[:4]) for one in rows if one["who"]}
    assert value(cube, "EAK", "alle", "mottakere") == len(known) + unknown
    assert value(cube, "EAK", "alle", "tilfeller") == len(places) + unknown
    assert value(cube, "EAK", "alle", "stonad") == sum(int(str(one["paid"])) for one in rows)
    lowest = [code for code in cube.dimensions[0].values if code in ("1103", "1108", "4601", "0301", "UKJENT")]
    for measure in ("tilfeller", "stonad"):
        for code in cube.dimensions[1].values:
            own = sum(int(value(cube, region, code, measure) or 0) for region in lowest)
            assert own == value(cube, "EAK", code, measure)


@pytest.mark.parametrize(("since", "there"), [(YEAR, True), (YEAR + 1, False), (None, True)])
def test_a_footnote_is_told_from_its_first_year_on(since: int | None, there: bool) -> None:
    note = Footnote(Text("Ny merknad", "Ny merknad", "New note"), {}, since)
    definition = catalogue.table("13995", YEAR)
    noted = replace(definition, footnotes=(*definition.footnotes, note))
    data = hand_made([{"unit": "110300", "who": 1, "paid": 5}], UNITS)
    assert (note in make(noted, {noted.data: data}, Status.FINAL).footnotes) is there
