"""Tables of persons: a few made by hand with every figure typed, and the whole of a small nation near what is published of the country."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest

from kostra import regions
from kostra.editing.derivations import derive
from kostra.forms import catalogue as forms
from kostra.model.cube import Counted, Cube, Mark, Status
from kostra.model.region import RegionKind
from kostra.reception import typed
from kostra.statistics.derived import with_derived
from kostra.statistics.engine import make
from kostra.statistics.records import NO_AGE, Records, records
from kostra.synth.anchors import PARTICIPANTS, RECIPIENTS, monthly_amount
from kostra.tables import catalogue
from unit.statistics.nation_records import nation_records

YEAR = 2025
UNITS = [one.code for one in regions.reporting_units(YEAR)]
Row = Mapping[str, Any]


def months(first: int, last: int) -> dict[str, str]:
    return {f"stmnd_{month}": f"{month:02d}" for month in range(first, last + 1)}


def people(form: str, *rows: Row, year: int = YEAR) -> Records:
    """`unit`, `who` (0: nobody knows) and `age`; what else is not given is not filled."""
    schema = {"unit": pl.String(), **typed.schema(forms.form(form).version(year))}
    filled = [{name: row.get(name) for name in schema} for row in rows]
    frame = with_derived(derive(pl.DataFrame(filled, schema=schema), form, year), form, year)
    who, ages = (np.array([row[key] for row in rows], np.int64) for key in ("who", "age"))
    return records(frame, year, who, ages, [one.code for one in regions.reporting_units(year)])


@pytest.fixture(scope="module")
def recipients() -> Records:
    """One with help in two municipalities, one in an institution, and one of whom little is known."""
    young = {"who": 1, "age": 27, "kjonn": "1", "id_type": "fodselsnummer"}
    return people(
        "11F",
        {"unit": "110300", **young, **months(1, 7), "bidrag": 7000, "laan": 0, "vklo": "5", "trygdesit": "12"}
        | {"bu18": "1", "antbu18": 2, "arbsit": "07", "vilkarsoslov": "1", "vilkarsamekt": "2", "vilkarsamt": "08"}
        | {"vilkarnorsksamiskoppl": "20", "sanksjonred": "01", "gitt_okonomirad": "1", "vedtakhelse": "03"},
        {"unit": "110800", **young, **months(7, 8), "bidrag": 1000, "laan": 500, "vklo": "1", "trygdesit": "13"}
        | {"bu18": "2", "arbsit": "02", "vilkarsoslov": "2", "vilkarsamekt": "2"},
        {"unit": "110300", "who": 2, "age": 45, "kjonn": "2", "id_type": "d-nummer", **months(1, 1), "bidrag": 300}
        | {"vklo": "3", "trygdesit": "11", "bu18": "2", "arbsit": "04", "vilkarsoslov": "2", "vilkarsamekt": "1"}
        | {"bosit": "6", "faat_individuell_plan": "1"},
        {"unit": "110300", "who": 0, "age": NO_AGE, "id_type": "mangler", "bidrag": 50},
    )


@pytest.fixture(scope="module")
def participants() -> Records:
    """One who completed, one who moved on to another municipality, and one who moved between districts and completed there."""
    return people(
        "11CF",
        {"unit": "110300", "who": 1, "age": 30, "kjonn": "2", "begynt_dato": date(2024, 1, 15), "status": "3"}
        | {"avsl_dato": date(2025, 6, 14), **months(1, 6), "kvp_stonad": 120_000, "avsl_viktigste_inntekt": "01"}
        | {"avsl_ordinaertarb": "01", "avsl_skole": "04", "ytelse_soshjelp": "1", "ytelse_type_soshj": "2"},
        {"unit": "110300", "who": 2, "age": 24, "kjonn": "1", "begynt_dato": date(2025, 3, 1), "status": "5"}
        | {"avsl_dato": date(2025, 5, 31), **months(3, 5), "kvp_stonad": 60_000, "kvp_komm": "2"},
        {"unit": "110800", "who": 2, "age": 24, "kjonn": "1", "begynt_dato": date(2025, 6, 1), "status": "1"}
        | {**months(6, 12), "kvp_stonad": 140_000, "kvp_komm": "1", "kvp_med_astonad": "1", "kvp_med_husbank": "5"},
        {"unit": "030101", "who": 3, "age": 50, "kjonn": "1", "begynt_dato": date(2025, 2, 1), "status": "6"}
        | {"avsl_dato": date(2025, 3, 31), **months(2, 3), "kvp_stonad": 40_000},
        {"unit": "030102", "who": 3, "age": 50, "kjonn": "1", "begynt_dato": date(2025, 4, 1), "status": "3"}
        | {"avsl_dato": date(2025, 11, 30), **months(4, 11), "kvp_stonad": 160_000, "avsl_uten_ok_avklar": "16"}
        | {"avsl_viktigste_inntekt": "16"},
    )


def table(id: str, data: Records) -> Cube:
    one = catalogue.table(id, YEAR)
    return make(one, {one.data: data}, Status.FINAL)


def of(cube: Cube, region: str, *codes: str, among: str = "") -> dict[str, Any]:
    """The values of one region: of each measure, or of one measure for each value of the dimension; nothing and nil are left out."""
    names = [one.id for one in cube.measures] if not among else list(cube.dimensions[1].values)
    cells = {name: cube.cell(region, *codes, *([name, among] if among else [name])).value for name in names}
    return {name: value for name, value in cells.items() if value}


def test_children(recipients: Records) -> None:
    cube = table("91106", recipients)
    assert of(cube, "1103", among="mottakere") == {"alle": 3, "0": 1, "2": 1, "uoppgitt": 1}
    assert of(cube, "EKA11", among="mottakere") == {"alle": 3, "0": 1, "2": 1, "uoppgitt": 1}
    assert of(cube, "EKA11", among="tilfeller") == {"alle": 4, "0": 2, "2": 1, "uoppgitt": 1}
    assert of(cube, "EAK", among="antall_barn") == {"alle": 2, "2": 2}
    # Each amount is with what its own municipality said, and nothing of an institution is in it.
    assert of(cube, "EAK", among="stonad") == {"alle": 8550, "0": 1500, "2": 7000, "uoppgitt": 50}
    assert cube.cell("EAK", "2", "stonad_per_mottaker").value == 7000


def test_benefit_work_and_number(recipients: Records) -> None:
    assert of(table("91107", recipients), "EAK", among="tilfeller") == {
        "alle": 4,
        "11": 1,
        "12": 1,
        "13": 1,
        "uoppgitt": 1,
    }
    assert of(table("91107", recipients), "EAK", among="mottakere") == {"alle": 3, "11": 1, "12": 1, "uoppgitt": 1}
    assert of(table("91108", recipients), "1108", among="mottakere") == {"alle": 1, "02": 1}
    numbers = table("91117", recipients)
    assert of(numbers, "EAK", among="mottakere") == {"alle": 3, "fodselsnummer": 1, "d_nummer": 1, "mangler": 1}
    assert numbers.cell("EAK", "alle", "andel_uten_fodselsnummer").value == Fraction(100, 3)
    assert of(numbers, "EAK", among="stonad") == {"alle": 8550, "fodselsnummer": 8500, "mangler": 50}


def test_rates_are_over_the_inhabitants_of_the_same_age(recipients: Records) -> None:
    cube = table("91120", recipients)
    assert {name for name in of(cube, "1103") if "per" not in name} == {
        "mottakere",
        "tilfeller",
        "mottakere_25_29",
        "mottakere_30_66",
    }
    for written, region in (("25-29", "EKA11"), ("30-66", "1103"), ("alle", "EAK")):
        band = regions.read_band(written)
        id = "mottakere" if written == "alle" else f"mottakere_{written.replace('-', '_')}"
        people_there = regions.at_year_end(region.removeprefix("EKA"), YEAR, band).persons
        expected = Fraction(1000 * (3 if written == "alle" else 1), people_there)
        assert cube.cell(region, f"{id}_per_1000").value == expected


def test_duration_is_of_all_the_months_of_a_person_in_the_region(recipients: Records) -> None:
    each = table("91109", recipients)
    assert of(each, "1103", among="mottakere") == {"alle": 3, "1": 1, "7": 1, "uoppgitt": 1}
    assert of(each, "EAK", among="mottakere") == {"alle": 3, "1": 1, "8": 1, "uoppgitt": 1}
    assert of(each, "EAK", among="tilfeller") == {"alle": 4, "1": 1, "2": 1, "7": 1, "uoppgitt": 1}
    assert of(each, "EAK", "2") == {"tilfeller": 1, "stonad": 1500, "stonad_per_tilfelle": 1500}
    bands = table("91110", recipients)
    assert bands.cell("EAK", "7-9", "25-44", "mottakere").value == 1
    assert bands.cell("EAK", "1", "45-66", "andel").value == Fraction(100, 3)
    main = table("91116", recipients)
    assert of(main, "EKA11", among="mottakere_hovedkilde") == {"alle": 1, "25-44": 1}
    assert of(main, "EKA11", among="stonadslengde_hovedkilde") == {"alle": 8, "25-44": 8}
    assert of(main, "EKA11", among="stonad_hovedkilde") == {"alle": 7000, "25-44": 7000}


def test_conditions_consequences_exemptions_and_advice(recipients: Records) -> None:
    whether = table("91111", recipients)
    assert of(whether, "1103", among="mottakere") == {"alle": 3, "mottaker": 1, "ektefelle": 1, "uoppgitt": 1}
    assert of(whether, "EKA11", among="tilfeller") == {
        "alle": 4,
        "mottaker": 1,
        "ektefelle": 1,
        "ingen": 1,
        "uoppgitt": 1,
    }
    kinds = of(table("91112", recipients), "1103")
    assert kinds == {"mottakere": 3, "tilfeller": 3, "med_vilkaar": 1, "andel_med_vilkaar": Fraction(100, 3)} | {
        "vilkarsamt": 1,
        "vilkarnorsksamiskoppl": 1,
    }
    assert of(table("91113", recipients), "1103", among="med_vilkaar") == {"alle": 1, "25-29": 1}
    assert of(table("91114", recipients), "1103", among="mottakere") == {"alle": 3, "redusert": 1, "ingen": 2}
    assert of(table("91114", recipients), "1103", among="med_vilkaar") == {"alle": 1, "redusert": 1}
    young = {"mottakere_18_29": 1, "tilfeller_18_29": 2, "med_vilkaar": 1, "unntatt": 1, "unntatt_helse": 1}
    assert of(table("91115", recipients), "EKA11") == young | {"andel_med_vilkaar": 100, "andel_unntatt": 100}
    advice = {"mottakere": 3, "tilfeller": 3, "med_raad": 1, "med_plan": 1}
    assert of(table("91119", recipients), "1103").items() > advice.items()


def test_amounts_and_means_by_age(recipients: Records) -> None:
    found = of(table("91118", recipients), "EAK", "25-44")
    assert found == {"mottakere": 1, "bidrag": 8000, "laan": 500, "stonad": 8500, "stonadsmaaneder": 8} | {
        "stonad_per_maaned": Fraction(8500, 8),
        "stonad_per_mottaker": 8500,
        "stonadslengde": 8,
    }


def test_finer_crosses_are_not_for_municipalities(recipients: Records, participants: Records) -> None:
    finer = [one for one in catalogue.of_year(YEAR) if one.id[:4] in ("9113", "9116") and one.levels]
    assert {one.id for one in finer} == {"91131", "91132", "91133", "91161", "91162", "91163"}
    for one in finer:
        assert RegionKind.MUNICIPALITY not in one.levels and RegionKind.DISTRICT not in one.levels
        cube = make(one, {one.data: recipients if one.data.id == "11F" else participants}, Status.FINAL)
        assert {"EAK", "EAKUO", "EKA11", "EKG01", "ST1"} < set(cube.dimensions[0].values)
        assert not [code for code in cube.dimensions[0].values if code.isdigit()]
    cube = table("91131", recipients)
    assert cube.cell("EKA11", "1", "25-44", "5", "mottakere").value == 1
    assert cube.cell("EKA11", "1", "25-44", "1", "mottakere").mark is Mark.NIL
    assert table("91132", recipients).cell("EAK", "1", "25-44", "7-9", "andel").value == Fraction(100, 3)
    assert table("91133", recipients).cell("EKA11", "25-29", "vilkarsamt").value == 1
    assert table("91162", participants).cell("EAK", "2", "25-44", "arbeid", "fullforte").value == 1
    assert table("91163", participants).cell("EAK", "1", "45-66", "16", "andel").value == 50


def test_who_came_to_the_programme_and_who_left_it(participants: Records) -> None:
    cube = table("91153", participants)
    shown = ("deltakere", "deltakelser", "nye", "overfort", "i_program", "fullforte", "flyttet", "flyttet_bydel")
    found = {
        region: tuple(cube.cell(region, id).value for id in shown)
        for region in ("1103", "1108", "EKA11", "030101", "030102", "0301", "EAK")
    }
    assert found == {
        "1103": (2, 2, 1, 0, 0, 1, 1, 0),
        "1108": (1, 1, 0, 1, 1, 0, 0, 0),
        "EKA11": (2, 3, 0, 1, 1, 1, 0, 0),
        "030101": (1, 1, 1, 0, 0, 0, 0, 1),
        "030102": (1, 1, 1, 0, 0, 1, 0, 0),
        "0301": (1, 1, 1, 0, 0, 1, 0, 0),
        "EAK": (3, 4, 1, 1, 1, 2, 0, 0),
    }
    # Seventeen months in Stavanger; two months and eight in two districts are ten in Oslo.
    times = [cube.cell(region, "programtid_fullforte").value for region in ("1103", "030102", "0301", "EAK", "1108")]
    assert times == [17, 8, 10, Fraction(27, 2), None]
    assert cube.cell("EAK", "kvalifiseringsstonad").value == 520_000
    assert cube.cell("EAK", "stonad_per_maaned").value == Fraction(520_000, 26)
    adults = regions.at_year_end("1103", YEAR, regions.read_band("18-66")).persons
    assert cube.cell("1103", "deltakere_per_1000").value == Fraction(2000, adults)


def test_the_flow_by_sex_and_age_and_the_time_in_the_programme(participants: Records) -> None:
    assert of(table("91154", participants), "EAK", among="nye") == {"alle": 1, "1": 1}
    assert of(table("91155", participants), "1103", among="flyttet") == {"alle": 1, "18-24": 1}
    assert table("91161", participants).cell("EAK", "2", "25-44", "fullforte").value == 1
    time = table("91160", participants)
    assert of(time, "1103", among="deltakere") == {"alle": 2, "3-5": 1, "12-17": 1}
    assert of(time, "EAK", among="deltakere") == {"alle": 3, "6-11": 2, "12-17": 1}
    assert of(time, "EAK", among="fullforte") == {"alle": 2, "6-11": 1, "12-17": 1}


def test_what_came_after_before_and_beside(participants: Records) -> None:
    after = table("91156", participants)
    assert of(after, "EAK", "alle") == {"fullforte": 2, "fullforte_deltakelser": 2, "til_arbeid_utdanning": 1} | {
        "andel_arbeid_utdanning": 50,
        "etter_arbeid": 1,
        "etter_utdanning": 1,
        "etter_sosialhjelp": 1,
    }
    assert of(table("91157", participants), "EAK", among="fullforte") == {"alle": 2, "01": 1, "16": 1}
    before = of(table("91158", participants), "1103", "2")
    assert before == {
        "deltakere": 1,
        "deltakelser": 1,
        "sosialhjelp": 1,
        "sosialhjelp_hovedkilde": 1,
        "andel_sosialhjelp": 100,
    }
    beside = of(table("91159", participants), "1108", "1")
    assert beside == {"deltakere": 1, "deltakelser": 1, "med_stonad": 1, "husbanken": 1, "andel_med_stonad": 100}


def test_what_changed_over_the_years_is_in_no_earlier_table_or_marked() -> None:
    earlier, later = catalogue.table("91112", 2023), catalogue.table("91112", 2024)
    assert {one.id for one in later.measures} - {one.id for one in earlier.measures} == {"vilkarnorsksamiskoppl"}
    after = [{one.id for one in catalogue.table("91156", year).measures} for year in (2020, 2021)]
    assert "etter_behandling" in after[0] - after[1] and "etter_aap" in after[1] - after[0]
    breaks = {one.id: [found.year for found in one.breaks] for one in catalogue.of_year(YEAR)}
    assert breaks["91107"] == [2022, 2024] and breaks["91114"] == [2022, 2025] and breaks["91153"] == [2023]
    assert breaks["91103"] == [2020, 2022] and breaks["91112"] == [2024] and breaks["91156"] == [2021]


def test_amounts_to_persons_in_institutions_stay_out_from_2022_on() -> None:
    def paid(year: int) -> object:
        row = {"unit": "110300", "who": 1, "age": 30, "bosit": "6", "vklo": "5", "bidrag": 300, "laan": 20}
        one = catalogue.table("91102", year)
        return make(one, {one.data: people("11F", row, year=year)}, Status.FINAL).cell("EAK", "5", "stonad").value

    assert [paid(year) for year in (2020, 2021, 2022)] == [320, 320, 0]


EARLIER = [one for one in catalogue.tables() if one.id.startswith(("910", "911")) and one.since < 2022]


@pytest.mark.parametrize("form", ["11F", "11CF"])
def test_tables_that_go_back_can_be_made_in_their_first_year(form: str) -> None:
    first = {one.since for one in EARLIER if one.data.id == form}
    alone = {since: people(form, {"unit": "030100", "who": 1, "age": 30}, year=since) for since in first}
    for one in EARLIER:
        if one.data.id == form:
            cube = make(one, {one.data: alone[one.since]}, Status.FINAL)
            everybody = [dimension.total or "" for dimension in cube.dimensions[1:]]
            counted = next(found.id for found in cube.measures if found.counted is Counted.COUNT)
            assert cube.cell("EAK", *everybody, counted).reported == cube.coverage["EAK"].reported > 300


SIZE = 0.02


def test_the_synthetic_nation_is_near_what_is_published() -> None:
    """The mean length was 5.3 and 5.5 months in 2017 and 2019, the share with assistance as main source 40 and 41 per cent. In 2022 less
    than 23 per cent of the participants completed and 6 per cent were broken off.
    """
    here = {form: with_derived(nation_records(form, size=SIZE).frame, form, YEAR) for form in ("11F", "11CF")}
    cubes = {}
    for id, form in (("13995", "11F"), ("91153", "11CF")):
        own = nation_records(form, size=SIZE)
        cubes[form] = of(table(id, records(here[form], YEAR, own.person, own.age, UNITS)), "EAK")
    recipients, participants = cubes["11F"], cubes["11CF"]
    assert recipients["mottakere"] == pytest.approx(RECIPIENTS[YEAR] * SIZE, rel=0.02)
    assert float(recipients["stonadslengde"]) == pytest.approx(5.4, abs=0.2)
    assert float(recipients["andel_hovedkilde"]) == pytest.approx(41, abs=3)
    assert float(recipients["stonad_per_maaned"]) == pytest.approx(monthly_amount(YEAR), rel=0.06)
    assert recipients["tilfeller"] / recipients["mottakere"] == pytest.approx(1.045, abs=0.02)
    assert participants["deltakere"] == pytest.approx(PARTICIPANTS[YEAR] * SIZE, rel=0.05)
    assert float(participants["andel_fullforte"]) == pytest.approx(22, abs=5)
    assert float(participants["andel_avbrutte"]) == pytest.approx(5, abs=3)
