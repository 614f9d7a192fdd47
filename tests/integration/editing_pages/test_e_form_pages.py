"""Editing the answers to an e-form on the pages: one record for each unit, with what was answered last year beside it."""

from __future__ import annotations

import json
import re

import pytest

from integration.desk.season import post
from integration.editing_pages.country import GROUP, STAVANGER, TOP, deliver
from integration.portal.asking import text_of
from integration.portal.house import SIRI, House
from integration.web.visiting import Visitor
from kostra.app.system import System
from kostra.model.period import Period
from kostra.model.submission import Expected

HERE = f"{TOP}/7/2026"
FORM = f"{HERE}/post/{STAVANGER}/form"
FIELD = "aarsverk_243_sosionom"


@pytest.fixture
def siri(there: House) -> Visitor:
    _answer(there.system, 2025, "2,5")
    _answer(there.system, 2026, "2,0")
    return there.visit(SIRI)


def _answer(system: System, year: int, amount: str) -> None:
    answers = {FIELD: amount, "aarsverk_243_hogskole": "3,0", "aarsverk_243_sum": "5,0"}
    content = {"form": "7", "year": str(year), "region": STAVANGER, "answers": answers}
    deliver(system, Expected("7", Period(year), STAVANGER), json.dumps(content).encode())


def test_every_page_is_there_for_an_e_form(siri: Visitor) -> None:
    paths = (
        "",
        f"/gruppe/{GROUP}",
        "/kommune/1103",
        "/kommune/1103/funn",
        "/poster",
        "/endringer",
        "/foreldet",
        "/regel",
    )
    for path in paths:
        assert siri.get(f"{HERE}{path}").status_code == 200, path
    assert "Skjemaet" in text_of(siri.get(f"{HERE}/kommune/1103").text)


def test_last_years_answer_stands_beside_this_years(siri: Visitor) -> None:
    page = siri.get(f"{FORM}?felt={FIELD}").text
    row = page.partition('id="felter"')[2].partition(f"felt={FIELD}#")[0].rpartition("<tr")[2]
    assert "Skjemaet fra Stavanger" in text_of(page) and "Journalnummer" not in text_of(page)
    assert re.findall("<td>([0-9,]+)</td>", row) == ["2,5", "2,0", "2,0"]
    assert 'name="ny" value="2,0"' in page and 'name="sett" value="2.0"' in page


def test_a_decimal_is_mended_as_it_is_written(siri: Visitor) -> None:
    form = {"felt": FIELD, "sett": "2.0", "ny": "2,5", "grunn": "OWNER", "gjor": "lagre"}
    assert post(siri, FORM, form).status_code == 303
    assert "2,0 → 2,5" in text_of(siri.get(FORM).text)
    wrong = post(siri, FORM, form | {"sett": "2.5", "ny": "2,55"})
    assert wrong.status_code == 422 and "desimal" in text_of(wrong.text)
