"""The pages for readers: from the day when nothing is released to the one when a year follows another, in three languages."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from integration.databases import SetClock
from integration.portal.asking import text_of
from integration.portal.house import DOCS
from integration.publication.released import HOURS
from integration.readers.bank import COSTS, MONTHS, PEOPLE, released
from integration.web.visiting import Visitor
from kostra.app.publication import bank
from kostra.app.system import System
from kostra.model.release import Kind
from kostra.publication.calendar import hour
from kostra.web.readers import table as table_page
from kostra.web.settings import Settings
from kostra.web.site import site

SITE = "https://kostra.example.no"
TABLE = f"/nb/tabeller/{MONTHS}"
LANGUAGES = ("nb", "nn", "en")


@pytest.fixture
def before(system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Of a site where figures wait for their hour."""
    monkeypatch.setattr(bank, "HOLDS", 0.0)
    released(system, tmp_path)
    return Visitor(site(Settings(tmp_path, DOCS, demo=True, address=SITE), system))


@pytest.fixture
def visitor(before: Visitor, clock: SetClock) -> Visitor:
    """Of a site where they have just become public."""
    clock.time = HOURS[Kind.PROVISIONAL]
    return before


def read(visitor: Visitor, path: str, status: int = 200) -> str:
    answer = visitor.get(path)
    assert answer.status_code == status, (answer.status_code, text_of(answer.text))
    return text_of(answer.text).replace("\u00a0", " ")


def test_before_the_hour_every_page_says_when_the_first_figures_come(before: Visitor) -> None:
    for path in ("/nb/", "/nb/tabeller", "/nb/tema/mottakere", "/nb/finn?q=krisesenter"):
        assert "De første kommer 15. mars 2027 kl. 08.00: foreløpige tall for 2026." in read(before, path), path
    assert "The first come on 15 March 2027 at 08:00" in read(before, "/en/")
    assert "Dei første kjem 15. mars 2027" in read(before, "/nn/")
    assert "Det er ikke publisert noen tabell «91105»" in read(before, TABLE, 404)
    assert "2 026" not in read(before, "/nb/finn?q=sosialhjelp+troms%C3%B8")


def test_every_page_is_there_in_every_language(visitor: Visitor) -> None:
    for language in LANGUAGES:
        for path in ("", "finn?q=stønad", "tabeller", f"tabeller/{PEOPLE}", "tema/varighet"):
            answer = visitor.get(f"/{language}/{path}")
            assert answer.status_code == 200, path
            here = path.partition("?")[0]
            assert f'<link rel="canonical" href="{SITE}/{language}/{here}">' in answer.text
            for other in LANGUAGES:
                assert f'hreflang="{other}" href="{SITE}/{other}/{here}"' in answer.text
            assert ("synthetic" if language == "en" else "syntetiske") in answer.text


def test_the_front_page_answers_what_people_ask_and_leads_on_to_topics_and_tables(visitor: Visitor) -> None:
    text = read(visitor, "/nb/")
    assert "Hvor mange fikk sosialhjelp? 3 026 personer" in text
    assert "Sosialhjelpsmottakere, Landet, 2026 (foreløpige tall)" in text and "minst én gang i løpet av året" in text
    assert "barn bor i familier" not in text, "a question about a table that is not public"
    assert "Du lager fagsystem" in text and "Kontroller en fil" in text
    assert "Det syntetiske landet er ikke laget ennå" in read(visitor, "/nb/veien")
    assert "Front page in Norwegian" not in text and "front page in Norwegian" in read(visitor, "/en/")


def test_a_question_with_a_place_finds_both_and_one_that_finds_nothing_says_what_to_do(visitor: Visitor) -> None:
    for query in (
        "hvor mange fikk sosialhjelp i Tromsø",
        "kor mange fekk sosalhjelp i tromsoe",
        "how many received social assistance tromso",
        "Har tromso kommune sosialhjelp 2026?",
    ):
        answer = visitor.get(f"/nb/finn?q={query}")
        text = text_of(answer.text).replace("\u00a0", " ")
        assert "Hvor mange fikk sosialhjelp? Tromsø 2 026 personer" in text, query
        assert (
            'href="/nb/kommuner/5501"' in answer.text
            and f"/nb/tabeller/{PEOPLE}?valueCodes%5BRegion%5D=5501" in answer.text
        )
    assert "Hvor lenge får de hjelp? Stavanger 2 026,0 måneder" in read(visitor, "/nb/finn?q=Stavanger")
    assert "Hvor mye koster det? Troms 2 026" in read(visitor, "/nb/finn?q=hva koster det i Troms")
    assert "Sandnes Tidligere Forsand" in read(visitor, "/nb/finn?q=forsand")
    text = read(visitor, "/nb/finn?q=æøåxyz")
    assert "Ingen treff på «æøåxyz»" in text and "Prøv færre ord" in text
    assert "Bruk høyst 100" in read(visitor, f"/nb/finn?q={'x' * 101}", 422)
    assert "Ingen treff" not in read(visitor, "/nb/finn?q=++")
    assert "/nb/veiledning/sok?q=a%26b" in visitor.get("/nb/finn?q=a%26b").text
    text = read(visitor, "/nb/tabeller")
    assert f"{PEOPLE} · 2026 · foreløpige tall" in text and "Krisesenter" not in text
    topic = read(visitor, "/nb/tema/okonomi")
    assert "Hvor mye koster det?" in topic and f"{COSTS} · 2026" in topic
    assert "Ingen tabeller om dette er publisert ennå." in read(visitor, "/nb/tema/ansatte")
    assert "Det finnes ikke noe tema «annet»" in read(visitor, "/nb/tema/annet", 404)


def test_a_table_with_its_signs_meanings_footnotes_and_files(visitor: Visitor) -> None:
    path = f"{TABLE}?valueCodes[Region]=1103&valueCodes[alder]=*&valueCodes[ContentsCode]=seks_maaneder&valueCodes[Tid]=top(1)"
    answer = visitor.get(path)
    text = text_of(answer.text).replace("\u00a0", " ")
    assert "Den ene : Andre 2 026" in text and ": Vises ikke, for at ingen skal kjennes igjen" in text
    assert "minst seks av årets måneder" in text and "Foreløpige tall. De endelige kommer senere." in text
    assert "Oppdatert 15. mars 2027 kl. 08.00 · Nye tall kommer 15. juni 2027 kl. 08.00" in text
    assert f"GET {SITE}/api/pxwebapi/v2/tables/{MONTHS}/data?lang=no" in text and '"top(1)"' in unescape(answer.text)
    for address in re.findall(r'href="([^"]+)" download>', answer.text):
        if "outputFormat" in address:
            got = visitor.get(unescape(address).removeprefix(SITE))
            assert got.status_code == 200, address
            assert b"2026" in got.content or "xlsx" in address or "parquet" in address
    body = re.search(r"POST \S+\s+(\{.*?\})</code>", answer.text, re.DOTALL)
    assert body is not None
    posted = visitor.ask("POST", f"/api/pxwebapi/v2/tables/{MONTHS}/data", json=json.loads(unescape(body[1])))
    assert posted.json()["value"] == [2026, None, 2026]
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL)
    assert told is not None and json.loads(told[1])["identifier"] == MONTHS
    english = read(visitor, path.replace("/nb/", "/en/"))
    assert "Provisional figures. The final ones come later." in english and "at least six months of the year" in english


def test_what_is_left_out_of_a_choice_or_wrong_in_it(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Stavanger" in read(visitor, f"{TABLE}?valueCodes[Region]=1103")
    assert "Region har ingen verdi «0000»" in read(visitor, f"{TABLE}?valueCodes[Region]=0000", 400)
    monkeypatch.setattr(table_page, "MOST_SHOWN", 3)
    large = read(visitor, f"{TABLE}?valueCodes[Region]=*&valueCodes[alder]=*")
    assert "Utvalget har 12 tall." in large and "Excel (xlsx)" in large and "Den ene : " not in large
    assert read(visitor, "/nb/tabeller/99999", 404).count("99999") >= 1


def test_a_saved_link_follows_the_newest_year(
    visitor: Visitor, system: System, tmp_path: Path, clock: SetClock
) -> None:
    kept = f"{TABLE}?valueCodes[Region]=EAK&valueCodes[Tid]=top(1)"
    assert "2026* Sosialhjelpsmottakere" in read(visitor, kept) or "3 026" in read(visitor, kept)
    (coming,) = [released(system, tmp_path, year=2027)]
    assert "3 027" not in read(visitor, kept)
    clock.time = coming.hour or hour(clock.time.date())
    text = read(visitor, kept)
    assert "3 027" in text and "3 026" not in text
    assert "3 027 personer Sosialhjelpsmottakere, Landet, 2027 (foreløpige tall). Året før: 3 026" in read(
        visitor, "/nb/"
    )


def test_tables_that_have_ended_and_addresses_of_older_banks(visitor: Visitor) -> None:
    gone = read(visitor, "/nb/tabeller/04687", 410)
    assert "Tabell 04687 ble avsluttet i 2016." in gone and "Tabell 13138" not in gone
    for path, to in (
        (f"/statbank/table/{PEOPLE}", f"/nb/tabeller/{PEOPLE}"),
        ("/en/statbank/table/04687/tableViewLayout1/", "/en/tabeller/04687"),
        (f"/tabell/{MONTHS}", f"/nb/tabeller/{MONTHS}"),
        ("/statistikkbanken/selectvarval/Define.asp?MainTable=SosHjelp&Tabellid=13995", "/nb/tabeller/13995"),
        ("/pxweb/no/0/?ma=TAB04687", "/nb/tabeller/04687"),
    ):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["location"]) == (301, to), path
    assert "ikke hvilken tabell" in read(visitor, "/pxweb/noe", 404)
    assert "ikke hvilken tabell" in read(visitor, "/statbank/table/annet", 404)
