"""The evaluation in a browser: controls sorted and opened, case systems, and the quality statement of a release."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import House
from browser.season import season
from integration.evaluation.played import all_mended, played
from integration.portal import house as portal
from integration.portal.house import DOCS, SIRI
from integration.publication.released import HOURS, released
from kostra.model.release import Kind
from kostra.web.settings import Settings
from kostra.web.site import site

HERE = "/nb/skrivebord/evaluering"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Warnings that were answered, mended and left as they were; and provisional and final figures."""
    folder = tmp_path_factory.mktemp("house")
    with season(folder) as found:
        data = folder / "data"
        behind = site(Settings(data, DOCS, demo=True), found.system)
        same = portal.House(found.system, found.database, found.clock, behind, data)
        played(same)
        all_mended(same)
        for kind in (Kind.PROVISIONAL, Kind.FINAL):
            released(found.system, data, kind=kind)
            found.clock.time = HOURS[kind]
        yield found


@pytest.fixture
def page(there: House, browser: Browser) -> Iterator[Page]:
    """axe needs JavaScript; the pages do not."""
    context = there.opened(browser, SIRI, script=True, viewport=WIDE)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(there: House, browser: Browser) -> Iterator[Page]:
    context = there.opened(browser, SIRI, script=False, viewport=WIDE)
    yield context.new_page()
    context.close()


def test_from_the_desk_to_one_control(plain: Page) -> None:
    """Without JavaScript."""
    plain.goto("/nb/skrivebord")
    plain.get_by_role("link", name="Evaluering av kontrollene").click()
    expect(plain.get_by_role("columnheader", name="Treff", exact=True)).to_have_attribute("aria-sort", "descending")
    expect(plain.get_by_role("listitem").filter(has_text="Gjør blokkerende.")).to_contain_text("Skriv et forslag")
    plain.get_by_label("Vis", exact=True).select_option("alle")
    plain.get_by_role("button", name="Vis").click()
    plain.get_by_role("link", name="Kontroll", exact=True).click()
    expect(plain.get_by_role("columnheader", name="Kontroll", exact=True)).to_have_attribute("aria-sort", "ascending")
    plain.goto(HERE)
    plain.get_by_role("link", name="K36", exact=True).first.click()
    expect(plain.get_by_role("heading", name="K36 i skjema 11F")).to_be_visible()
    expect(plain.get_by_role("row").filter(has_text="2026")).to_be_visible()


@pytest.mark.parametrize("way", ["", "?vis=alle", "/11F/K36", "?sorter=tull"])
def test_the_controls_bear_looking_at(page: Page, way: str) -> None:
    page.goto(f"{HERE}{way}")
    the_keyboard_reaches_everything(page)
    bears_looking_at(page)


def test_the_case_systems(page: Page) -> None:
    page.goto("/nn/skrivebord/leverandorer")
    every = page.get_by_role("region", name="Skjema 11F, år for år")
    expect(every.get_by_role("row").filter(has_text="Alfa")).to_be_visible()
    the_keyboard_reaches_everything(page)
    bears_looking_at(page)
    page.goto("/nb/skrivebord/leverandorer?skjema=11CF")
    expect(page.get_by_text("Ingen filer av dette skjemaet er kommet ennå.")).to_be_visible()
    bears_looking_at(page)


@pytest.mark.parametrize(("language", "name"), [("nb", "Endelige"), ("nn", "Endelege"), ("en", "Final")])
def test_the_quality_statement(page: Page, language: str, name: str) -> None:
    page.goto(f"/{language}/kvalitet")
    bears_looking_at(page)
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026")
    expect(page.get_by_role("table").first).to_be_visible()
    the_keyboard_reaches_everything(page)
    bears_looking_at(page)
