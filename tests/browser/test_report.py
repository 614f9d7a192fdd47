"""The yearly report in a browser: made, written in, finished by one and published by another, and read down to the rows behind a number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import House
from browser.season import season
from integration.portal import house as portal
from integration.portal.house import DOCS, SIRI
from integration.publication.released import OLE
from integration.reporting.played import YEAR, played
from kostra.web.settings import Settings
from kostra.web.site import site

DESK, PUBLIC = f"/nb/skrivebord/rapport/{YEAR}", f"/nb/rapport/{YEAR}"
WORDS = "Mange var sene i år.\n\nVi ringte dem alle."


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with season(folder) as found:
        data = folder / "data"
        behind = site(Settings(data, DOCS, demo=True), found.system)
        played(portal.House(found.system, found.database, found.clock, behind, data))
        found.sessions[OLE.actor.name] = portal.session(found.system, OLE)
        yield found


def test_from_the_first_count_to_a_row_behind_a_number(there: House, browser: Browser) -> None:
    """Without JavaScript; axe looks at each page in a window that has it."""
    context = there.opened(browser, SIRI, script=False, viewport=WIDE)
    page = context.new_page()
    page.goto("/nb/skrivebord")
    page.get_by_role("link", name="Årsrapporten").click()
    page.get_by_role("link", name=str(YEAR), exact=True).click()
    page.get_by_role("button", name="Lag utkastet").click()
    page.get_by_role("link", name="Skriv her 6.2 Innsamling").click()
    page.get_by_label("Tekst på bokmål").fill(WORDS)
    page.get_by_role("button", name="Lagre teksten").click()
    expect(page.get_by_text("Vi ringte dem alle.")).to_be_visible()
    page.get_by_role("button", name="Tell på nytt").click()
    expect(page.get_by_text("Vi ringte dem alle.")).to_be_visible()
    _looked_at(there, browser)
    page.get_by_role("button", name="Gjør rapporten ferdig").click()
    page.get_by_role("button", name="Publiser rapporten").click()
    expect(page.get_by_role("alert")).to_contain_text("Be en kollega lese den")
    context.close()
    colleague = there.opened(browser, OLE, script=False, viewport=WIDE)
    page = colleague.new_page()
    page.goto(DESK)
    page.get_by_role("button", name="Publiser rapporten").click()
    page.get_by_role("link", name="Se det leserne ser").click()
    expect(page.get_by_role("heading", name="6.2 Innsamling av data (rapportering)")).to_be_visible()
    intake = page.get_by_role("region", name="Inngangen, skjema for skjema")
    intake.get_by_role("row").filter(has_text="11F Økonomisk sosialhjelp").get_by_role("link").nth(1).click()
    expect(page.get_by_role("heading", name="Enheter som skulle levere")).to_be_visible()
    expect(page.get_by_text("I den publiserte rapporten, utgave 1")).to_be_visible()
    colleague.close()


def _looked_at(there: House, browser: Browser) -> None:
    context = there.opened(browser, SIRI, script=True, viewport=WIDE)
    page = context.new_page()
    for place in (
        "/nb/skrivebord/rapport",
        DESK,
        f"{DESK}/tekst/innsamling",
        f"{DESK.replace('/nb/', '/nn/')}/tekst/kort/forslag",
        f"{PUBLIC}/tall/inngang-manglet/11F/forelopig",
        "/nn/rapport",
    ):
        page.goto(place)
        bears_looking_at(page)
    page.goto(f"{DESK}/tekst/innsamling")
    the_keyboard_reaches_everything(page)
    context.close()
