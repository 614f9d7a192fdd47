"""The pages about places in a browser, without JavaScript: in both themes, on a phone, by keyboard, and a place beside its group."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from integration.places.open_bank import open_bank
from unit.publication.nation import key_figures

TROMSO = "/nb/kommuner/5501"
_DRAWN = (
    "() => [...document.images].length && [...document.images].every((one) => one.complete && one.naturalWidth > 100)"
)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo's banner above figures of the whole nation."""
    app = open_bank(tmp_path_factory.mktemp("data"), key_figures(), demo=True)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, access_log=False, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the site did not start"
        thread.join(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser: Browser, places: str) -> Iterator[Page]:
    context = browser.new_context(base_url=places, viewport=WIDE, java_script_enabled=False, locale="nb-NO")
    yield context.new_page()
    context.close()


def test_a_municipality_beside_its_group(page: Page) -> None:
    page.goto("/nb/kommuner")
    page.get_by_role("link", name="Tromsø", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sosialtjenesten i Tromsø")
    expect(page.get_by_role("columnheader", name="KOSTRA-gruppe").first).to_be_visible()
    page.wait_for_load_state()
    assert page.evaluate(_DRAWN)
    rank = page.get_by_role("cell", name=" av ").first
    expect(rank).to_be_hidden()
    page.get_by_text("Sammenlign: plasseringen").click()
    expect(rank).to_be_visible()
    page.get_by_role("link", name="Sammenlign Tromsø med andre").click()
    page.get_by_label("Sted 5").fill("Bergen")
    page.get_by_role("button", name="Sammenlign").click()
    expect(page.get_by_role("img")).to_have_attribute("alt", _naming("Tromsø", "Bergen", "KOSTRA-gruppe", "Landet"))
    page.get_by_text("Tallene som tabell").click()
    expect(page.get_by_role("columnheader", name="Bergen")).to_be_visible()


def _naming(*names: str) -> re.Pattern[str]:
    return re.compile("".join(f"(?=.*{name}[ 0-9]*: )" for name in names))


@pytest.mark.parametrize("path", [TROMSO, "/en/kommuner/kart", "/nn/kommuner/sammenlign?sted=5501&sted=EAK&sted=x"])
def test_the_pages_bear_looking_at(browser: Browser, places: str, path: str) -> None:
    context = browser.new_context(base_url=places, viewport=WIDE)
    page = context.new_page()
    page.goto(path)
    bears_looking_at(page)
    context.close()


def test_the_keyboard_is_enough(browser: Browser, places: str) -> None:
    context = browser.new_context(base_url=places, viewport=WIDE)
    page = context.new_page()
    page.goto(TROMSO)
    the_keyboard_reaches_everything(page)
    page.goto("/nb/kommuner/kart")
    page.get_by_role("link", name="Hopp over kartet").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader", name="Tromsø")).to_be_visible()
    context.close()
