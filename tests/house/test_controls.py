"""Every control of every year: it can be built, its sentence says everything, and its cases show it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict

import pytest

from house.tree import ROOT
from kostra.app.controls.catalogue import check_every, in_year
from kostra.forms import catalogue
from kostra.forms.controls import declared, limits, messages, written_in

FORMS = catalogue.ids()
WITH_CONTROLS = [id for id in FORMS if declared(id)]


@pytest.mark.parametrize("id", FORMS)
def test_every_control_can_be_built_for_every_year_and_told_in_three_languages(id: str) -> None:
    for year in catalogue.form(id).years:
        check_every(id, year)


@pytest.mark.parametrize("id", WITH_CONTROLS)
def test_every_control_has_a_name_a_source_and_a_sentence_that_says_what_to_do(id: str) -> None:
    for control in declared(id):
        assert re.fullmatch(r"[a-z0-9_]+", control.name)
        assert control.source, f"{id} {control.id} {control.name} has no source"
        text = messages(id, catalogue.form(id).last_year)[control.sentence]
        for written in (text.nb, text.nn, text.en or ""):
            assert len(re.findall(r"[.?!](\s|$)", written)) >= 2, (
                f"{id} {control.sentence}: «{written}» is one sentence; say what to do"
            )


@pytest.mark.parametrize("id", WITH_CONTROLS)
def test_no_sentence_and_no_limit_is_left_over(id: str) -> None:
    used = {control.sentence for control in declared(id)}
    form = catalogue.form(id)
    mechanical = {form.mechanical.id} if form.mechanical else set()
    mechanical |= {total.control for total in form.sums if total.control}
    path = written_in(id) / "messages.toml"
    for key in tomllib.loads(path.read_text(encoding="utf-8")):
        assert key in used or key.partition(".")[0] in mechanical, f"{id}: the sentence {key} belongs to no control"
    wanted = {name for control in declared(id) for name in control.parameters} - {"given"}
    assert set(limits(id)) == wanted


@pytest.mark.parametrize("id", WITH_CONTROLS)
def test_every_control_has_cases_on_both_sides(id: str) -> None:
    """By number: at least one case that passes, one that fails with its sentence, and one with something missing."""
    folder = ROOT / "tests" / "forms" / catalogue.form(id).folder / "cases"
    outcomes: dict[str, set[str]] = defaultdict(set)
    for path in folder.glob("*.toml"):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]:
            outcomes[path.stem].add(case["outcome"])
            if case["outcome"] == "failed":
                assert case.get("says"), f"{path}: a failing case says nothing"
    for control in declared(id):
        found = outcomes[control.id]
        assert "failed" in found, f"{id} {control.id} has no failing case"
        assert found & {"passed", "not applicable"}, f"{id} {control.id} has no passing case"


@pytest.mark.parametrize("id", WITH_CONTROLS)
def test_a_number_is_told_once_a_year_unless_it_truly_has_two_rules(id: str) -> None:
    """No rule is declared twice in one year under the same name."""
    for year in catalogue.form(id).years:
        names = [(told.id, told.name) for told in in_year(id, year, True)]
        assert len(names) == len(set(names))
