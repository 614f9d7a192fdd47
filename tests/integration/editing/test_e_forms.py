"""Editing the answers to an e-form: one record for each unit, decimals, and controls that know what was answered last year."""

from __future__ import annotations

import json

import pytest

from integration.editing.editors import SIRI, straight
from integration.receiving.sending import PERIOD, STAVANGER
from kostra.app.editing import changing
from kostra.app.editing.macro import macro
from kostra.app.editing.previewing import Wanted, preview
from kostra.app.editing.records import look
from kostra.app.system import System
from kostra.editing.places import Level
from kostra.model.edit import FORM, Reason, Whole
from kostra.model.period import Period
from kostra.model.submission import Expected

SEVEN = Whole("7", PERIOD)
ANSWERS = {"aarsverk_243_sosionom": "2,0", "aarsverk_243_hogskole": "3,0", "aarsverk_243_sum": "5,0"}


@pytest.fixture
def answered(system: System) -> None:
    _answer(system, PERIOD, ANSWERS)


def _answer(system: System, period: Period, answers: dict[str, str]) -> None:
    content = {"form": "7", "year": str(period.year), "region": STAVANGER, "answers": answers}
    straight(system, Expected("7", period, STAVANGER), json.dumps(content).encode())


def wanted(to: str, saw: str = "2.0") -> Wanted:
    return Wanted(STAVANGER, FORM, "aarsverk_243_sosionom", saw, to)


def controls(system: System) -> set[tuple[str, str | None]]:
    return {(one.control, one.field) for one in look(system, SIRI, SEVEN, STAVANGER, FORM).findings}


def test_an_answer_is_changed_and_the_sums_no_longer_agree(system: System, answered: None) -> None:
    told = preview(system, SIRI, SEVEN, wanted("2,5"))
    assert "aarsverk_243_sum" in {one.field for one in told.new}
    edit = changing.change(system, SIRI, SEVEN, wanted("2,5"), Reason.OWNER).edit
    assert (edit.before, edit.after, edit.line, edit.record) == ("2.0", "2.5", None, FORM)
    (country,) = macro(system, SIRI, SEVEN, Level.COUNTRY).rows
    names = [one.id for one in macro(system, SIRI, SEVEN, Level.COUNTRY).variables]
    assert country.changes[names.index("aarsverk_243_sosionom")].value == 2.5
    with pytest.raises(changing.Overtaken):
        changing.change(system, SIRI, SEVEN, wanted("3"), Reason.OWNER)


def test_controls_know_what_was_answered_last_year(system: System, answered: None) -> None:
    before = controls(system)
    _answer(system, PERIOD.a_year_before(), ANSWERS | {"aarsverk_243_sum": "500,0"})
    assert controls(system) - before
    (country,) = macro(system, SIRI, SEVEN, Level.COUNTRY).rows
    assert country.compared == 1


def test_a_form_whose_questions_changed_is_compared_by_those_it_kept(system: System) -> None:
    """From 2023 form 7 no longer asks for the state's man-years."""
    now = Whole("7", Period(2023))
    _answer(system, Period(2022), ANSWERS)
    _answer(system, Period(2023), ANSWERS | {"aarsverk_243_sosionom": "4,0"})
    told = macro(system, SIRI, now, Level.COUNTRY)
    (country,) = told.rows
    shares = {one.id: change.share for one, change in zip(told.variables, country.changes, strict=True)}
    assert country.compared == 1
    assert (shares["aarsverk_243_sosionom"], shares["aarsverk_243_hogskole"]) == (1.0, 0.0)
