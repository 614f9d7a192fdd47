"""Concepts and groups as content: what is refused, with file and line, and that no other room says anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra.accounts.catalogue import CONCEPTS, GROUPS, breaks, concepts, groups, shown
from kostra.accounts.concepts import ACCOUNTS, Arts, Kind, Scope
from kostra.accounts.groups import functions
from kostra.codelists.catalogue import code_list
from kostra.forms import catalogue as forms
from kostra.model.errors import ContentError
from kostra.reconciling.catalogue import comparison, scenario

LAST = 2027
YEARS = range(2017, LAST + 1)


def _written(path: Path, folder: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    copy = folder / path.name
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


# What is put in place of what, what is said of it, and how the line begins that it points to.
WRONG_CONCEPTS = [
    ("since = 2025", "since = 2024", "brutto has two rules for the same year, from 2017 and from 2024", "since = 2024"),
    ("until = 2024\n", "", "art 690, which ends in 2024, is not there in every year from 2017", "arts"),
    ('"590", "690"', '"591", "690"', "there is no art «591» in regnskap_art.toml", "arts"),
    ('"010-480"', '"480-010"', "«480-010» is not an art or a range of them", "arts"),
    ('"590", "690"', '"470", "690"', "art 470 is added twice", "arts"),
    ('scope = "municipality"', 'scope = "county"', "scope is «county»", 'scope = "county"'),
    ('kind     = "running"', 'kind     = "balance"', "kind is «balance»", 'kind     = "balance"'),
    ("since = 2017", "since = 2030", "a rule ends in 2024, before it begins in 2030", "until = 2024"),
]


@pytest.mark.parametrize(("old", "new", "problem", "begins"), WRONG_CONCEPTS)
def test_a_wrong_concept_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, problem: str, begins: str
) -> None:
    copy = _written(CONCEPTS, tmp_path, old, new)
    with pytest.raises(ContentError) as refused:
        concepts(copy)
    assert problem in refused.value.problem and refused.value.remedy
    assert refused.value.path == str(copy)
    assert copy.read_text(encoding="utf-8").splitlines()[refused.value.line - 1].startswith(begins)


def test_a_rule_for_both_scopes_overlaps_a_rule_for_one(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="two rules for the same year"):
        concepts(_written(CONCEPTS, tmp_path, 'scope = "municipality"\n', ""))


WRONG_GROUPS = [
    ('["FGK12b", "275"]', '["FGK12b", "999"]', "there is no function «999» in regnskap_funksjon.toml", "of "),
    ('["FGK12b", "275"]', '["FGK12b", "190"]', "function 190, which ends in 2024, is not there in every year", "of "),
    ('["FGK12b", "275"]', '["FGK12b", "242"]', "the group FGK12 counts function 242 twice in 2017", "[FGK12]"),
    ('["FGK12a", "273"]', '["FGK12", "273"]', "the group FGK12 is a part of itself", "[FGK12]"),
    ("since = 2017", "since = 2016", "the group FGK12 is made of FGK12b, which has no functions in 2016", "[FGK12]"),
    ("year    = 2003\n", "", "a break has no year", "[[breaks]]"),
]


@pytest.mark.parametrize(("old", "new", "problem", "begins"), WRONG_GROUPS)
def test_a_wrong_group_is_refused_with_its_line(tmp_path: Path, old: str, new: str, problem: str, begins: str) -> None:
    copy = _written(GROUPS, tmp_path, old, new)
    with pytest.raises(ContentError) as refused:
        groups(copy)
    assert problem in refused.value.problem and refused.value.remedy
    assert refused.value.path == str(copy)
    assert copy.read_text(encoding="utf-8").splitlines()[refused.value.line - 1].startswith(begins)


def test_two_rules_of_a_group_for_the_same_year_are_refused(tmp_path: Path) -> None:
    twice = '[[FGK12a.rules]]\nsince = 2020\nof = ["242"]\n\n[sosialtjenesten_07786]'
    with pytest.raises(ContentError, match="FGK12a has two rules for the same year"):
        groups(_written(GROUPS, tmp_path, "[sosialtjenesten_07786]", twice))


def test_a_group_may_change_with_the_years(tmp_path: Path) -> None:
    changed = 'since = 2017\nuntil = 2019\nof    = ["242", "243", "281"]\n\n[[FGK12a.rules]]\nsince = 2020\nof    = ['
    found = groups(_written(GROUPS, tmp_path, 'since = 2017\nof    = ["242", "243", "276", "281"]', changed + '"242"]'))
    assert functions(found, "FGK12b", 2019) == ("242", "243", "273", "281")
    assert functions(found, "FGK12b", 2020) == ("242", "273")


@pytest.mark.parametrize("scope", Scope)
def test_every_concept_says_something_of_every_year_that_has_accounts(scope: Scope) -> None:
    form = forms.form(ACCOUNTS[scope].form)
    for year in form.years:
        codes = set(form.version(year).field("kontoklasse").codes)
        assert set(ACCOUNTS[scope].classes.values()) == codes
        for concept in concepts().values():
            assert concept.arts(scope, year)
        assert set(shown(year)) == {*groups(), "242", "243", "273", "275", "276", "281"}
    assert shown(2016) == ()


def _arts(id: str, year: int, kind: Scope = Scope.MUNICIPALITY) -> set[str]:
    ranges = concepts()[id].arts(kind, year)
    return {art for art in code_list("regnskap_art").at(year) if any(art in one for one in ranges)}


@pytest.mark.parametrize("year", YEARS)
def test_concepts_lie_within_each_other(year: int) -> None:
    assert _arts("lonn", year) - {"089"} == _arts("lonn_uten_stonad", year)
    assert _arts("lonn", year) < _arts("korrigert_brutto", year) < _arts("brutto", year)
    assert _arts("brutto", year) < _arts("netto", year)
    assert all(concept.kind is Kind.RUNNING for id, concept in concepts().items() if id != "brutto_investering")


def test_reconciliation_holds_function_281_against_the_same_arts() -> None:
    ranges = tuple(
        Arts(*(one.split("-") if "-" in one else (one, one))) for one in comparison("f281").first.where["art_sektor"]
    )
    assert ranges == concepts()["brutto"].arts(Scope.MUNICIPALITY, 2026)
    assert set(scenario("rusinstitusjoner").groups["FGK12a"]) == set(functions(groups(), "FGK12a", 2026))


def test_breaks_are_told_in_both_written_forms() -> None:
    assert [one.year for one in breaks()] == sorted(one.year for one in breaks())
    assert all(one.text.nb and one.text.nn and one.of for one in breaks())
    assert [one.year for one in breaks() if one.scope is Scope.CONSOLIDATED] == [2020]
