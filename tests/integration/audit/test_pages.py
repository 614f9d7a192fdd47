"""The log as the steward reads it: newest first, chosen by what it is about, page by page, as a file; and whether it is whole."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from integration.portal.asking import posted, text_of
from integration.portal.house import OLA, SIRI, STAVANGER, STEIN, House
from kostra.app.audit import reading
from kostra.app.audit.reading import PAGE, Wanted
from kostra.app.ports.transaction import Scope
from kostra.model.event import Event
from kostra.model.people import HOUSE
from kostra.model.text import Language
from kostra.web.events import FILE
from kostra.web.telling import TimedWords

LOG = "/nb/hendelser"


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'<th scope="row" class="right">(\d+)</th>', page)]


def many(there: House, count: int) -> None:
    with there.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        for number in range(count):
            tx.record(Event("key.added", f"key-{number}", "test"))


def test_the_newest_stands_first_and_the_older_follow_page_by_page(there: House) -> None:
    many(there, PAGE + 20)
    stein = there.visit(STEIN)
    first = stein.get(LOG).text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older is not None and len(numbers(first)) == PAGE
    second = numbers(stein.get(older[1].replace("&amp;", "&")).text)
    assert numbers(first) == sorted(numbers(first), reverse=True)
    assert second[0] == numbers(first)[-1] - 1 and second[-1] == 1


def test_it_is_chosen_by_what_it_is_about(there: House) -> None:
    posted(there.visit(OLA), f"/nb/mine-innsendinger/11F/2026/{STAVANGER}/ingenting", sikker="ja")
    stein = there.visit(STEIN)
    page = text_of(stein.get(f"{LOG}?region={STAVANGER}&skjema=11F&periode=2026&handling=submission.received").text)
    assert "Ola Innsending mottatt 11F 2026 110300" in page and "Status ble" not in page.partition("Nr.")[2]
    assert "Ingen hendelser passer" in text_of(stein.get(f"{LOG}?region=460100&skjema=7").text)
    assert numbers(stein.get(f"{LOG}?til=2027-01-11").text) == []
    assert numbers(stein.get(f"{LOG}?fra=2027-01-12&til=2027-01-12").text)
    assert numbers(stein.get(f"{LOG}?fra=2027-01-13").text) == []


@pytest.mark.parametrize(
    ("query", "said"), [("region=12", "«12» er ikke en region"), ("fra=i+dag", "«i dag» er ikke en dato")]
)
def test_what_cannot_be_chosen_by_is_told(there: House, query: str, said: str) -> None:
    answer = there.visit(STEIN).get(f"{LOG}?{query}")
    assert answer.status_code == 422 and said in text_of(answer.text)
    assert there.visit(STEIN).get(f"{LOG}.csv?{query}").status_code == 422


def test_what_was_chosen_is_a_file(there: House) -> None:
    many(there, PAGE + 5)
    stein = there.visit(STEIN)
    rows = list(csv.reader(StringIO(stein.get(f"{LOG}.csv?handling=key.added").text.lstrip("\ufeff")), delimiter=";"))
    assert rows[0][:4] == ["Nummer", "Tid", "Hvem", "Hendelse"] and len(rows) == PAGE + 6
    assert {row[3] for row in rows[1:]} == {"key.added"} and all(len(row[-1]) == 64 for row in rows[1:])
    book = openpyxl.load_workbook(BytesIO(stein.get("/nn/hendelser.xlsx").content))
    assert book.worksheets[0]["A1"].value == "Nummer"


def test_the_chain_is_whole_until_somebody_changes_it(there: House) -> None:
    stein = there.visit(STEIN)
    page = stein.get(f"{LOG}/kjeden").text
    assert "Loggen er hel" in text_of(page)
    last = re.search("[0-9a-f]{64}", text_of(page))
    assert last is not None
    assert "Ingenting er tatt bort etter den" in text_of(stein.get(f"{LOG}/kjeden?sum={last[0]}").text)
    assert stein.get(f"{LOG}/kjeden?sum=tull").status_code == 422
    assert "finnes ikke i loggen" in text_of(stein.get(f"{LOG}/kjeden?sum={'0' * 62}11").text)
    with there.database.everything() as connection:
        connection.execute("ALTER TABLE event DISABLE TRIGGER ALL")
        connection.execute("UPDATE event SET reason = 'noe annet' WHERE number = 2")
    broken = text_of(stein.get(f"{LOG}/kjeden").text)
    assert "Loggen er ikke hel" in broken and "Hendelse 2 er endret" in broken


@pytest.mark.parametrize("path", [LOG, f"{LOG}.csv", f"{LOG}/kjeden"])
def test_only_stewards_read_it(there: House, path: str) -> None:
    for who in (OLA, SIRI):
        assert there.visit(who).get(path).status_code == 403
    assert there.visit().get(path).status_code in (303, 401)
    assert (LOG in there.visit(STEIN).get("/nb/").text, LOG in there.visit(SIRI).get("/nb/").text) == (True, False)


def test_every_action_of_the_code_has_words_in_both_written_forms() -> None:
    source = Path(reading.__file__).parents[2]
    pattern = re.compile(r'(?:Event|event|about)\(\s*"([a-z]+\.[a-z-]+)"|^[A-Z_, ]+ = (.*)$', re.MULTILINE)
    used = set()
    for path in [*(source / "app").rglob("*.py"), *(source / "web").rglob("*.py")]:
        for direct, named in pattern.findall(path.read_text(encoding="utf-8")):
            used |= {direct} if direct else set(re.findall(r'"([a-z]+\.[a-z-]+)"', named))
    files = {one for one in used if one.rpartition(".")[2] in ("toml", "json", "html", "csv", "md", "css", "jws")}
    words = TimedWords(FILE, Language.BOKMAL)
    assert len(used - files) > 40
    assert sorted(one for one in used - files if not words.has(one)) == []


def test_the_events_of_a_wanted_day_are_those_of_that_day_in_oslo(there: House) -> None:
    there.clock.time = there.clock.time.replace(hour=23, minute=30)
    many(there, 1)
    found = reading.events(there.system, STEIN, Wanted(first=there.clock.time.date().replace(day=13)))
    assert [one.event.subject for one in found.events] == ["key-0"]
