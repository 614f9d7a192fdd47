"""The pages of editing: what a statistician reads there, that nobody else does, and what is said to wrong input."""

from __future__ import annotations

import re

import pytest

from integration.desk.season import post
from integration.editing_pages.country import GROUP, HERE, PLANTED, STAVANGER, TOP, UNITS
from integration.portal.asking import text_of
from integration.portal.house import ANNA, NILS, OLA, SIRI, STEIN, House
from kostra.app.permissions import Asker

PAGES = (
    TOP,
    HERE,
    f"{HERE}?niva=fylke",
    f"{HERE}?niva=storrelse",
    f"{HERE}/gruppe/{GROUP}?variabel=bidrag",
    f"{HERE}/gruppe/11?niva=fylke",
    f"{HERE}/gruppe/ST5?niva=storrelse",
    f"{HERE}/kommune/1103",
    f"{HERE}/kommune/1103/funn",
    f"{HERE}/kommune/1103/funn?kontroll=K36",
    f"{HERE}/poster?enhet={STAVANGER}",
    f"{HERE}/endringer",
    f"{HERE}/endringer/statlog.jsonl",
    f"{HERE}/foreldet",
    f"{HERE}/regel",
)
POSTS = (
    *(f"{HERE}/kommune/1103/{what}" for what in ("vurder", "brukbarhet")),
    *(f"{HERE}/poster{what}" for what in ("", "/rader.json", "/celle.json")),
    f"{HERE}/post/{STAVANGER}/abc",
    *(f"{HERE}/post/{STAVANGER}/abc/{what}" for what in ("forhandsvis", "vurder")),
    f"{HERE}/endringer/abc/angre",
    f"{HERE}/foreldet",
    f"{HERE}/regel",
)
RECORD = re.compile(rf"{HERE}/post/{STAVANGER}/[0-9a-f]+")


@pytest.mark.parametrize("who", [OLA, ANNA, NILS, STEIN], ids=lambda who: who.actor.name)
def test_nobody_but_a_statistician_sees_or_does_anything(unchanged: House, who: Asker) -> None:
    visitor = unchanged.visit(who)
    for path in (*PAGES, f"{HERE}/post/{STAVANGER}/abc", f"{HERE}/poster/kontroll"):
        answer = visitor.get(path)
        assert answer.status_code == 403, path
        assert "Stavanger" not in text_of(answer.text)
    for path in POSTS:
        assert post(visitor, path, {}).status_code == 403, path


def test_one_who_is_not_logged_in_is_led_to_the_login(unchanged: House) -> None:
    answer = unchanged.visit().get(TOP)
    assert answer.status_code == 303 and "/nb/logg-inn" in answer.headers["location"]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_page_is_there_in_both_written_forms(unchanged: House, language: str) -> None:
    siri = unchanged.visit(SIRI)
    record = RECORD.search(siri.get(f"{HERE}/kommune/1103").text)
    assert record is not None
    for path in (*PAGES, record[0], f"{record[0]}?felt=bidrag"):
        assert siri.get(path.replace("/nb/", f"/{language}/", 1)).status_code == 200, path


def test_the_first_page_tells_where_there_is_data(unchanged: House) -> None:
    told = text_of(unchanged.visit(SIRI).get(TOP).text)
    assert f"11F Økonomisk sosialhjelp 2026 2026 {len(UNITS)} 0" in told


def test_the_heat_map_says_the_change_and_both_figures_in_words(unchanged: House) -> None:
    page = unchanged.visit(SIRI).get(HERE).text
    told = text_of(page).replace("\u00a0", " ")
    assert f"KOSTRA-gruppe 12 {GROUP} 8 av 8" in told
    assert "+1 373,1 % 9 545 800 mot 648 000" in told
    assert 'class="right up-3"' in page
    assert f'href="{HERE}/gruppe/{GROUP}?niva=gruppe&amp;variabel=bidrag"' in page
    assert "Ser du gjennom den første kommunen, er 100 % av den ventede feilen borte." in told
    assert "Stavanger 1103 Bidrag" in told


def test_a_group_ranks_its_municipalities_and_draws_them(unchanged: House) -> None:
    page = unchanged.visit(SIRI).get(f"{HERE}/gruppe/{GROUP}").text
    ranked = text_of(page.partition('id="rang"')[2].partition("</table>")[0] + "</main>")
    first = page.partition('id="rang"')[2].partition("<tbody>")[2].partition("</tr>")[0]
    assert "Bidrag</h1>" in page and ranked is not None
    assert f'href="{HERE}/kommune/1103"' in first and "skiller seg ut" in first
    assert page.count("<svg") == 3 and 'class="dot out"' in page


def test_a_municipality_shows_what_makes_its_figure(unchanged: House) -> None:
    page = unchanged.visit(SIRI).get(f"{HERE}/kommune/1103").text
    told = text_of(page).replace("\u00a0", " ")
    assert "Linjene som gir mest på Bidrag Linje Journalnummer Bidrag rettet Linje 2 J0010001 9 000 000" in told
    found = text_of(unchanged.visit(SIRI).get(f"{HERE}/kommune/1103/funn?kontroll=K36").text)
    assert f"Linje {PLANTED} K36 advarsel" in found and "K30 (1)" in found
    assert "slår ikke ut" in text_of(unchanged.visit(SIRI).get(f"{HERE}/kommune/1103/funn?kontroll=K99").text)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"{TOP}/99/2026", 404, "99"),
        (f"{TOP}/11F/i-fjor", 404, "i-fjor"),
        (f"{TOP}/11F/2026M01", 404, "samles ikke inn for 2026M01"),
        (f"{HERE}?niva=by", 404, "«by»"),
        (f"{HERE}/gruppe/EKG99", 404, "«EKG99»"),
        (f"{HERE}/gruppe/{GROUP}?variabel=hest", 404, "«hest»"),
        (f"{HERE}/kommune/9999", 404, "«9999»"),
        (f"{HERE}/post/999999/form", 404, "«999999»"),
        (f"{HERE}/post/{STAVANGER}/0000000000000000", 404, "Linjen finnes ikke"),
        (f"{HERE}/poster?enhet=123", 422, "«123»"),
        (f"{HERE}/poster/kontroll?enhet=&kontroll=K36", 422, "Velg kommunen"),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(unchanged: House, path: str, status: int, said: str) -> None:
    answer = unchanged.visit(SIRI).get(path)
    assert answer.status_code == status and said in text_of(answer.text), text_of(answer.text)


def test_no_page_shows_who_somebody_is(unchanged: House) -> None:
    """The synthetic numbers begin with the birth date, with 80 added to the month; nor does a pseudonym stand anywhere."""
    siri = unchanged.visit(SIRI)
    record = RECORD.search(siri.get(f"{HERE}/kommune/1103").text)
    assert record is not None
    for path in (*PAGES, record[0]):
        page = siri.get(path).text
        assert "158590" not in page and "pseudonym" not in page.lower() and "PERSON_FODSELSNR" not in page, path
