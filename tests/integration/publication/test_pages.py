"""The pages at the desk: from the calendar to an approved release, what it says, and taking it back. For statisticians alone."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from integration.databases import Database, SetClock
from integration.desk.season import post
from integration.portal.asking import text_of
from integration.portal.house import DOCS, OLA, House
from integration.publication.released import AGES, HIDDEN, HOURS, OLE, SEXES, SIRI, YEAR, approved_run, released
from kostra.app.permissions import Asker
from kostra.app.publication import folders, showing
from kostra.app.publication.approving import give
from kostra.app.system import System
from kostra.model.release import Kind
from kostra.publication.manifest import NAME
from kostra.web.settings import Settings
from kostra.web.site import site

TOP = "/nb/publisering"


@pytest.fixture
def there(system: System, database: Database, clock: SetClock, tmp_path: Path) -> House:
    return House(system, database, clock, site(Settings(tmp_path, DOCS, demo=True), system), tmp_path)


def read(there: House, path: str, who: Asker = SIRI, status: int = 200) -> str:
    answer = there.visit(who).get(path)
    assert answer.status_code == status, (answer.status_code, text_of(answer.text))
    return text_of(answer.text).replace("\u00a0", " ")


def said(there: House, path: str, who: Asker = SIRI, **form: str) -> httpx.Response:
    return post(there.visit(who), path, form)


def test_before_anything_is_made_and_only_for_statisticians(there: House) -> None:
    front = read(there, TOP)
    assert "Ingen publiseringer er laget." in front and "15. mars 2027 kl. 08.00 Foreløpige tall for 2026" in front
    assert "Inga publisering er laga." in read(there, TOP.replace("/nb/", "/nn/"))
    assert "Det finnes ingen publisering" in read(there, f"{TOP}/finnes-ikke", status=404)
    assert all(there.visit(OLA).get(path).status_code == 403 for path in (TOP, f"{TOP}/x"))
    acts = ("lag", "x/godkjenn", "x/trekk")
    assert all(there.visit(OLA).post(f"{TOP}/{act}", {}).status_code == 403 for act in acts)


def test_made_approved_by_another_and_taken_back(there: House, system: System, tmp_path: Path, clock: SetClock) -> None:
    for year, kind in (("x", "final"), ("2026", "annet")):
        assert "Skriv året med fire siffer" in text_of(said(there, f"{TOP}/lag", aar=year, slag=kind).text)
    refused = said(there, f"{TOP}/lag", aar=str(YEAR), slag="provisional")
    assert "ikke prikket og godkjent" in text_of(refused.text) and 'value="2026"' in refused.text
    approved_run(system, tmp_path)
    made = said(there, f"{TOP}/lag", aar=str(YEAR), slag="provisional")
    assert made.status_code == 303
    here = made.headers["location"].partition("?")[0]
    text = read(there, made.headers["location"])
    assert "Publiseringen er laget." in text and "En kollega må godkjenne den." in text and "Ny tabell" in text
    assert "Du har laget publiseringen selv." in text_of(said(there, f"{here}/godkjenn").text)
    assert "Ingenting står i veien." in read(there, here, OLE)
    assert said(there, f"{here}/godkjenn", OLE, merknad="sett gjennom").status_code == 303
    text = read(there, here)
    assert "Godkjent av Ole" in text and "sett gjennom" in text and "Ingen ser noe av den nå." in text
    assert "Godkjent, timen er ikke kommet" in read(there, TOP)
    clock.time = HOURS[Kind.PROVISIONAL]
    assert "viser 0 tabeller med en gang det som var synlig før, og 2 blir borte" in read(there, here)
    assert "Skriv hvorfor" in text_of(said(there, f"{here}/trekk").text)
    assert said(there, f"{here}/trekk", grunn="feil i en kommune").status_code == 303
    text = read(there, here)
    assert "Trukket tilbake av Siri" in text and "feil i en kommune" in text
    assert showing.public(system, tmp_path).standing == {}


def test_what_changed_and_who_approved_beforehand(
    there: House, system: System, tmp_path: Path, clock: SetClock
) -> None:
    first = released(system, tmp_path)
    clock.time = HOURS[Kind.PROVISIONAL]
    one = released(
        system,
        tmp_path,
        {AGES: {**HIDDEN, ("1103", "a"): None}, SEXES: {}},
        corrects=first.id,
        reason="for lite skjult",
    )
    text = read(there, f"{TOP}/{one.id}")
    assert "for lite skjult" in text and f"{TOP}/{first.id}" in there.visit(SIRI).get(f"{TOP}/{one.id}").text
    assert "Foreløpige 0 0 0 1 0" in text and "Foreløpige 0 0 0 0 0" in text
    assert "Erstatta" in read(there, TOP.replace("/nb/", "/nn/"))
    today = clock.now().date()
    give(system, OLE, [AGES], today, today, "hver måned")
    assert f"{AGES}. Gitt av Ole, fra 15. mars 2027 til 15. mars 2027. hver måned" in read(there, TOP)


def test_a_release_whose_files_were_touched_says_so(there: House, system: System, tmp_path: Path) -> None:
    one = released(system, tmp_path)
    folder = folders.of_release(tmp_path, one.id)
    (folder / "tables" / "more").write_text("?")
    assert "Disse filene er ikke som de ble skrevet: tables/more." in read(there, f"{TOP}/{one.id}")
    (folder / NAME).unlink()
    assert "Manifestet er ikke det som ble skrevet" in read(there, f"{TOP}/{one.id}")
