"""Readers in a browser: from a question on the front page to its figure, and a table that is chosen from, turned and kept; for everybody,
by keyboard alone, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import NARROW, WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import House, house
from integration.publication.released import HOURS
from integration.readers.bank import MONTHS, released
from kostra.model.release import Kind

ASKED = "hvor mange fikk sosialhjelp i Tromsø"
PAGES = {
    "front": "/nb/",
    "front in English": "/en/",
    "found": f"/nn/finn?q={ASKED}",
    "tables": "/en/tabeller",
    "topic": "/nn/tema/mottakere",
    "table with what is hidden": f"/nb/tabeller/{MONTHS}?valueCodes[Region]=????&valueCodes[alder]=*",
    "wrong choice": f"/en/tabeller/{MONTHS}?valueCodes[Region]=0000",
}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with house(folder) as found:
        released(found.system, folder / "data")
        found.clock.time = HOURS[Kind.PROVISIONAL]
        _read(found)
        yield found


def _read(found: House) -> None:
    """The tables are read before the first page is looked at."""
    assert httpx.get(f"{found.address}/api/pxwebapi/v2/tables", timeout=60).json()["tables"]


@pytest.fixture
def opened(played: House, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=played.address, viewport=WIDE, java_script_enabled=False, locale="nb-NO")
    yield context
    context.close()


def test_a_question_is_answered_in_two_clicks(opened: BrowserContext) -> None:
    page = opened.new_page()
    page.goto("/nb/")
    page.get_by_role("searchbox").fill(ASKED)
    page.get_by_role("button", name="Søk").click()
    answer = page.get_by_role("region", name="Svar").get_by_role("listitem").first
    expect(answer).to_contain_text("2\u00a0026 personer")
    expect(page.get_by_role("link", name="Alt om Tromsø")).to_have_attribute("href", "/nb/kommuner/5501")
    answer.get_by_role("link").click()
    expect(page.get_by_role("region", name="Tallene", exact=True)).to_contain_text("2\u00a0026")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sosialhjelpsmottakere")


def test_a_table_is_chosen_from_turned_and_kept(opened: BrowserContext) -> None:
    page = opened.new_page()
    page.goto(f"/nb/tabeller/{MONTHS}")
    page.get_by_text("Velg hva tabellen skal vise").click()
    page.get_by_role("group", name="Region").get_by_label("Verdier").select_option(["EAK", "1103"])
    page.get_by_role("group", name="Alder").get_by_label("Verdier").select_option(["*"])
    page.get_by_role("group", name="Region").get_by_label("Vises i").select_option("rader")
    page.get_by_role("group", name="År").get_by_label("Verdier").select_option(["TOP(1)"])
    page.get_by_role("button", name="Vis tabellen").click()
    table = page.get_by_role("table")
    expect(table.get_by_role("row").filter(has_text="Stavanger").nth(1)).to_contain_text(":")
    expect(page.get_by_text("Vises ikke, for at ingen skal kjennes igjen")).to_be_visible()
    link = page.locator("pre").first.inner_text()
    assert "valueCodes%5BTid%5D=TOP(1)" in link
    page.get_by_text("Velg hva tabellen skal vise").click()
    page.get_by_role("link", name="Bytt rader og kolonner").click()
    expect(page.get_by_role("table").get_by_role("columnheader", name="Stavanger")).to_be_visible()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Excel (xlsx)").click()
    assert downloaded.value.suggested_filename == f"{MONTHS}.xlsx"


@pytest.fixture(scope="module")
def looking(played: House, browser: Browser) -> Iterator[Page]:
    """With JavaScript, and one for all pages."""
    with browser.new_context(base_url=played.address, viewport=WIDE) as context:
        yield context.new_page()


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_bears_looking_at(looking: Page, kind: str) -> None:
    said: list[str] = []
    looking.on("console", lambda message: said.append(message.text) if "status of 4" not in message.text else None)
    looking.goto(PAGES[kind])
    bears_looking_at(looking)
    assert said == []


def test_the_keyboard_reaches_all_of_a_table_on_a_phone(played: House, browser: Browser) -> None:
    context = browser.new_context(base_url=played.address, viewport=NARROW)
    try:
        page = context.new_page()
        page.goto(f"/nb/tabeller/{MONTHS}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        the_keyboard_reaches_everything(page)
    finally:
        context.close()
