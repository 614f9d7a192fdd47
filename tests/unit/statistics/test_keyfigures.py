"""Every key figure of a small nation, worked out once more from the words of its definition and not from its code."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest

from kostra import regions
from kostra.model.cube import Cube, Status
from kostra.statistics.definition import Kind, Source
from kostra.statistics.derived import with_derived
from kostra.statistics.engine import make
from kostra.statistics.records import NO_AGE, NOBODY, Records, records
from kostra.tables import catalogue
from unit.statistics.nation_records import YEAR, nation_records

TABLE = catalogue.table("92001", YEAR)
SIZE = 1.0 if os.environ.get("KOSTRA_THOROUGH") else 0.01
"""The whole nation when it is asked for."""
WANTED = ("EAK", "EKA11", "EKG01", "1103", "0301", "030101")
Row = dict[str, Any]
_COSTS = (
    *("brutto:275", "brutto:281", "brutto:FGK12a", "brutto_investering:FGK12a", "korrigert_brutto:FGK12a"),
    *("lonn:FGK12a", "netto:242", "netto:243", "netto:281", "netto:FGK12a", "netto:FGK12b"),
)


def made_up(rows: list[Row], by_district: bool = False) -> Records:
    """All of the country has answered."""
    frame = pl.DataFrame(rows)
    who = np.array([row.get("who", NOBODY) for row in rows], np.int64)
    age = np.full(len(rows), NO_AGE)
    answered = [one.code for one in regions.reporting_units(YEAR, by_district=by_district)]
    return records(frame, YEAR, who, age, answered)


@pytest.fixture(scope="module")
def sources() -> dict[Source, Records]:
    random = np.random.default_rng(5)

    def some(most: int) -> int:
        return int(random.integers(1, most))

    municipal = [one.code for one in regions.reporting_units(YEAR, by_district=False)]
    by_district = [one.code for one in regions.reporting_units(YEAR)]
    persons = {form: nation_records(form, size=SIZE) for form in ("11F", "11CF")}
    frames = {form: with_derived(one.frame, form, YEAR) for form, one in persons.items()}
    units = [one.code for one in regions.reporting_units(YEAR)]
    states = ("arbeid", "utdanning", "arbeid_og_utdanning", "ledig_eller_tiltak", "annet")
    return {
        **{
            Source(Kind.FORM, form): records(frames[form], YEAR, one.person, one.age, units)
            for form, one in persons.items()
        },
        Source(Kind.FORM, "7"): made_up(
            [
                {"unit": unit, "aarsverk_sum": Decimal(some(500)) / 10, "aarsverk_242_sum": Decimal(some(200)) / 10}
                for unit in by_district
            ],
            by_district=True,
        ),
        Source(Kind.FORM, "12"): made_up(
            [
                {"unit": unit, "sats_enslig": some(9000), "sats_ektepar": some(9000), "sats_barn_6_10": some(9000)}
                for unit in municipal
            ]
        ),
        Source(Kind.ACCOUNTS, "municipality"): made_up(
            [{"unit": unit} | {name: some(10**8) for name in _COSTS} for unit in municipal]
        ),
        Source(Kind.REGISTER, "a_ordningen"): made_up(
            [{"unit": municipal[some(len(municipal))], "who": some(90), "belop": some(9000)} for _ in range(200)]
            + [{"unit": unit, "who": some(90), "belop": 1} for unit in ("110300", "030100")]
        ),
        Source(Kind.REGISTER, "nir_tidligere"): made_up(
            [
                {"unit": unit, "who": 1000 + place, "aar_etter": str(some(4)), "status": states[some(5) - 1]}
                for place, unit in enumerate([*municipal, *["110300", "030100"] * 6])
            ]
        ),
    }


@pytest.fixture(scope="module")
def cube(sources: dict[Source, Records]) -> Cube:
    return make(TABLE, sources, Status.FINAL)


class Told:
    """What a region has: plain rows, and figures as the words of a key figure say them."""

    def __init__(self, sources: Mapping[Source, Records], region: str) -> None:
        self.region = region
        self.rows = {source.id: self._within(one) for source, one in sources.items()}

    def _within(self, one: Records) -> list[Row]:
        told = (
            {**row, "who": int(who), "age": int(age)}
            for row, who, age in zip(one.frame.to_dicts(), one.person, one.age, strict=True)
        )
        return [row for row in told if self.region in _regions(row["unit"])]

    def persons(self, source: str, asked: Callable[[Row], bool] = lambda row: True) -> int:
        """Each once: by the record with most months, the first unit of two alike."""
        return sum(asked(row) for row in self.each(source))

    def each(self, source: str) -> list[Row]:
        found: dict[int, list[Row]] = {}
        for row in self.rows[source]:
            found.setdefault(row["who"], []).append(row)
        return [_together(rows) for rows in found.values()]

    def months(self, asked: Callable[[Row], bool] = lambda row: True) -> int:
        return sum(row["months"] for row in self.each("11F") if asked(row))

    def sum(self, source: str, *fields: str) -> Fraction:
        return sum((Fraction(row[field] or 0) for row in self.rows[source] for field in fields), Fraction(0))

    def inhabitants(self, written: str) -> int:
        return regions.at_year_end(self.region, YEAR, regions.read_band(written)).persons

    def weighted(self, field: str) -> Fraction | None:
        weight = {row["unit"]: regions.at_year_end(row["unit"][:4], YEAR).persons for row in self.rows["12"]}
        of = sum(weight.values())
        return Fraction(sum(row[field] * weight[row["unit"]] for row in self.rows["12"]), of) if of else None


def _regions(unit: str) -> set[str]:
    told = regions.belonging(unit, YEAR)
    own = (told.country, told.county, told.kostra_group, told.municipality, told.district)
    return {one.aggregate for one in own if one is not None}


def _together(rows: list[Row]) -> Row:
    leading = sorted(rows, key=lambda row: (-len(_months(row)), row["unit"]))[0]
    return leading | {"months": len(set().union(*(_months(row) for row in rows)))}


def _months(row: Row) -> set[int]:
    return {month for month in range(1, 13) if row.get(f"stmnd_{month}") is not None}


def aged(first: int, last: int) -> Callable[[Row], bool]:
    return lambda row: first <= row["age"] <= last


def main(row: Row) -> bool:
    return bool(row["vklo"] == "5")


def long(row: Row) -> bool:
    return bool(row["months"] >= 6)


def stated(asked: Callable[[Row], bool]) -> Callable[[Row], bool]:
    return lambda row: row["months"] > 0 and asked(row)


def everybody(row: Row) -> bool:
    return True


def over(top: Fraction | int, below: Fraction | int) -> Fraction | None:
    return Fraction(top) / below if below else None


def completed(row: Row) -> bool:
    return bool(row["status"] == "3")


def to_work(row: Row) -> bool:
    """The first of what is ticked, in the order of the form, is what they went on to."""
    return completed(row) and bool(
        row["avsl_ordinaertarb"] == "01" or row["avsl_arblonnstils"] == "11" or row["avsl_skole"] == "04"
    )


def after_a_year(row: Row) -> bool:
    return bool(row["aar_etter"] == "1")


def obvious(told: Told) -> dict[str, Fraction | int | None]:
    paid, all_ = told.sum("11F", "bidrag_i_sum", "laan_i_sum"), told.persons("11F")
    participants = told.persons("11CF")
    net = {name: told.sum("municipality", f"netto:{name}") for name in ("242", "243", "281", "FGK12a", "FGK12b")}
    found: dict[str, Fraction | int | None] = {
        "mottakere": all_,
        "andel_av_innbyggere": over(100 * all_, told.inhabitants("0+")),
        "alle_av_20_66": over(100 * all_, told.inhabitants("20-66")),
        "andel_forsorger": over(100 * told.persons("11F", lambda row: bool(row["bu18"] == "1")), all_),
        "andel_hovedkilde": over(100 * told.persons("11F", main), all_),
        "andel_arbeid": over(100 * told.persons("11F", lambda row: bool(row["vklo"] == "1")), all_),
        "andel_eid": over(100 * told.persons("11F", lambda row: bool(row["bosit"] == "3")), all_),
        "stonad": paid,
        "stonad_per_maaned": over(paid, told.months()),
        "stonad_per_mottaker": over(paid, all_),
        "stonadslengde": over(told.months(), told.persons("11F", stated(everybody))),
        "stonadslengde_hovedkilde": over(told.months(main), told.persons("11F", stated(main))),
        "seks_maaneder": told.persons("11F", long),
        "andel_seks_maaneder": over(100 * told.persons("11F", long), all_),
        "andel_seks_maaneder_hovedkilde": over(100 * told.persons("11F", lambda row: long(row) and main(row)), all_),
        "stonad_per_innbygger": over(paid, told.inhabitants("0+")),
        "netto_281_per_innbygger": over(net["281"], told.inhabitants("0+")),
        "netto_per_innbygger": over(net["FGK12a"], told.inhabitants("0+")),
        "netto_per_20_66": over(net["FGK12a"], told.inhabitants("20-66")),
        "netto_273_per_18_66": over(net["FGK12b"], told.inhabitants("18-66")),
        "netto_281_per_18_66": over(net["281"], told.inhabitants("18-66")),
        "netto_243_per_18_66": over(net["243"], told.inhabitants("18-66")),
        "investering_per_innbygger": over(
            told.sum("municipality", "brutto_investering:FGK12a"), told.inhabitants("0+")
        ),
        "brutto_per_mottaker": over(told.sum("municipality", "brutto:FGK12a"), all_),
        "brutto_281_per_mottaker": over(told.sum("municipality", "brutto:281"), all_),
        "korrigert_per_mottaker": over(told.sum("municipality", "korrigert_brutto:FGK12a"), all_),
        "lonn_per_mottaker": over(told.sum("municipality", "lonn:FGK12a"), all_),
        "intro_brutto_per_innbygger": over(told.sum("municipality", "brutto:275"), told.inhabitants("0+")),
        "intro_brutto_per_mottaker": over(told.sum("municipality", "brutto:275"), told.persons("a_ordningen")),
        "kvp_deltakere": participants,
        "kvp_per_1000": over(1000 * told.persons("11CF", aged(18, 66)), told.inhabitants("18-66")),
        "kvp_stonad_per_deltaker": over(told.sum("11CF", "kvp_stonad"), participants),
        "kvp_andel_i_arbeid": over(100 * told.persons("11CF", to_work), told.persons("11CF", completed)),
        "kvp_andel_forsorger": over(100 * told.persons("11CF", lambda row: bool(row["bu18"] == "1")), participants),
        "intro_mottakere": told.persons("a_ordningen"),
        "intro_andel_i_arbeid": over(
            100
            * told.persons(
                "nir_tidligere", lambda row: after_a_year(row) and row["status"] not in ("ledig_eller_tiltak", "annet")
            ),
            told.persons("nir_tidligere", after_a_year),
        ),
        "aarsverk": told.sum("7", "aarsverk_sum"),
        "aarsverk_per_1000": over(1000 * told.sum("7", "aarsverk_sum"), told.inhabitants("18+")),
        "mottakere_per_aarsverk": over(all_, told.sum("7", "aarsverk_242_sum")),
    }
    for first, last in ((18, 24), (25, 66), (18, 66), (20, 66)):
        of = told.persons("11F", aged(first, last))
        found[f"andel_{first}_{last}"] = over(100 * of, told.inhabitants(f"{first}-{last}"))
    for first, last in ((18, 24), (25, 66)):
        with_months = told.persons("11F", stated(aged(first, last)))
        found[f"stonadslengde_{first}_{last}"] = over(told.months(aged(first, last)), with_months)
    for function in ("242", "243", "281"):
        found[f"netto_{function}_per_20_66"] = over(net[function], told.inhabitants("20-66"))
        found[f"andel_netto_{function}"] = over(100 * net[function], net["FGK12a"])
    for rate in ("sats_enslig", "sats_ektepar", "sats_barn_6_10"):
        found[rate] = told.weighted(rate)
    return found


@pytest.mark.parametrize("region", WANTED)
def test_every_key_figure_is_what_its_words_say(region: str, sources: dict[Source, Records], cube: Cube) -> None:
    expected = obvious(Told(sources, region))
    if len(region) == 6:
        # What only whole municipalities have.
        asked = {source.id for source in sources} - {"11F", "11CF", "7"}
        expected = {id: None if _of(id) & asked else value for id, value in expected.items()}
    assert {codes[-1]: cell.value for codes, cell in cube.rows(region)} == expected
    assert len(expected) == len(cube.measures)
    if region == "EAK":
        assert all(expected.values())


def _of(id: str) -> set[str]:
    formula = TABLE.measure(id).formula
    parts = [one for one in (getattr(formula, "top", None), getattr(formula, "per", None)) if one is not None]
    return {TABLE.measure(one).data.id for one in (id, *parts)}


def test_each_has_a_group_that_people_understand_and_is_told_in_words() -> None:
    shown = [one for one in TABLE.measures if not one.hidden]
    assert {one.group for one in shown} == set(TABLE.groups)
    for one in shown:
        assert one.about is not None and "Kilde: " in one.about.nb and "Kjelde: " in one.about.nn
        assert one.about.en is not None and "Source: " in one.about.en
    words = " ".join(title.nb.lower() for title in (*TABLE.groups.values(), *(one.title for one in shown)))
    assert "produktivitet" not in words and "behov" not in words
    assert len(shown) + len(TABLE.groups) <= 60
