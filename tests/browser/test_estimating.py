"""Estimation in a browser: a run is asked for with a button, read, and told again as a revision; every page for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import House, house
from integration.databases import job_runner
from integration.estimating.campaigns import deliver, silent
from integration.portal.house import SIRI, session
from kostra.app.estimating.making import make_now
from kostra.app.estimating.record import Kind

TOP = "/nb/redigering/estimat"
REVISION = f"{TOP}/revisjon/11F/2026"
UNITS = ("110600", "110800", "111100", "111200", "111400", "111900", "112000", "460200", "460100", "310300", "030110")
QUIET, OSLO = "111200", "030101"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A year before, and a year in which a municipality and a new district of Oslo are late."""
    with house(tmp_path_factory.mktemp("house")) as found:
        found.sessions[SIRI.actor.name] = session(found.system, SIRI)
        deliver(found.system, 2025, {unit: 4 + number for number, unit in enumerate(UNITS)})
        deliver(found.system, 2026, {unit: 5 + number for number, unit in enumerate(UNITS) if unit != QUIET})
        silent(found.system, 2026, (QUIET,))
        yield found


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def pages(played: House) -> dict[str, str]:
    """Addresses by what is there. The first two runs are those that the revision is of."""
    make_now(played.system, SIRI, "11F", 2026, Kind.PROVISIONAL, "foreløpige tall 15. mars")
    deliver(played.system, 2026, {QUIET: 9}, version=2)
    make_now(played.system, SIRI, "11F", 2026, Kind.FINAL, "endelige tall 15. juni")
    silent(played.system, 2026, (QUIET, OSLO))
    made = make_now(played.system, SIRI, "11F", 2026, Kind.TRIAL, "en ny bydel er sen")
    return {"front": TOP, "run": f"{TOP}/{made.id}", "revision": REVISION, "none": f"{TOP}/revisjon/11F/2020"}


def test_from_the_button_to_the_figures(played: House, browser: Browser, contexts: list[BrowserContext]) -> None:
    """Without JavaScript."""
    contexts.append(played.opened(browser, SIRI, script=False, viewport=WIDE))
    siri = contexts[-1].new_page()
    siri.goto(TOP)
    siri.get_by_label("Året tallene gjelder").fill("26")
    siri.get_by_label("Hvorfor").fill("prøve før mars")
    siri.get_by_role("button", name="Lag beregningen").click()
    expect(siri.get_by_role("alert")).to_contain_text("«26» er ikke et år.")
    expect(siri.get_by_label("Hvorfor")).to_have_value("prøve før mars")
    siri.get_by_label("Året tallene gjelder").fill("2026")
    siri.get_by_role("button", name="Lag beregningen").click()
    expect(siri.get_by_role("status")).to_contain_text("Lages nå.")
    run_jobs: Callable[[], list[str]] = job_runner(played.system, played.database)
    run_jobs()
    siri.get_by_role("link", name="Last siden på nytt").click()
    expect(siri.get_by_role("heading", name="Prøve, skjema 11F for 2026")).to_be_visible()
    country = siri.get_by_role("region", name="Mottakere Landet", exact=True)
    expect(country.get_by_role("row").filter(has_text="10 av 11")).to_contain_text("Landet")
    siri.get_by_text("Disse har ikke rapportert (1)").first.click()
    expect(siri.locator("details").first).to_contain_text("111200")
    expect(siri.locator("details").first).to_contain_text("fjorårets tall og endringen i gruppen")


def test_the_revision_is_led_to_and_adds_up(
    played: House, pages: dict[str, str], browser: Browser, contexts: list[BrowserContext]
) -> None:
    contexts.append(played.opened(browser, SIRI, script=False, viewport=WIDE))
    siri = contexts[-1].new_page()
    siri.goto(TOP)
    siri.get_by_role("link", name="Revisjon av skjema 11F for 2026").click()
    paid = siri.get_by_role("region", name="Stønad", exact=True)
    told = paid.get_by_role("region", name="Stønad Hvorfor").get_by_role("row")
    parts = [_number(each.split("\t")[1]) for each in told.all_inner_texts()[1:]]
    country = paid.get_by_role("row").filter(has_text="Landet").first.get_by_role("cell").all_inner_texts()
    assert sum(parts) == _number(country[2]) == _number(country[1]) - _number(country[0]) != 0


def _number(written: str) -> int:
    return int(written.replace("\u00a0", "").replace("\u2212", "-"))


def test_everything_is_reached_by_keyboard(
    played: House, pages: dict[str, str], browser: Browser, contexts: list[BrowserContext]
) -> None:
    page = _open(played, browser, contexts)
    for path in (TOP, pages["run"]):
        page.goto(path)
        the_keyboard_reaches_everything(page)


@pytest.mark.parametrize("which", ["front", "run", "revision", "none"])
def test_axe_finds_nothing(
    played: House, pages: dict[str, str], browser: Browser, contexts: list[BrowserContext], which: str
) -> None:
    """In the light and the dark theme, on a wide screen and at 400 % zoom, where nothing but a table scrolls sideways."""
    page = _open(played, browser, contexts)
    page.goto(pages[which])
    bears_looking_at(page)


def _open(played: House, browser: Browser, contexts: list[BrowserContext]) -> Page:
    contexts.append(played.opened(browser, SIRI, script=True, viewport=WIDE))
    return contexts[-1].new_page()
