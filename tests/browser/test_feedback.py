"""Feedback in a browser: from a question, without a login and without a script, to the desk and back as an answer for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at
from browser.played import House, house
from integration.portal.house import SIRI, session

QUESTION = "/nb/veiledning/11F/2026/trygdesit"
DESK = "/nb/skrivebord/veiledning"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as found:
        found.sessions[SIRI.actor.name] = session(found.system, SIRI)
        yield found


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def test_from_a_question_to_an_answer(browser: Browser, played: House, contexts: list[BrowserContext]) -> None:
    contexts.append(
        browser.new_context(base_url=played.address, viewport=WIDE, java_script_enabled=False, locale="nb-NO")
    )
    reader = contexts[-1].new_page()
    _gives(reader)
    contexts.append(played.opened(browser, SIRI, script=False, viewport=WIDE))
    siri = contexts[-1].new_page()
    siri.goto(DESK)
    siri.get_by_role("row").filter(has_text="Hører barnetrygd til her?").get_by_role("link").click()
    siri.get_by_role("button", name="Merk som lest").click()
    siri.get_by_label("Svar", exact=True).fill("Ja, fra 2024 er barnetrygd kode 13.")
    siri.get_by_role("button", name="Svar for alle").click()
    expect(siri.locator(".history")).to_contain_text("Besvart")
    reader.goto(QUESTION)
    expect(reader.get_by_text("Ja, fra 2024 er barnetrygd kode 13.")).to_be_visible()


def _gives(reader: Page) -> None:
    """First with what may not be written, which stays to be mended."""
    reader.goto(QUESTION)
    reader.get_by_label("Nei, noe er uklart").check()
    reader.get_by_label("Hva er uklart").fill("Hører barnetrygd til her? 04039000100")
    reader.get_by_role("button", name="Send tilbakemeldingen").click()
    expect(reader.get_by_role("alert")).to_contain_text("fødselsnummer")
    reader.get_by_label("Hva er uklart").fill("Hører barnetrygd til her?")
    reader.get_by_role("button", name="Send tilbakemeldingen").click()
    expect(reader.get_by_role("status")).to_contain_text("Takk")


def test_the_pages_bear_looking_at(browser: Browser, played: House, contexts: list[BrowserContext]) -> None:
    contexts.append(played.opened(browser, SIRI, script=True, viewport=WIDE))
    page = contexts[-1].new_page()
    for path in (QUESTION, f"{QUESTION}?takk=1", DESK, f"{DESK}/lesbarhet?skjema=7"):
        page.goto(path)
        bears_looking_at(page)
    page.goto(DESK)
    if page.locator("tbody a").count():
        page.locator("tbody a").first.click()
        bears_looking_at(page)
