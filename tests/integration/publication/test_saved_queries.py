"""Queries that readers keep: who asks for the same has the same, they follow what is newest, and tell nothing before its hour."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from integration.databases import Database, SetClock
from integration.portal.house import DOCS
from integration.publication.released import AGES, HOURS, SEXES, released
from integration.publication.test_bank_api import FINAL, TOP, own, told
from integration.web.visiting import Visitor
from kostra.app.publication import bank, saving
from kostra.app.system import System
from kostra.model.release import Kind
from kostra.web.rates import Rate, Rates
from kostra.web.settings import Settings
from kostra.web.site import site

SAVED = f"{TOP}/savedqueries"


@pytest.fixture
def visitor(system: System, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr(bank, "HOLDS", 0.0)
    released(system, tmp_path)
    clock.time = HOURS[Kind.PROVISIONAL]
    return Visitor(site(Settings(tmp_path, DOCS, address="https://kostra.example.no"), system))


def query(code: str, **more: Any) -> dict[str, Any]:
    wanted = (("Region", "1103"), (code, "a"), ("ContentsCode", "*"), ("Tid", "TOP(1)"))
    selection = [{"variableCode": name, "valueCodes": [value]} for name, value in wanted]
    return {"tableId": AGES, "language": "nn", "selection": {"selection": selection}} | more


def save(visitor: Visitor, body: object, status: int = 201) -> Any:
    return told(visitor.ask("POST", SAVED, json=body, headers={"Origin": "https://other.example"}), status)


def test_a_query_is_kept_once_and_says_what_it_holds(visitor: Visitor, database: Database) -> None:
    code = own(visitor)
    kept = save(visitor, query(code))
    again = save(visitor, query(code.upper()))
    assert again == kept and told(visitor.get(f"{SAVED}/{kept['id']}")) == kept
    assert kept["savedQuery"]["selection"]["selection"][-1] == {"variableCode": "Tid", "valueCodes": ["TOP(1)"]}
    assert (kept["language"], kept["savedQuery"]["outputFormat"]) == ("nn", "json-stat2")
    chosen = told(visitor.get(f"{SAVED}/{kept['id']}/selection"))
    assert chosen["selection"] == kept["savedQuery"]["selection"]["selection"] and chosen["language"] == "nn"
    with database.everything() as connection:
        assert connection.execute("SELECT count(*) FROM saved_query").fetchone() == (1,)
    metadata = told(visitor.get(f"{TOP}/tables/{AGES}/metadata?savedQuery={kept['id']}"))
    assert metadata["size"] == [1, 1, 1, 1] and metadata["value"] == []


def test_its_figures_are_the_newest_in_the_language_and_format_it_says(
    visitor: Visitor, system: System, tmp_path: Path, clock: SetClock
) -> None:
    kept = save(visitor, query(own(visitor), outputFormat="csv", outputFormatParams=["UseCodes"]))
    data = next(one["href"] for one in kept["links"] if one["rel"] == "data").removeprefix("https://kostra.example.no")
    csv = visitor.get(data)
    assert csv.text.splitlines()[-1] == '"1103","a",10' and csv.headers["content-disposition"].endswith('.csv"')
    stat = told(visitor.get(f"{data}?outputFormat=json-stat2&lang=en"))
    assert stat["value"] == [10] and stat["extension"]["px"]["language"] == "en"
    released(system, tmp_path, FINAL, Kind.FINAL)
    clock.time = HOURS[Kind.FINAL] - timedelta(seconds=1)
    assert visitor.get(data).text == csv.text
    clock.move(seconds=1)
    assert visitor.get(data).text.splitlines()[-1] == '"1103","a",21'
    semicolon = visitor.get(f"{data}?outputFormatParams=UseCodes,SeparatorSemicolon")
    assert semicolon.text.splitlines()[-1] == '"1103";"a";21'


def test_a_table_before_its_hour_is_answered_as_one_that_nobody_has_heard_of(visitor: Visitor, clock: SetClock) -> None:
    code = own(visitor)
    kept = save(visitor, query(code))
    clock.time = HOURS[Kind.PROVISIONAL] - timedelta(seconds=1)
    early = save(visitor, query(code), 404)
    assert early == save(visitor, query(code, tableId="99999"), 404) | {
        "detail": early["detail"].replace("99999", AGES)
    }
    assert told(visitor.get(f"{SAVED}/{kept['id']}/data"), 404)["title"] == "Non-existent table"


def test_what_is_no_query_or_not_there_is_refused(visitor: Visitor) -> None:
    problem = told(visitor.get(f"{SAVED}/{'0' * 24}"), 404)
    assert problem["title"] == "Saved query not found"
    assert "tableId" in save(visitor, {"selection": {}}, 400)["detail"]
    assert save(visitor, {"tableId": SEXES, "outputFormat": "pdf"}, 400)["title"] == "Unsupported output format"
    large = save(visitor, query(own(visitor), more="x" * 40_000), 413)
    assert (large["title"], large["type"]) == (HTTPStatus(413).phrase, "about:blank")
    assert told(visitor.get(SAVED), 405)["title"] == "Method Not Allowed"


def test_they_are_not_taken_often_nor_without_end(
    visitor: Visitor, system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = own(visitor)
    slow = Settings(tmp_path, DOCS, rates=Rates(keeping=Rate(0.1, 1)))
    few = Visitor(site(slow, system))
    save(few, query(code))
    answer = few.ask("POST", SAVED, json=query(code))
    assert told(answer, 429)["title"] == "Too Many Requests" and 0 < int(answer.headers["retry-after"]) <= 11
    monkeypatch.setattr(saving, "MOST_A_DAY", 1)
    assert save(visitor, query(code))["id"], "that which is there already takes no room"
    assert save(visitor, query(code, language="en"), 503)["title"] == "Too many saved queries"
