"""Comparisons and scenarios as content: what is refused when it is read, and what the form versions must have."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra.cli.reconcile import COMPARISONS, STATUSES
from kostra.forms import catalogue as forms
from kostra.model.errors import ContentError, Missing, Refused
from kostra.reception import typed
from kostra.reconciling.catalogue import FOLDER, comparison, comparison_for, comparisons, ids, scenario, scenario_ids
from kostra.reconciling.comparison import Check
from kostra.reconciling.described import CHECKS, STANDS
from kostra.reconciling.described import STATUSES as TOLD
from kostra.reconciling.explanations import Stands, Status
from kostra.registers.catalogue import layout

LAST = 2026


def test_the_command_knows_them_all() -> None:
    assert tuple(sorted(COMPARISONS)) == ids()
    assert set(STATUSES.values()) == {status.value for status in Status}


def test_everything_has_a_name() -> None:
    assert (set(CHECKS), set(STANDS), set(TOLD)) == (set(Check), set(Stands), set(Status))


@pytest.mark.parametrize("id", ids())
def test_what_a_comparison_asks_for_is_there_in_every_year(id: str) -> None:
    about = comparison(id)
    for source in about.sources:
        asked = {*source.fields, *source.where, *([source.nothing[0]] if source.nothing else [])}
        if source.register is not None:
            assert asked <= {column.id for column in layout(source.register).every_column}
            continue
        assert source.form is not None
        for year in range(about.since, LAST + 1):
            assert asked <= set(typed.schema(forms.form(source.form).version(year))), (source.id, year)


def test_years_outside_are_refused() -> None:
    with pytest.raises(Refused, match="fra og med 2020, ikke for 2019"):
        comparison_for("f281", 2019)
    with pytest.raises(Missing, match="f281"):
        comparison("f282")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('checks    = ["unit-error"', 'checks    = ["unit"', "checks is «unit»"),
        ('form     = "7"', 'form     = "7"\nregister = "nir"', "must be of a form or of a register"),
        ("since     = 2020", "", "has no first year"),
        ("percent = 2", "percent = 2\nsurely = 3", "unknown key «surely»"),
    ],
)
def test_what_contradicts_itself_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (FOLDER / "f281.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "f281.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        comparison("f281", tmp_path)


def test_scenarios_are_read() -> None:
    assert [scenario(id).moves[0].of for id in scenario_ids()] == ["243"]
    with pytest.raises(Missing, match="rusinstitusjoner"):
        scenario("noe")


def test_each_comparison_tells_where_it_comes_from() -> None:
    assert all(about.reading and about.causes for about in comparisons())


def test_every_text_is_in_its_own_written_form() -> None:
    texts = [text for about in comparisons() for text in (about.title, about.about, *about.causes.values())]
    texts += [source.title for about in comparisons() for source in about.sources]
    texts += [
        text for id in scenario_ids() for text in (scenario(id).title, scenario(id).about, scenario(id).assumption)
    ]
    texts += [*CHECKS.values(), *STANDS.values(), *TOLD.values()]
    for text in texts:
        assert " ikkje " not in f" {text.nb} " and " ikke " not in f" {text.nn} ", text
