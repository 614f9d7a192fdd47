"""Register extracts: about the same people as the forms, with the disagreements they are said to have, and nobody's real number."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from kostra.synth.arrays import D_NUMBER, NationYear
from kostra.synth.history.anchors import count
from kostra.synth.parts import File
from kostra.synth.registers import part as registers
from kostra.synth.registers.benefits import benefit_by_unit
from kostra.synth.registers.former import STATES, former
from kostra.synth.registers.introduction import programme
from kostra.synth.registers.table import csv, dates, padded, text, whole
from unit.synth.plain_controls import valid_number

Rows = list[dict[str, str]]


def extract(nation: NationYear, name: str) -> Rows:
    (found,) = (one for one in registers.part(nation) if one.path == f"registre/{name}.csv")
    head, *lines = found.content.decode("utf-8").splitlines()
    assert found.records == len(lines)
    names = head.split(";")
    return [dict(zip(names, line.split(";"), strict=True)) for line in lines]


def numbers(rows: Rows) -> set[str]:
    return {row["fodselsnr"] for row in rows}


@pytest.fixture(scope="module")
def introduction(years: dict[int, NationYear]) -> Rows:
    return extract(years[2026], "nir_introduksjonsprogram")


@pytest.fixture(scope="module")
def population(years: dict[int, NationYear]) -> Rows:
    return extract(years[2026], "folkeregisteret")


def test_no_number_is_one_that_a_person_could_have(years: dict[int, NationYear]) -> None:
    for file in registers.part(years[2026]):
        if file.path.endswith(".md") or "fodselsnr" not in file.content.decode().partition("\n")[0]:
            continue
        found = numbers(extract(years[2026], file.path.removeprefix("registre/").removesuffix(".csv")))
        assert found
        for number in found:
            assert 81 <= int(number[2:4]) <= 92, f"{file.path} has a number whose month is not moved by 80"
            assert valid_number(number), f"{file.path} has a number with wrong check digits"


def test_people_in_the_introduction_programme_are_nobody_in_form_11(
    years: dict[int, NationYear], introduction: Rows
) -> None:
    known = set(years[2026].persons.national_id.tolist())
    assert not known & {int(number) for number in numbers(introduction)}
    assert not set(years[2026].persons.duf.tolist()) & {int(row["duf"]) for row in introduction}


def test_navs_counts_mostly_agree_with_the_form(years: dict[int, NationYear]) -> None:
    nation = years[2026]
    rows = extract(nation, "nav_kvp_deltakere")
    in_form = np.bincount(nation.participants.unit, minlength=len(nation.units)).tolist()
    units = zip(nation.units.municipality.tolist(), nation.units.district.tolist(), strict=True)
    assert [(row["kommunenr"], row["bydelsnr"]) for row in rows] == list(units)
    same = sum(int(row["deltakere_i_aaret"]) == own for row, own in zip(rows, in_form, strict=True))
    assert 0.8 < same / len(rows) < 1
    assert all(int(row["deltakere_31_12"]) <= int(row["deltakere_i_aaret"]) for row in rows)
    assert any(int(row["deltakere_i_aaret"]) and not own for row, own in zip(rows, in_form, strict=True))


def test_the_introduction_register_has_the_published_number_of_participants(
    years: dict[int, NationYear], introduction: Rows
) -> None:
    size = years[2026].size
    assert len(introduction) == round(count("introduksjon", "deltakere", 2026) * size)
    for row in introduction:
        assert bool(row["sluttdato"]) == bool(row["avslutningsaarsak"])
        assert row["startdato"] <= (row["sluttdato"] or "2026-12-31") <= "2026-12-31"
        assert not row["sluttdato"] or row["sluttdato"] >= "2026-01-01"
    left = sum(bool(row["sluttdato"]) for row in introduction)
    assert left == round(count("tidligere", "deltakere", 2026) * size)
    assert any(row["avslutningsaarsak"] == "ikke_registrert" for row in introduction)
    assert {"livsmestring", "norsk"} <= {word for row in introduction for word in row["tiltak"].split(",")}


def test_who_is_in_the_programme_next_year_is_who_did_not_leave(years: dict[int, NationYear]) -> None:
    before, after = (extract(years[year], "nir_introduksjonsprogram") for year in (2025, 2026))
    stayed = {row["fodselsnr"] for row in before if not row["sluttdato"]}
    assert stayed and stayed <= numbers(after)
    assert not {row["fodselsnr"] for row in before if row["sluttdato"]} & numbers(after)


def test_benefit_is_reported_by_month_and_mostly_by_ones_own_municipality(
    years: dict[int, NationYear], introduction: Rows
) -> None:
    rows = extract(years[2026], "a_ordningen_introduksjonsstonad")
    assert numbers(rows) <= numbers(introduction)
    assert 0.005 < 1 - len(numbers(rows)) / len(introduction) < 0.03
    assert {row["maaned"] for row in rows} == {f"2026-{month:02d}" for month in range(1, 13)}
    assert max(Counter((row["fodselsnr"], row["maaned"]) for row in rows).values()) == 1
    assert all(5_000 < int(row["belop"]) < 25_000 for row in rows)
    people = programme(years[2026].seed, years[2026].size, 2026)
    total = benefit_by_unit(years[2026], people).sum()
    assert sum(int(row["belop"]) for row in rows) / total == pytest.approx(1, abs=0.05)
    others = {row["rapportert_av"] for row in rows if row["rapportert_av"] != row["bostedskommune"]}
    several = Counter(host for host, _ in {(row["rapportert_av"], row["bostedskommune"]) for row in rows})
    assert others and several.most_common(1)[0][1] > 2
    end = {row["fodselsnr"]: row["sluttdato"] for row in introduction if row["sluttdato"]}
    assert any(row["maaned"] > end[row["fodselsnr"]][:7] for row in rows if row["fodselsnr"] in end)


def test_the_population_register_knows_nearly_everyone_with_a_number(
    years: dict[int, NationYear], population: Rows
) -> None:
    persons, nation = years[2026].persons, years[2026]
    rows = np.union1d(nation.recipients.person, nation.participants.person)
    with_number = rows[persons.id_kind[rows] <= D_NUMBER]
    expected = {f"{number:011d}" for number in persons.national_id[with_number].tolist()}
    assert numbers(population) <= expected
    assert 0.99 < len(population) / len(expected) < 1


def test_the_population_register_disagrees_a_little(years: dict[int, NationYear], population: Rows) -> None:
    nation = years[2026]
    place = {f"{number:011d}": row for row, number in enumerate(nation.persons.national_id.tolist())}
    children = moved = 0
    for row in population:
        person = place[row["fodselsnr"]]
        assert row["fodselsdato"] == str(nation.persons.birth[person])
        children += int(row["antall_barn"]) != nation.persons.children[person]
        moved += row["kommunenr"] != nation.units.municipality[nation.persons.unit[person]]
        assert row["sivilstand"] in "12345"
    assert 0.005 < children / len(population) < 0.04
    assert 0.003 < moved / len(population) < 0.03


def test_what_disagrees_goes_on_disagreeing(years: dict[int, NationYear]) -> None:
    found = {}
    for year in (2025, 2026):
        persons = years[year].persons
        own = {f"{n:011d}": c for n, c in zip(persons.national_id.tolist(), persons.children.tolist(), strict=True)}
        rows = extract(years[year], "folkeregisteret")
        found[year] = {row["fodselsnr"]: int(row["antall_barn"]) - own[row["fodselsnr"]] for row in rows}
    both = found[2025].keys() & found[2026].keys()
    more = [id for id in both if found[2025][id] == 1]
    assert more and all(found[2026][id] == 1 for id in more)


@pytest.mark.parametrize(("left", "share"), ((2017, 0.62), (2022, 0.65)))
def test_former_participants_are_in_work_or_education_as_published(left: int, share: float) -> None:
    found = former(7, 1.0, left, 1)
    active = found.state < STATES.index("ledig_eller_tiltak")
    assert len(found.people) == count("tidligere", "deltakere", left)
    assert active.mean() == pytest.approx(share, abs=0.0005)


def test_men_and_women_who_left_in_2022_stand_as_published() -> None:
    found = former(7, 1.0, 2022, 1)
    active = found.state < STATES.index("ledig_eller_tiltak")
    men = found.people.sex == 1
    assert active[men].mean() == pytest.approx(0.73, abs=0.002)
    assert active[~men].mean() == pytest.approx(0.59, abs=0.015)
    idle = found.state == STATES.index("ledig_eller_tiltak")
    assert idle.mean() == pytest.approx(0.05, abs=0.01)


def test_former_participants_left_one_to_five_years_before(years: dict[int, NationYear]) -> None:
    rows = extract(years[2026], "tidligere_introduksjonsdeltakere")
    assert {row["aar_etter"] for row in rows} == set("12345")
    assert all(int(row["avgangsaar"]) + int(row["aar_etter"]) == 2026 for row in rows)
    assert {row["status"] for row in rows} == set(STATES)


def test_the_same_extracts_every_time_and_others_for_another_seed(years: dict[int, NationYear]) -> None:
    first = list(registers.part(years[2024]))
    assert list(registers.part(years[2024])) == first
    assert list(registers.part(replace(years[2024], seed=8))) != first
    assert all(isinstance(one, File) and one.delivery is None for one in first)


def test_cells_are_written_as_they_should_be_read() -> None:
    blank = np.array([False, True, False])
    day = np.array(["2024-02-29", "NaT", "1999-12-31"], dtype="datetime64[D]")
    written = csv(
        {
            "navn": text(["Sør-Aurdal", "", "Ås"]),
            "tall": whole(np.array([0, 12, 3450])),
            "nummer": padded(np.array([7, 8, 90]), 4, blank),
            "dato": dates(day),
        }
    )
    assert written.decode() == "navn;tall;nummer;dato\nSør-Aurdal;0;0007;2024-02-29\n;12;;\nÅs;3450;0090;1999-12-31\n"
    assert csv({"tall": whole(np.zeros(0, dtype=np.int64))}) == b"tall\n"


@pytest.mark.parametrize("bad", ("a;b", 'a"b', "a\nb"))
def test_a_value_that_would_break_the_lines_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="column navn"):
        csv({"navn": text([bad])})
