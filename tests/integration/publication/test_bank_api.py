"""The table bank as its clients ask it: what it tells, how it refuses, and that nobody sees anything before its hour."""

from __future__ import annotations

import asyncio
import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from integration.databases import SetClock
from integration.portal.house import DOCS
from integration.publication.released import AGES, HOURS, SEXES, SIRI, YEAR, released
from integration.web.loop import run
from integration.web.visiting import Visitor
from kostra.app.publication import bank, folders, showing
from kostra.app.publication.approving import withdraw
from kostra.app.system import System
from kostra.model.release import Kind
from kostra.publication import over_years
from kostra.publication.table import Table
from kostra.web.settings import Settings
from kostra.web.site import site

TOP = "/api/pxwebapi/v2"
TABLE = f"{TOP}/tables/{AGES}"
EVERY = "valueCodes[ContentsCode]=*&valueCodes[Tid]=TOP(1)&valueCodes[Region]=*"
FINAL = {AGES: {("1103", "a"): 21}, SEXES: {}}

REFUSED = (
    ("/tables/99999/data", 404, "Non-existent table"),
    ("/codelists/vs_kommuner-99999", 404, "Non-existent codelist"),
    (f"/codelists/vs_annet-{AGES}", 404, "Non-existent codelist"),
    ("/tables?pageNumber=2", 404, "Non-existent page"),
    ("/tables?pageSize=0", 400, "Parameter error"),
    ("/tables?lang=fr", 400, "Unsupported language"),
    (f"/tables/{AGES}/data?valueCodes[Annet]=1", 400, "Non-existent variable"),
    (f"/tables/{AGES}/data?valueCodes[Region]=0000", 400, "Non-existent value"),
    (f"/tables/{AGES}/data?valueCodes[Region]=TOP(x)", 400, "Illegal selection expression"),
    (f"/tables/{AGES}/data?codelist[Region]=agg_x&valueCodes[Region]=*", 400, "Non-existent codelist"),
    (f"/tables/{AGES}/data?outputFormat=pdf", 400, "Unsupported output format"),
    (f"/tables/{AGES}/data?outputFormatParams=UseCodes", 400, "Unsupported output format"),
)


@pytest.fixture
def visitor(system: System, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Of a site where provisional figures have just become public."""
    monkeypatch.setattr(bank, "HOLDS", 0.0)
    released(system, tmp_path)
    clock.time = HOURS[Kind.PROVISIONAL]
    return Visitor(site(Settings(tmp_path, DOCS, address="https://kostra.example.no"), system))


def told(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    kind = "application/problem+json" if status >= 400 else "application/json; charset=UTF-8"
    assert answer.headers["content-type"] == kind
    return answer.json()


def own(visitor: Visitor) -> str:
    """What the table is divided by, beside the regions."""
    code: str = told(visitor.get(f"{TABLE}/metadata"))["id"][1]
    return code


def test_the_bank_tells_of_itself_and_lists_its_tables(visitor: Visitor) -> None:
    config = told(visitor.get(f"{TOP}/config"))
    assert config["apiVersion"] == "2.0.0" and config["maxDataCells"] == 800_000
    assert (config["maxCallsPerTimeWindow"], config["timeWindow"]) == (200, 10)
    assert {"px", "csv", "json-stat2"} < set(config["dataFormats"])
    listed = told(visitor.get(f"{TOP}/tables?lang=en&pageSize=1&pageNumber=2"))
    assert listed["page"]["totalElements"] == 2 and listed["page"]["totalPages"] == 2 and listed["language"] == "en"
    assert [one["id"] for one in listed["tables"]] == [AGES]
    assert {one["rel"] for one in listed["page"]["links"]} == {"first", "previous", "last"}
    here = "https://kostra.example.no" + TOP
    assert listed["page"]["links"][1]["href"] == f"{here}/tables?lang=en&pageSize=1&pageNumber=1"
    one = told(visitor.get(TABLE))
    assert (one["id"], one["firstPeriod"], one["updated"]) == (AGES, "2026", "2027-03-15T07:00:00Z")
    assert f"{here}/tables/{AGES}/data?lang=no" in [link["href"] for link in one["links"]]


def test_tables_are_searched_for(visitor: Visitor) -> None:
    for query, found in (
        ("query=sosiale tjen*", 2),
        (f"query=title:{AGES} AND 1103", 1),
        ("query=finnesikke", 0),
        ("pastDays=1", 2),
        ("includeDiscontinued=true", 2),
    ):
        assert told(visitor.get(f"{TOP}/tables?{query}"))["page"]["totalElements"] == found, query


def test_metadata_and_the_default_selection(visitor: Visitor) -> None:
    metadata = told(visitor.get(f"{TABLE}/metadata?savedQuery="))
    assert metadata["value"] == [] and metadata["role"]["time"] == ["Tid"]
    assert metadata["extension"]["px"]["nextUpdate"] == "2027-06-15T06:00:00Z"
    lists = metadata["dimension"]["Region"]["extension"]["codelists"]
    told_list = told(visitor.get(lists[0]["links"][0]["href"].removeprefix("https://kostra.example.no")))
    assert [one["code"] for one in told_list["values"]] == ["1103", "1106"]
    some = told(visitor.get(f"{TABLE}/metadata?codelist[Region]={lists[0]['id']}"))
    assert list(some["dimension"]["Region"]["category"]["index"]) == ["1103", "1106"]
    chosen = told(visitor.get(f"{TABLE}/defaultselection"))
    assert chosen["language"] == "no" and {one["variableCode"] for one in chosen["selection"]} >= {"Region", "Tid"}
    data = told(visitor.get(f"{TABLE}/data"))
    assert data["size"] == told(visitor.get(f"{TABLE}/metadata?defaultSelection=true"))["size"]
    posted = visitor.ask("POST", f"{TABLE}/data", json={"selection": []})
    assert posted.content == visitor.get(f"{TABLE}/data").content


def test_the_same_figures_in_each_format_by_address_and_by_post(visitor: Visitor) -> None:
    asked = f"{TABLE}/data?{EVERY}&valueCodes[{own(visitor)}]=a"
    stat = told(visitor.get(asked))
    assert stat["value"] == [10, 10, None] and stat["status"]["2"] == ":"
    assert "Foreløpige tall" in json.dumps(stat, ensure_ascii=False)
    body = {
        "selection": [
            {"variableCode": "ContentsCode", "valueCodes": ["*"]},
            {"variableCode": "time", "valueCodes": ["top(1)"]},
            {"variableCode": "region", "valueCodes": ["*"]},
            {"variableCode": own(visitor), "valueCodes": ["A"]},
        ]
    }
    posted = visitor.ask("POST", f"{TABLE}/data?lang=no", json=body, headers={"Origin": "https://other.example"})
    assert told(posted) == stat
    csv = visitor.get(f"{asked}&outputFormat=csv&outputFormatParams=UseCodes,SeparatorSemicolon")
    assert csv.headers["content-type"].startswith("text/csv")
    assert csv.text.splitlines()[-2:] == ['"1103";"a";10', '"1106";"a";:']
    assert csv.headers["content-disposition"] == f'inline; filename="{AGES}.csv"'
    px = visitor.get(f"{asked}&outputFormat=px")
    assert px.text.startswith("CHARSET=") and 'DATASYMBOL3=":";' in px.text and px.text.rstrip().endswith(";")
    for of in ("xlsx", "html", "json-px", "parquet"):
        assert visitor.get(f"{asked}&outputFormat={of}").status_code == 200


def test_what_cannot_be_answered_is_refused_as_clients_know_it(visitor: Visitor) -> None:
    for asked, status, title in REFUSED:
        problem = told(visitor.get(TOP + asked), status)
        assert (problem["type"], problem["title"], problem["status"]) == ("Parameter error", title, status)
        assert problem["detail"]


def test_what_is_posted_and_is_no_selection_is_refused(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (b"{", b"[" * 100_000, b"\xff", b"[]", b'{"selection": 1}'):
        problem = told(visitor.ask("POST", f"{TABLE}/data?lang=en", content=content), 400)
        assert "cannot be read" in problem["detail"]
    monkeypatch.setattr("kostra.web.statbank.answering.LARGEST", 10)
    assert visitor.ask("POST", f"{TABLE}/data", content=b" " * 11).status_code == 413
    assert visitor.ask("POST", f"{TOP}/config").status_code == 405


def test_nothing_is_added_up(visitor: Visitor) -> None:
    """What is left out has no total of its own here, and the sum of the others would show what is hidden."""
    problem = told(visitor.get(f"{TABLE}/data?{EVERY}"), 400)
    assert problem["title"] == "Missing selection for mandantory variable"
    hidden = told(visitor.get(f"{TABLE}/data?{EVERY}&valueCodes[{own(visitor)}]=*&valueCodes[Region]=1106"))
    assert hidden["value"] == [10, None, None] and hidden["status"] == {"1": ":", "2": ":"}
    assert hidden["extension"]["px"]["aggregallowed"] is False


def test_what_is_known_already_is_not_sent_again(visitor: Visitor, clock: SetClock) -> None:
    first = visitor.get(f"{TABLE}/metadata")
    assert first.headers["cache-control"] == "public, max-age=10" and first.headers["vary"] == "Accept-Encoding"
    assert first.headers["content-encoding"] == "gzip" and "set-cookie" not in first.headers
    mark = first.headers["etag"]
    again = visitor.get(f"{TABLE}/metadata", if_none_match=f'"x", {mark}')
    assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == mark
    plain = visitor.get(f"{TABLE}/metadata", if_none_match='"x"', accept_encoding="identity")
    assert plain.content == first.content and "content-encoding" not in plain.headers
    assert visitor.ask("HEAD", f"{TABLE}/metadata").headers["etag"] == mark
    before = visitor.ask("OPTIONS", f"{TABLE}/data", headers={"Origin": "https://other.example"})
    assert before.status_code == 204 and "POST" in before.headers["access-control-allow-methods"]


def test_nothing_before_the_hour_by_any_address_and_everything_from_it_on(
    visitor: Visitor, system: System, tmp_path: Path, clock: SetClock
) -> None:
    """Asked in the same process all the way, so that what it keeps is tried too."""
    figure = f"{TABLE}/data?{EVERY}&valueCodes[Region]=1103&valueCodes[{own(visitor)}]=a"
    clock.time = HOURS[Kind.PROVISIONAL] - timedelta(seconds=1)
    for behind in ("", "/metadata", "/defaultselection", "/data"):
        unknown = visitor.get(f"{TOP}/tables/99999{behind}")
        early = visitor.get(TABLE + behind)
        assert early.status_code == 404 and early.text == unknown.text.replace("99999", AGES)
    assert visitor.ask("POST", f"{TABLE}/data", json={}).status_code == 404
    assert told(visitor.get(f"{TOP}/codelists/vs_kommuner-{AGES}"), 404)["title"] == "Non-existent codelist"
    assert told(visitor.get(f"{TOP}/tables"))["tables"] == []
    clock.move(seconds=1)
    assert told(visitor.get(figure))["value"] == [10]
    before = {path: visitor.get(path).text for path in (TABLE, f"{TABLE}/metadata", figure, f"{TOP}/tables")}
    final = released(system, tmp_path, FINAL, Kind.FINAL)
    assert {path: visitor.get(path).text for path in before} == before, "that a release waits is not seen anywhere"
    clock.time = HOURS[Kind.FINAL] - timedelta(seconds=1)
    assert told(visitor.get(figure))["value"] == [10]
    clock.move(seconds=1)
    now = told(visitor.get(figure))
    assert now["value"] == [21] and now["updated"] == "2027-06-15T06:00:00Z"
    assert now["extension"]["px"]["nextUpdate"] > "2027-06-15"
    withdraw(system, SIRI, final.id, "en kommune er talt to ganger")
    assert told(visitor.get(figure))["value"] == [10]


def test_the_releases_are_read_once_in_a_second_and_the_tables_once(
    visitor: Visitor, system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank, "HOLDS", 1.0)
    before = showing.public(system, tmp_path).standing[AGES, YEAR]
    at = [0.0]
    one = bank.Bank(system, tmp_path, lambda: at[0])
    first = one.table(AGES)
    assert one.table(AGES) is first and one.tables()[1] is first
    correction = released(system, tmp_path, FINAL | {AGES: {("1103", "b"): 4}}, reason="feil", corrects=before.id)
    assert correction.opens == one.now() and one.table(AGES) is first
    at[0] = 1.0
    assert one.table(AGES) is not first and 4 in one.table(AGES).values


def test_what_comes_is_read_before_its_hour_and_seen_from_it_on(
    visitor: Visitor, system: System, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(system, tmp_path, FINAL, Kind.FINAL)
    clock.time = HOURS[Kind.FINAL] - bank.AHEAD - timedelta(seconds=1)
    one = bank.Bank(system, tmp_path)
    assert list(one.ahead()) == [SEXES, AGES], "what is public, and nothing that comes yet"
    clock.move(seconds=1)
    assert list(one.ahead()) == [SEXES, AGES] * 2

    def reads(*given: object) -> None:
        raise AssertionError("it was to have been read by now")

    monkeypatch.setattr(over_years, "table", reads)
    clock.time = HOURS[Kind.FINAL] - timedelta(seconds=1)
    assert 21 not in one.table(AGES).values and one.table(AGES).updated == HOURS[Kind.PROVISIONAL]
    clock.move(seconds=1)
    assert 21 in one.table(AGES).values and one.table(AGES).updated == HOURS[Kind.FINAL]
    assert len(one.tables()) == 2


def test_a_process_reads_the_bank_when_it_starts(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    read = threading.Semaphore(0)
    table = over_years.table

    def counted(*given: Any) -> Table:
        made = table(*given)
        read.release()
        return made

    async def start() -> None:
        async with visitor.app.router.lifespan_context(visitor.app):
            for _ in (AGES, SEXES):
                assert await asyncio.to_thread(read.acquire, timeout=30)

    monkeypatch.setattr(over_years, "table", counted)
    run(start())
    assert told(visitor.get(f"{TOP}/tables"))["page"]["totalElements"] == 2
    assert not read.acquire(blocking=False), "nobody had to wait for it"


def test_a_table_whose_files_were_touched_takes_no_other_with_it(
    visitor: Visitor, system: System, tmp_path: Path, clock: SetClock
) -> None:
    wrong = released(system, tmp_path, {AGES: {}}, Kind.FINAL)
    (folders.of_release(tmp_path, wrong.id) / "tables" / f"{AGES}.json").write_text("{}")
    clock.time = HOURS[Kind.FINAL]
    assert [one["id"] for one in told(visitor.get(f"{TOP}/tables"))["tables"]] == [SEXES]
    assert visitor.get(TABLE).status_code == 500
