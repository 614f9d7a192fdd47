"""People persist: they come back next year older, with the same number, sometimes elsewhere."""

from __future__ import annotations

import dataclasses

import numpy as np

from kostra.synth.arrays import D_NUMBER, NationYear
from kostra.synth.nation import Dials, Nation


def recipients_of(nation: NationYear) -> set[int]:
    return set(nation.persons.number[nation.recipients.person].tolist())


def test_most_recipients_are_there_the_next_year_and_some_are_new(years: dict[int, NationYear]) -> None:
    for year in range(2022, 2026):
        now, next_year = recipients_of(years[year]), recipients_of(years[year + 1])
        assert 0.5 < len(now & next_year) / len(now) < 0.75


def test_some_come_back_after_a_year_away(years: dict[int, NationYear]) -> None:
    back = (recipients_of(years[2022]) & recipients_of(years[2024])) - recipients_of(years[2023])
    assert 0.01 < len(back) / len(recipients_of(years[2022])) < 0.2


def test_a_person_keeps_number_birth_date_and_identity(years: dict[int, NationYear]) -> None:
    for year in range(2022, 2026):
        one, other = years[year].persons, years[year + 1].persons
        _, left, right = np.intersect1d(one.number, other.number, return_indices=True)
        assert len(left) > 1000
        for name in ("birth", "sex", "national_id", "duf", "id_kind", "refugee", "arrived"):
            assert np.array_equal(getattr(one, name)[left], getattr(other, name)[right])
        assert np.isnat(one.died[left]).all()


def test_a_national_number_belongs_to_one_person_in_all_years(years: dict[int, NationYear]) -> None:
    owner: dict[int, int] = {}
    for nation in years.values():
        persons = nation.persons
        numbered = persons.id_kind <= D_NUMBER
        assert (persons.national_id[numbered] > 0).all()
        assert (persons.national_id[~numbered] == 0).all()
        for number, person in zip(
            persons.national_id[numbered].tolist(), persons.number[numbered].tolist(), strict=True
        ):
            assert owner.setdefault(number, person) == person
    assert len(set(owner.values())) == len(owner)


def test_journal_numbers_last_and_are_not_shared_between_municipalities(years: dict[int, NationYear]) -> None:
    def journals(year: int) -> dict[tuple[int, str], int]:
        nation = years[year]
        table = nation.recipients
        keys = zip(nation.persons.number[table.person].tolist(), nation.units.code[table.unit].tolist(), strict=True)
        return dict(zip(keys, table.journal.tolist(), strict=True))

    earlier, later = journals(2024), journals(2026)
    assert len(earlier.keys() & later.keys()) > 1000
    assert all(earlier[key] == later[key] for key in earlier.keys() & later.keys())
    assert len(set(later)) == len(later)
    by_person: dict[int, set[int]] = {}
    for (person, _), journal in later.items():
        by_person.setdefault(person, set()).add(journal)
    assert sum(len(some) for some in by_person.values()) == len(later)


def test_movers_have_a_case_in_each_place_and_months_in_both(years: dict[int, NationYear]) -> None:
    nation = years[2025]
    table = nation.recipients
    assert table.months.any(axis=1).all()
    person, count = np.unique(table.person, return_counts=True)
    movers = person[count > 1]
    municipality = nation.units.municipality
    several = sum(len(set(municipality[table.unit[table.person == one]])) > 1 for one in movers)
    assert 0.035 < several / len(person) < 0.052
    within_oslo = len(movers) - several
    assert within_oslo > 0


def test_the_dial_of_duplicates_decides_how_many_have_several_cases() -> None:
    few, many = (
        Nation(seed=2, size=0.03, dials=Dials(duplicates=share)).year(2022).recipients for share in (0.0, 0.15)
    )
    assert len(few) < 1.02 * len(np.unique(few.person))
    assert 1.12 < len(many) / len(np.unique(many.person)) < 1.2


def test_the_programme_goes_on_over_years_and_moves_along(years: dict[int, NationYear]) -> None:
    for year in range(2022, 2026):
        now, later = years[year].participants, years[year + 1].participants
        still_in = years[year].persons.number[now.person[np.isnat(now.ended)]]
        there = set(years[year + 1].persons.number[later.person].tolist())
        assert set(still_in.tolist()) <= there
    moved = sum(int((nation.participants.came_from >= 0).sum()) for nation in years.values())
    assert moved > 3
    for nation in years.values():
        table = nation.participants
        came = np.flatnonzero(table.came_from >= 0)
        assert (nation.units.municipality[table.came_from[came]] != nation.units.municipality[table.unit[came]]).all()


def test_who_lives_of_the_qualification_benefit_is_in_the_programme(years: dict[int, NationYear]) -> None:
    for nation in years.values():
        of_it = set(nation.recipients.person[nation.recipients.vklo == 8].tolist())
        assert of_it
        assert of_it <= set(nation.participants.person.tolist())


def test_a_year_is_the_same_whichever_years_were_asked_for_before(years: dict[int, NationYear]) -> None:
    nation = Nation(seed=7, size=0.05, dials=years[2023].dials)
    nation.year(2026)
    again = nation.year(2023)
    for table in ("persons", "recipients", "participants"):
        for field in dataclasses.fields(getattr(again, table)):
            one, other = getattr(getattr(again, table), field.name), getattr(getattr(years[2023], table), field.name)
            assert np.array_equal(one, other, equal_nan=one.dtype.kind == "M"), f"{table}.{field.name}"


def test_units_that_have_nothing_are_as_many_as_the_dial_says() -> None:
    nation = Nation(seed=2, size=1.0, dials=Dials(nil=0.1)).year(2022)
    assert 371 - len(np.unique(nation.recipients.unit)) >= 37
    assert nation.units.population[np.setdiff1d(np.arange(370), nation.recipients.unit)].sum(axis=1).mean() < 15_000
