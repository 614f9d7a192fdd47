"""The set of a year: what is in it, in which order, with which limits, under which name. What cannot be built is broken."""

from __future__ import annotations

import pytest

from kostra.controls import controlset, release
from kostra.controls.declare import ERROR, WARNING, Control, Given, Released, Requirement, Unique, control, require
from kostra.forms import catalogue
from kostra.forms.controls import control_set
from kostra.forms.controls import declared as declared_of
from kostra.methods.columns import Fields
from kostra.model.dated import Dated
from kostra.model.errors import Broken, Refused
from unit.controls.made import GIVEN, fields

LIMITS = {"grense": Dated.of({2022: 10, 2025: 20}), "gammel": Dated.of({2017: 1}, until=2020)}
VERSIONS = [(form.id, year) for form in catalogue.all_forms() for year in form.years]


def one(id: str, since: Released = 2020, until: Released | None = None, proposal: bool = False) -> Control:
    def at_most(f: Fields, grense: int) -> Requirement:
        return require(f.tall <= grense, shown=[f.tall])

    return control(id, ERROR, since=since, until=until, proposal=proposal)(at_most)


def built(year: int, *declared: Control, asked: int | None = None, proposals: bool = False) -> controlset.Set:
    return controlset.build("11F", year, declared, LIMITS, fingerprint="abc", asked=asked, proposals=proposals)


def ids(made: controlset.Set) -> list[str]:
    return [control.id for control in made.controls]


def test_those_of_the_year_in_the_order_declared() -> None:
    declared = (one("K2"), one("K1", until=2024), one("K3", since=2026), one("K0", proposal=True))
    assert ids(built(2024, *declared)) == ["K2", "K1"]
    assert ids(built(2026, *declared)) == ["K2", "K3"]
    assert ids(built(2026, *declared, proposals=True)) == ["K2", "K3", "K0"]


@pytest.mark.parametrize(("year", "limit"), [(2022, 10), (2024, 10), (2025, 20), (2030, 20)])
def test_a_parameter_named_like_a_limit_gets_the_limit_of_the_year(year: int, limit: int) -> None:
    made = built(year, one("K1"))
    said = made.bind(made.controls[0], GIVEN)(fields(numbers={"tall": [str(limit), str(limit + 1)]}))
    assert isinstance(said, Requirement)
    assert said.failed().tolist() == [False, True]


def test_a_limit_that_the_year_does_not_have_is_broken_before_anybody_sends_a_file() -> None:
    with pytest.raises(Broken, match="K1 of 11F needs the limit «grense», which has no value in 2021"):
        built(2021, one("K1"))


def test_given_is_what_is_known_beside_the_records() -> None:
    def is_ours(f: Fields, given: Given) -> Requirement:
        return require(f.kommune_nr == str(given.municipality))

    made = built(2026, control("K3", ERROR)(is_ours))
    said = made.bind(made.controls[0], GIVEN)(fields({"kommune_nr": ["1103", "0301"]}))
    assert isinstance(said, Requirement)
    assert said.failed().tolist() == [False, True]


def test_a_change_in_mid_season_is_a_release_of_its_own_and_the_old_one_can_be_run_again() -> None:
    changed = control("K28", {2021: ERROR, "2022.2": WARNING}, since=2021)(one("K28").rule)
    declared = (one("K1", until="2022.1"), changed)
    assert controlset.releases(2022, declared) == (release.begin("2022.1"), release.begin("2022.2"))
    last, first = built(2022, *declared), built(2022, *declared, asked=release.begin("2022.1"))
    assert (ids(last), last.version) == (["K28"], "2022.2-abc")
    assert (ids(first), first.version) == (["K1", "K28"], "2022.1-abc")
    assert [made.severity(made.controls[-1]) for made in (first, last)] == [ERROR, WARNING]


def test_a_control_that_ends_in_mid_season_makes_a_release_too() -> None:
    declared = (one("K1", until="2022.1"), one("K2", until=2022))
    assert controlset.releases(2022, declared) == (release.begin("2022.1"), release.begin("2022.2"))
    last, first = built(2022, *declared), built(2022, *declared, asked=release.begin("2022.1"))
    assert (ids(last), last.version) == (["K2"], "2022.2-abc")
    assert (ids(first), first.version) == (["K1", "K2"], "2022.1-abc")


def test_a_release_that_the_year_does_not_have_is_refused() -> None:
    with pytest.raises(Refused, match=r"2022\.3 er ikke en kontrollversjon for .*For 2022 finnes 2022\.1, 2022\.2\."):
        built(2022, one("K1", until="2022.1"), asked=release.begin("2022.3"))


@pytest.mark.parametrize(("form", "year"), VERSIONS)
def test_no_two_releases_of_a_year_have_the_same_name(form: str, year: int) -> None:
    turns = controlset.releases(year, declared_of(form))
    assert all(turn // 100 == year for turn in turns)
    assert [control_set(form, year, turn).version.partition("-")[0] for turn in turns] == [
        release.written(turn) for turn in turns
    ]


def test_the_fields_a_rule_reads_are_found_by_running_it_on_nothing() -> None:
    made = built(2026, one("K1"))
    assert made.concerned(made.controls[0], fields(numbers={"tall": [], "annet": []}), GIVEN) == ("tall",)


@pytest.mark.parametrize(("form", "year"), VERSIONS)
def test_every_set_of_every_form_and_year_is_built(form: str, year: int) -> None:
    made = control_set(form, year)
    assert made.version.startswith(f"{year}.")
    named = [(control.id, control.name) for control in made.controls]
    assert len(named) == len(set(named)), "two controls of a year have the same number and name"


def test_a_proposal_is_off_until_it_is_asked_for() -> None:
    ordinary, everything = control_set("11F", 2026), control_set("11F", 2026, None, True)
    proposals = [control for control in everything.controls if control.proposal]
    assert proposals
    assert not any(control.proposal for control in ordinary.controls)
    ours = [(control.id, control.name) for control in everything.controls if not control.proposal]
    assert ours == [(control.id, control.name) for control in ordinary.controls]


def test_a_uniqueness_rule_is_bound_like_any_other() -> None:
    made = control_set("11F", 2026)
    unique = next(control for control in made.controls if control.id == "K05B")
    journal = fields({"person_journalnr": ["1", "2"]})
    said = made.bind(unique, GIVEN)(journal)
    assert isinstance(said, Unique)
    assert len(said.key) == 2
