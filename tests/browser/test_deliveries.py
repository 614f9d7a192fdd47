"""Deliveries and the frequent series in a browser: the recipient asks, the desk approves, and the file comes; and every page bears looking
at, and is reached by the keyboard.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import House, house
from integration.databases import START
from integration.deliveries.handing import NAV, basis, in_force, opened, order, ready, recipients, straight_in, workshop
from integration.editing.editors import OLE, SIRI
from integration.portal.house import session
from integration.receiving.sending import STAVANGER, asker
from integration.series.joined import BEGINS, UNITS, give_standing, join, months, sender
from kostra.app.deliveries import making
from kostra.app.deliveries.content import enter_content
from kostra.app.permissions import Asker
from kostra.app.series import consenting
from kostra.app.series.producing import series
from kostra.model.delivery import Identity
from kostra.model.people import Right

SISSEL = asker(Right.SEE, name="Sissel")
OLGA = sender(STAVANGER)
TOP = "/nb/leveranser"
FREQUENT, AT_DESK, OWN = (
    "/nb/hyppige-tall",
    "/nb/skrivebord/hyppige-tall",
    f"/nn/mine-innsendinger/hyppige-tall/{STAVANGER}",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deliveries")


@pytest.fixture(scope="module")
def played(folder: Path) -> Iterator[House]:
    """Two months have come from some municipalities, Nav and IMDi have been given something, and the register is the one of the house."""
    with house(folder) as found:
        found.clock.time = BEGINS
        give_standing(found.system)
        consenting.invite(found.system, SIRI, (*UNITS, "110100"), "Vil dere være med?")
        join(found.system, "2026M01")
        for month, people in ((2, 30), (3, 33)):
            found.clock.time = BEGINS.replace(month=month, day=14)
            months(found.system, {f"2026M{month - 1:02d}": dict.fromkeys(UNITS[month - 2 :], people)})
            series(found.system)
        found.clock.time = START
        recipients(found.system)
        in_force(found.system, basis(), basis("IMDi", identity=Identity.RECIPIENT_PSEUDONYM))
        straight_in(found.system)
        for one in (order(), order(), order("IMDi")):
            ready(found.system, folder, one)
        enter_content(found.system, SIRI)
        for who in (SIRI, OLE, NAV, SISSEL, OLGA):
            found.sessions[who.actor.name] = session(found.system, who)
        yield found


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    """Closed when the test is over, also when it fails."""
    open_now: list[BrowserContext] = []
    yield open_now
    for one in open_now:
        one.close()


def test_from_asking_to_the_file_without_scripts(
    played: House, folder: Path, browser: Browser, contexts: list[BrowserContext]
) -> None:
    nav, ole = (played.opened(browser, who, script=False, viewport=WIDE) for who in (NAV, OLE))
    contexts += [nav, ole]
    page = nav.new_page()
    page.goto(TOP)
    page.get_by_label("Periode", exact=True).fill("2026")
    page.get_by_role("button", name="Be om data").click()
    expect(page.get_by_role("status")).to_contain_text("Bestillingen er mottatt")
    assert making.make_all(played.system, workshop(folder), print) == 1
    desk = ole.new_page()
    desk.goto(TOP)
    desk.get_by_role("row", name="Venter på godkjenning").get_by_role("link").click()
    desk.get_by_role("button", name="Godkjenn").click()
    expect(desk.get_by_role("status")).to_contain_text("Leveransen er godkjent")
    page.goto(TOP)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Filen").first.click()
    assert opened(Path(coming.value.path()).read_bytes(), "NAV")["data.csv"]
    page.reload()
    expect(page.get_by_role("link", name="Kvittering").first).to_be_visible()


def test_axe_finds_nothing_on_any_page(played: House, browser: Browser, contexts: list[BrowserContext]) -> None:
    pages = {
        SIRI.actor.name: (SIRI, (TOP, "/nb/hjemler", "/nb/hjemler/unge-mottakere")),
        NAV.actor.name: (NAV, (TOP,)),
        SISSEL.actor.name: (SISSEL, (f"/nb/innsyn/{STAVANGER}",)),
    }
    for who, paths in pages.values():
        contexts.append(played.opened(browser, who, script=True, viewport=WIDE))
        page = contexts[-1].new_page()
        for path in paths:
            page.goto(path)
            if shots := os.environ.get("BASES_SHOTS"):
                page.screenshot(
                    path=f"{shots}/{who.actor.id}{path.replace('/', '_')}.png".replace(" ", ""), full_page=True
                )
            bears_looking_at(page)
        if who is SIRI:
            page.goto(TOP)
            page.get_by_role("row", name="Klar til å hentes").get_by_role("link").first.click()
            if shots:
                page.screenshot(path=f"{shots}/one.png", full_page=True)
            bears_looking_at(page)


def test_the_series_bears_looking_at_on_every_page(
    played: House, browser: Browser, contexts: list[BrowserContext]
) -> None:
    desk = (AT_DESK, f"{AT_DESK}/revisjon/2026", f"{AT_DESK}/rapport/2026")
    for who, paths in ((SIRI, (FREQUENT, *desk)), (OLGA, (OWN,))):
        contexts.append(played.opened(browser, who, script=True, viewport=WIDE))
        page = contexts[-1].new_page()
        for path in paths:
            answer = page.goto(path)
            assert answer is not None and answer.ok, path
            bears_looking_at(page)


@pytest.mark.parametrize(
    ("who", "path"),
    [(SIRI, AT_DESK), (OLGA, OWN), (SIRI, "/nb/hjemler"), (NAV, TOP)],
    ids=["desk of the series", "own page of the series", "bases", "box"],
)
def test_the_keyboard_reaches_everything_and_where_it_is_can_be_seen(
    played: House, browser: Browser, contexts: list[BrowserContext], who: Asker, path: str
) -> None:
    """A field for a date has a button of its own inside, which is a stop as well."""
    contexts.append(played.opened(browser, who, script=False, viewport=WIDE))
    page = contexts[-1].new_page()
    page.goto(path)
    the_keyboard_reaches_everything(page)
