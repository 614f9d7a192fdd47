"""Disclosure control in a browser: the picture of a pattern and the map of a table, for everybody and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import House, house
from integration.disclosure_pages.protected import TABLE, run, write
from integration.portal.house import SIRI, session
from kostra.app.disclosure import advising, patterns
from kostra.app.disclosure.advising import Advice


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="module")
def played(folder: Path) -> Iterator[House]:
    with house(folder) as found:
        found.sessions[SIRI.actor.name] = session(found.system, SIRI)
        yield found


@pytest.fixture
def opened(played: House, browser: Browser) -> Iterator[BrowserContext]:
    context = played.opened(browser, SIRI, script=True, viewport=WIDE)
    yield context
    context.close()


def test_the_run_its_map_and_its_picture(played: House, folder: Path, opened: BrowserContext) -> None:
    write(folder / "data")
    made = run(played.system, folder / "data")
    advising.keep(patterns.of_run(folder / "data", made), TABLE, [Advice("alder", ("18-24", "25-44"), 3)])
    page = opened.new_page()
    page.goto("/nb/prikking")
    page.get_by_role("link", name="Foreløpige tall for 2026").click()
    bears_looking_at(page)
    page.get_by_role("link", name=TABLE).click()
    the_keyboard_reaches_everything(page)
    page.get_by_role("row").filter(has_text="Haugesund").get_by_role("link", name="Slipp ut").last.click()
    expect(page.get_by_label("Hvorfor tallet skal ut")).to_be_visible()
    bears_looking_at(page)
    page.goto(f"/nb/prikking/{made.id}/tabell/{TABLE}")
    page.get_by_role("link", name="Se mønsteret som bilde").click()
    expect(page.get_by_role("img", name="Rogaland: 3 av 21 tall er prikket.")).to_be_visible()
    bears_looking_at(page)
