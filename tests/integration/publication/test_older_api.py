"""The older API of the table bank, as its programs ask: the tree of tables, what a table has, figures in each format, and refusals."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from integration.databases import SetClock
from integration.portal.house import DOCS
from integration.publication.released import AGES, HOURS, SEXES, released
from integration.web.visiting import Visitor
from kostra.app.publication import bank
from kostra.app.system import System
from kostra.model.release import Kind
from kostra.web.rates import Rate, Rates
from kostra.web.settings import Settings
from kostra.web.site import site

TOP = "/api/v0/no/table"
TABLE = f"{TOP}/{AGES}"


@pytest.fixture
def visitor(system: System, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr(bank, "HOLDS", 0.0)
    released(system, tmp_path)
    clock.time = HOURS[Kind.PROVISIONAL]
    return Visitor(site(Settings(tmp_path, DOCS), system))


def told(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"].startswith("application/json")
    return answer.json()


def ask(visitor: Visitor, body: object, status: int = 200) -> Any:
    return told(visitor.ask("POST", TABLE, json=body), status)


def item(code: str, *values: str) -> dict[str, Any]:
    return {"code": code, "selection": {"filter": "item", "values": list(values)}}


def test_the_tree_leads_to_the_tables(visitor: Visitor) -> None:
    (level,) = told(visitor.get(f"{TOP}/"))
    assert level["type"] == "l" and told(visitor.get(TOP)) == [level]
    leaves = told(visitor.get(f"{TOP}/{level['id']}/"))
    assert [(one["id"], one["type"], one["updated"]) for one in leaves] == [
        (SEXES, "t", "2027-03-15T07:00:00"),
        (AGES, "t", "2027-03-15T07:00:00"),
    ]
    assert told(visitor.get(f"{TOP}/{level['id']}/{AGES}")) == told(visitor.get(TABLE))
    assert [one["id"] for one in told(visitor.get(f"{TOP}?query={AGES}&filter=title"))] == [AGES]
    assert told(visitor.get("/api/v0/en/table"))[0]["text"] == "Social services"
    config = told(visitor.get(f"{TABLE}?config"))
    assert config == told(visitor.get("/api/v0?config")) == told(visitor.get("/api/v0/no?config"))
    assert (config["maxCells"], config["maxCalls"], config["timeWindow"], config["CORS"]) == (800_000, 200, 10, True)


def test_a_table_says_what_it_has_and_gives_it_in_each_format(visitor: Visitor) -> None:
    variables = {one["code"]: one for one in told(visitor.get(TABLE))["variables"]}
    assert variables["Region"]["values"] == ["EAK", "1103", "1106"] and variables["Tid"]["time"]
    own = list(variables)[1]
    asked = [item("Region", "1103", "1106"), item(own, "a"), item("Tid", "2026")]
    stat = ask(visitor, {"query": asked, "response": {"format": "json-stat2"}})
    assert (stat["value"], stat["status"]["1"]) == ([10, None], ":")
    first = ask(visitor, {"query": asked, "response": {"format": "json-stat"}})["dataset"]
    assert first["dimension"]["size"] == stat["size"] and first["value"] == stat["value"]
    lines = ask(visitor, {"query": asked, "response": {"format": "json"}})["data"]
    assert [one["values"] for one in lines] == [["10"], [":"]]
    for name, start in (("px", b"CHARSET"), ("csv", b"\xef\xbb\xbf"), ("csv3", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        answer = visitor.ask("POST", TABLE, json={"query": asked, "response": {"format": name}})
        assert answer.status_code == 200 and answer.content.startswith(start)
        assert f"/api/pxwebapi/v2/tables/{AGES}/metadata" in answer.headers["link"]
    assert len(ask(visitor, {"query": [], "response": {"format": "json-stat2"}})["value"]) == 9
    assert visitor.ask("OPTIONS", TABLE, headers={"Origin": "https://other.example"}).status_code == 204
    again = visitor.get(TABLE, if_none_match=visitor.get(TABLE).headers["etag"])
    assert again.status_code == 304


def test_it_refuses_as_its_clients_know(visitor: Visitor, system: System, tmp_path: Path, clock: SetClock) -> None:
    wrong = ask(visitor, {"query": [item("Region", "0000")]}, 400)["error"]
    assert wrong.startswith("The request for variable 'Region' has an error. Please check your query. ")
    bodies: tuple[object, ...] = ([], {"query": 1}, {"query": [], "response": {"format": "sdmx"}})
    for body in bodies:
        assert ask(visitor, body, 400)["error"].startswith("Parameter error. ")
    unreadable = told(visitor.ask("POST", TABLE, content=b"{"), 400)["error"]
    assert '{"query": [' in unreadable
    for place in ("99999", f"annet/{AGES}", f"sosiale/mer/{AGES}"):
        assert told(visitor.get(f"{TOP}/{place}"), 404)["error"].startswith("Non-existent table. ")
    assert "error" in told(visitor.ask("DELETE", TABLE), 405)
    assert told(visitor.get("/api/v0/fr/table"), 400)["error"].startswith("Parameter error. ")
    clock.time = HOURS[Kind.PROVISIONAL] - timedelta(seconds=1)
    early = told(visitor.get(TABLE), 404)
    assert early == {"error": told(visitor.get(f"{TOP}/99999"), 404)["error"].replace("99999", AGES)}
    assert told(visitor.get(f"{TOP}/sosiale")) == []
    few = Visitor(site(Settings(tmp_path, DOCS, rates=Rates(anonymous=Rate(0.1, 1))), system))
    few.get(TOP)
    answer = few.get(TOP)
    assert "error" in told(answer, 429) and int(answer.headers["retry-after"]) > 0


def test_too_much_is_forbidden(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kostra.publication.selecting.select.__defaults__", (8,))
    assert ask(visitor, {"query": []}, 403)["error"].startswith("Too many values selected. ")
    monkeypatch.setattr("kostra.web.statbank.answering.LARGEST", 10)
    assert "error" in ask(visitor, {"query": [item("Region", "1103")]}, 413)


def test_a_fault_of_ours_has_their_shape_too(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: object) -> None:
        raise RuntimeError("en hemmelighet")

    monkeypatch.setattr(bank.Bank, "table", fails)
    answer = visitor.get(TABLE)
    assert "error" in told(answer, 500) and "hemmelighet" not in answer.text
    newer = visitor.get(f"/api/pxwebapi/v2/tables/{AGES}")
    assert newer.status_code == 500 and newer.headers["content-type"] == "application/problem+json"
    assert (newer.json()["status"], newer.json()["title"]) == (500, "Internal Server Error")
