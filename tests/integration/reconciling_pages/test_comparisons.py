"""Comparisons as pages: what is open and what closes, the units and counties, files, and an answer that is carried and taken back."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

from integration.databases import SetClock
from integration.desk.season import post
from integration.portal.asking import text_of
from integration.portal.house import ANNA, NILS, OLA, SIRI, STAVANGER, STEIN, House
from integration.reconciling.delivering import Jobs, account, deliver, f281, persons, refugees
from integration.reconciling_pages.looking_at import F281, SCENARIO, TOP, UNIT, read, said
from integration.registers.sending import send as send_register
from kostra.app.permissions import Asker
from kostra.app.system import System
from unit.registers.files import nav

RESIDUAL = -200_000
PAGES = (
    TOP,
    f"{F281}/2026",
    f"{F281}/2026/tabell.csv",
    f"{F281}/2026/tabell.xlsx",
    f"{F281}/2026/fylker",
    UNIT,
    f"{TOP}/folkeregisteret/11F/2026",
    f"{TOP}/nir/2016",
    f"{TOP}/bosted/2026",
    f"{TOP}/kodenokler",
    f"{TOP}/kodenokler/nir_tiltak",
    SCENARIO,
)
POSTS = (f"{UNIT}/svar", f"{UNIT}/trekk-tilbake", SCENARIO)


@pytest.mark.parametrize("who", [OLA, ANNA, NILS, STEIN], ids=lambda who: who.actor.name)
def test_nobody_but_a_statistician_sees_or_does_anything(there: House, who: Asker) -> None:
    visitor = there.visit(who)
    for path in PAGES:
        answer = visitor.get(path)
        assert answer.status_code == 403, path
        assert "Stavanger" not in text_of(answer.text)
    for path in POSTS:
        assert post(visitor, path, {}).status_code == 403, path


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_page_is_there_before_anything_has_come(there: House, language: str) -> None:
    for path in PAGES:
        answer = there.visit(SIRI).get(path.replace("/nb/", f"/{language}/"))
        assert answer.status_code == 200, path


def test_what_has_not_come_is_told(there: House) -> None:
    text = read(there, f"{F281}/2026")
    assert "ingen har levert skjema 0A for 2026 ennå" in text and "Fristen er 15. februar 2027." in text
    assert "Ingen kommune har alle kildene ennå" in text and "Ingenting venter på svar her" in text
    text = read(there, f"{TOP}/mot/nav_kvp/2026")
    assert "Navs telling: registeret er ikke mottatt for 2026." in text
    assert "ikke kommet" in read(there, UNIT) and "Det er ikke noe å svare på." in read(there, UNIT)


def test_the_front_tells_what_is_open_and_whether_it_closes(
    there: House, system: System, run_jobs: Jobs, clock: SetClock
) -> None:
    f281(system, run_jobs, clock, 2026, RESIDUAL)
    page = there.visit(SIRI).get(TOP).text
    row = text_of("<main" + page.partition(f'href="{F281}/2026"')[2].partition("</tr>")[0] + "</main>")
    assert "1 1 av 357 −100 000 −200 000 200,0 %" in row.replace("\u00a0", " ")
    assert "«1850» er ikke et av valgene" in read(there, f"{TOP}?ar=1850", 422)


def test_units_are_filtered_sorted_and_saved(there: House, system: System, run_jobs: Jobs, clock: SetClock) -> None:
    f281(system, run_jobs, clock, 2026, RESIDUAL, 1_000_000)
    text = read(there, f"{F281}/2026")
    assert "personene er over regnskapet" in text and "venter på svar" in text and "Viser 1–1 av 1" in text
    assert "Hvert merke er en enhet." in text
    assert "Viser 1–50 av 372" in read(there, f"{F281}/2026?vis=alle")
    assert "Viser 1–50 av 372" in read(there, f"{F281}/2026?vis=alle&sorter=nummer&side=0")
    assert "Stavanger" in read(there, f"{F281}/2026?tegn=negative&fylke=11&sorter=andel")
    assert "Ingenting venter på svar her" in read(there, f"{F281}/2026?fylke=46")
    assert "Ingen enheter passer" in read(there, f"{F281}/2026?vis=besvart")
    assert "«tull» er ikke et av valgene" in read(there, f"{F281}/2026?sorter=tull", 422)

    answer = there.visit(SIRI).get(f"{F281}/2026/tabell.csv?vis=apne")
    heads, row, end = answer.text.removeprefix("\ufeff").split("\r\n")
    assert heads.startswith("Nummer;Kommune eller bydel;Funksjon 281, brutto;") and end == ""
    assert row.split(";")[:2] == [STAVANGER, "Stavanger"] and "−" not in row
    answer = there.visit(SIRI).get(f"{F281}/2026/tabell.xlsx?vis=apne".replace("/nb/", "/nn/"))
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    (head, first) = sheet.iter_rows(values_only=True)
    assert "Merknader" in head and first[0] == STAVANGER and isinstance(first[5], int) and first[5] < 0


def test_counties_add_up_what_is_whole(there: House, system: System, run_jobs: Jobs, clock: SetClock) -> None:
    f281(system, run_jobs, clock, 2026, RESIDUAL)
    page = there.visit(SIRI).get(f"{F281}/2026/fylker").text
    row = text_of("<main" + page.partition("fylke=11")[2].partition("</tr>")[0] + "</main>")
    assert "Rogaland" in row and "1 av 23" in row and "40" in row
    other = text_of("<main" + page.partition("fylke=46")[2].partition("</tr>")[0] + "</main>")
    assert "0 av 43" in other and "−" not in other


def test_a_residual_is_told_and_explained_and_carried_and_taken_back(
    there: House, system: System, run_jobs: Jobs, clock: SetClock
) -> None:
    f281(system, run_jobs, clock, 2025, RESIDUAL)
    before = UNIT.replace("2026", "2025")
    text = read(there, before)
    assert "over regnskapet. Inntil 50 000 er regnet som likt." in text.replace("\u00a0", " ")
    assert text.count("Innsendingen av skjema") == 3 and "40 000" in text.replace("\u00a0", " ")
    answer = said(there, f"{before}/svar", svar="forklart", grunn="feil_funksjon", tekst="Ført på 242")
    assert answer.status_code == 303 and "Svaret er lagret." in read(there, answer.headers["location"])
    assert "Viser 1–1 av 1" in read(there, f"{F281}/2025?vis=besvart")

    f281(system, run_jobs, clock, 2026, RESIDUAL)
    text = read(there, UNIT)
    assert "Dette svaret er fra 2025." in text and "Ført på 242" in text and "Trekk svaret tilbake" not in text
    assert "besvart et tidligere år" in read(there, f"{F281}/2026?vis=besvart")
    assert "Resten år for år, Stavanger" in text

    answer = said(there, f"{UNIT}/svar", svar="godtatt", grunn="arsskifte")
    assert "Trekk svaret tilbake" in read(there, answer.headers["location"])
    refused = said(there, f"{UNIT}/trekk-tilbake", hvorfor=" ")
    assert refused.status_code == 422 and "Skriv hvorfor svaret trekkes tilbake." in text_of(refused.text)
    answer = said(there, f"{UNIT}/trekk-tilbake", hvorfor="Det var en annen kommune")
    text = read(there, answer.headers["location"])
    assert "Svaret er trukket tilbake." in text and "Dette svaret er fra 2025." in text
    assert "godtatt" in text and "Det var en annen kommune" in text

    _, total = persons(2026)
    deliver(system, run_jobs, "0A", 2026, account(2026, (total + 40_000 - 450_000) // 1000))
    text = read(there, UNIT)
    assert "Dette ble svart for 2025" in text and "svaret gjelder ikke lenger" in text


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Velg hva som er gjort med resten."),
        ({"svar": "slettet", "grunn": "laan"}, "Velg hva som er gjort med resten."),
        ({"svar": "forklart"}, "Velg en grunn i listen."),
        ({"svar": "forklart", "grunn": "plantall"}, "Velg en grunn i listen."),
        ({"svar": "forklart", "grunn": "annet", "tekst": " "}, "Skriv hva grunnen er"),
        ({"svar": "forklart", "grunn": "annet", "tekst": "gjelder 15859010331"}, "fødselsnummer"),
    ],
)
def test_an_answer_that_says_too_little_or_too_much_is_told(
    there: House, system: System, run_jobs: Jobs, clock: SetClock, form: dict[str, str], told: str
) -> None:
    f281(system, run_jobs, clock, 2026, RESIDUAL)
    answer = said(there, f"{UNIT}/svar", **form)
    assert answer.status_code == 422 and told in text_of(answer.text)
    assert "Ingen har svart om denne enheten." in read(there, UNIT)


def test_an_answer_to_another_residual_than_the_one_that_is_there_is_told(
    there: House, system: System, run_jobs: Jobs, clock: SetClock
) -> None:
    f281(system, run_jobs, clock, 2026, RESIDUAL)
    visitor = there.visit(SIRI)
    (seen,) = re.findall('name="sett" value="([^"]*)"', visitor.get(UNIT).text)[:1]
    _, total = persons(2026)
    deliver(system, run_jobs, "0A", 2026, account(2026, (total + 40_000 - 450_000) // 1000))
    form = {"svar": "godtatt", "grunn": "arsskifte", "sett": seen}
    late = post(visitor, f"{UNIT}/svar", form)
    assert late.status_code == 409 and "er blitt en annen mens du leste" in text_of(late.text)
    assert "Ingen har svart om denne enheten." in text_of(late.text)
    (now,) = re.findall('name="sett" value="([^"]*)"', late.text)[:1]
    assert now != seen and post(visitor, f"{UNIT}/svar", form | {"sett": now}).status_code == 303


def test_a_missing_source_and_a_thousand_are_told_in_sentences(
    there: House, system: System, run_jobs: Jobs, clock: SetClock
) -> None:
    content, total = persons(2026)
    deliver(system, run_jobs, "0A", 2026, account(2026, total + 40_000))
    deliver(system, run_jobs, "7", 2026, refugees(2026, 40_000))
    text = read(there, UNIT).replace("\u00a0", " ")
    assert "Bidrag og lån i skjema 11 er ikke kommet, og Funksjon 281, brutto har" in text
    deliver(system, run_jobs, "11F", 2026, content)
    text = read(there, UNIT).replace("\u00a0", " ")
    assert "Funksjon 281, brutto ser ut til å være omtrent 1 000 ganger for stort." in text


def test_a_register_is_led_to(there: House, system: System) -> None:
    id = send_register(system, "nav_kvp", nav()).received.id
    page = there.visit(SIRI).get(f"{TOP}/mot/nav_kvp/2026/enhet/{STAVANGER}").text
    assert f'href="/nb/registre/fil/{id}"' in page and "er ikke kommet, og Navs telling har 12." in text_of(page)


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        (f"{TOP}/mot/f282/2026", 404, "Det finnes ingen avstemming «f282»"),
        (f"{F281}/2019", 422, "kan avstemmes fra og med 2020"),
        (f"{F281}/9999", 422, "Regionene er kjent for årene"),
        (f"{F281}/i-fjor", 404, "«i-fjor» er ikke et år"),
        (f"{F281}/2026/enhet/999900", 404, "«999900» er ingen kommune eller bydel i 2026"),
        (f"{TOP}/mot/intro275/2026/enhet/030104", 422, "er ikke med i"),
        (f"{TOP}/kodenokler/tull", 404, "Det finnes ingen kodenøkkel «tull»"),
        (f"{TOP}/hva-om/tull/2026", 404, "Det finnes ikke noe scenario «tull»"),
        (f"{TOP}/folkeregisteret/12/2026", 404, "Skjema 12 kobles ikke med folkeregisteret"),
    ],
)
def test_what_is_not_there_is_told(there: House, path: str, status: int, told: str) -> None:
    assert told in read(there, path, status)
