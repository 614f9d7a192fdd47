"""The desk in a browser: a round of reminders, a round of errors with the municipality's answer, and every page for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at
from browser.played import House, house
from integration.databases import job_runner
from integration.desk.season import ONE, reachable
from integration.followup.desk import warned_file
from integration.portal.house import OLA, SIRI, STAVANGER, session
from integration.receiving.sending import send
from kostra import regions
from kostra.app.followup import campaigns, errorlists, reaching, talking
from kostra.app.followup.comparing import compare_lists
from kostra.app.followup.deadlines import deadlines
from kostra.app.followup.reaching import Try
from kostra.app.followup.talking import Subject
from kostra.followup.contacts import Channel

TOP = "/nb/skrivebord"
UNIT = f"{TOP}/enhet/{STAVANGER}"
JANUARY, LATE = datetime(2027, 1, 12, 9, tzinfo=UTC), datetime(2027, 1, 25, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """All the country owes form 11F, some days after the deadline. Stavanger has sent, with something to ask about."""
    with house(tmp_path_factory.mktemp("house")) as found:
        found.sessions[SIRI.actor.name] = session(found.system, SIRI)
        found.clock.time = JANUARY
        campaigns.open_campaign(found.system, SIRI, 2026, forms=("11F",))
        deadlines(found.system)
        reachable(found.system, *(unit.code for unit in regions.reporting_units(2026)[5:80]), STAVANGER)
        _sent(found, 3)
        found.clock.time = LATE
        deadlines(found.system)
        yield found


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def siri(browser: Browser, played: House, contexts: list[BrowserContext]) -> Page:
    contexts.append(played.opened(browser, SIRI, script=False, viewport=WIDE))
    return contexts[-1].new_page()


@pytest.fixture
def ola(browser: Browser, played: House, contexts: list[BrowserContext]) -> Page:
    contexts.append(played.opened(browser, OLA, script=False, viewport=WIDE))
    return contexts[-1].new_page()


def _sent(played: House, warned: int) -> None:
    send(played.system, warned_file(5, warned), OLA, ONE)
    job_runner(played.system, played.database)()
    compare_lists(played.system)


def test_a_round_of_reminders_is_looked_at_and_sent(siri: Page) -> None:
    siri.goto(TOP)
    siri.get_by_role("link", name="Purringer").click()
    expect(siri.get_by_role("heading", level=1)).to_have_text("Purringer")
    expect(siri.get_by_text("Viser 1–50 av")).to_be_visible()
    siri.get_by_role("link", name="Side 2", exact=True).click()
    first = siri.locator('input[name="enhet"]:enabled').first
    name = first.get_attribute("aria-label")
    assert name is not None
    letter = siri.get_by_role("row").filter(has=siri.get_by_role("link", name=name, exact=True))
    letter.locator("summary").click()
    expect(letter.locator("pre")).to_contain_text(f"mangler fortsatt dette fra {name}:")
    for box in siri.locator('input[name="enhet"]:enabled').all()[1:]:
        box.uncheck()
    siri.get_by_role("button", name="Send til de valgte").click()
    expect(siri.get_by_role("status")).to_have_text("1 brev er lagt i utboksen.")
    siri.get_by_role("button", name="Send til alle").click()
    expect(siri.get_by_role("status")).to_contain_text("brev er lagt i utboksen.")
    expect(siri.locator('input[name="enhet"]:checked')).to_have_count(0)
    expect(siri.get_by_role("button", name="Send til alle")).to_have_count(0)


def test_a_round_of_errors_goes_out_comes_back_and_is_accepted(played: House, siri: Page, ola: Page) -> None:
    siri.goto(UNIT)
    form = siri.get_by_role("region", name="Lag og send feilliste")
    form.get_by_label("Svarfrist").fill("2027-02-05")
    form.get_by_role("button", name="Send feillisten").click()
    expect(siri.get_by_role("heading", level=1)).to_contain_text("Skjema 11F 2026, Stavanger, runde 1")
    list_id = siri.url.rpartition("/")[2]

    ola.goto(f"/nb/feilliste/{list_id}")
    for number, answer, why in ((1, "right", "Etterbetaling"), (2, "right", "Etterbetaling"), (3, "corrected", "")):
        ola.locator(f'[name="svar-{number}"]').select_option(answer)
        ola.locator(f'[name="hvorfor-{number}"]').fill(why)
    ola.locator("main form").last.get_by_role("button").click()
    _sent(played, 2)

    siri.goto(f"{TOP}/feillister/{list_id}")
    expect(siri.get_by_label("Linje 1")).to_be_checked()
    expect(siri.get_by_text("Etterbetaling").first).to_be_visible()
    siri.get_by_role("button", name="Godta forklaringene på de valgte").click()
    expect(siri.get_by_role("button", name="Godta forklaringene på de valgte")).to_have_count(0)
    expect(siri.locator("dl.facts")).to_contain_text("Avsluttet")

    siri.goto(UNIT)
    siri.get_by_label("11F 2026", exact=True).check()
    siri.get_by_label("Vedtak").select_option(label="Godkjenn")
    siri.get_by_role("button", name="Lagre vedtaket").click()
    expect(siri.get_by_role("row").filter(has_text="11F 2026")).to_contain_text("Godkjent")


def test_a_refusal_is_told_where_it_was_made(siri: Page) -> None:
    siri.goto(UNIT)
    siri.get_by_label("11F 2026", exact=True).check()
    siri.get_by_label("Vedtak").select_option(label="Åpne på nytt")
    siri.get_by_role("button", name="Lagre vedtaket").click()
    expect(siri.get_by_role("alert")).to_be_visible()
    expect(siri.get_by_label("11F 2026", exact=True)).to_be_checked()


def test_everything_is_reached_by_keyboard(siri: Page) -> None:
    """From the top of the page of a unit by the tab key alone: the tables, every box and button, in the order they stand."""
    siri.goto(UNIT)
    expected = siri.evaluate(_REACHABLE)
    reached: list[str] = []
    for _ in range(2 * len(expected)):  # A box for a date takes a tab for each of its parts.
        siri.keyboard.press("Tab")
        reached.append(siri.evaluate(_HERE))
        if set(expected) <= set(reached):
            break
    assert [one for one in expected if one not in reached] == []


_NAMED = (
    "(one) => one.tagName + '#' + one.id + '.' + (one.name || one.getAttribute('href') || one.textContent.slice(0, 40))"
)
_HERE = f"() => ({_NAMED})(document.activeElement)"
_REACHABLE = f"""() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(one => one.type !== 'hidden' && !one.disabled && one.checkVisibility({{contentVisibilityAuto: true}}))
  .map({_NAMED})"""


def test_axe_finds_nothing_on_any_page_of_the_desk(
    played: House, browser: Browser, contexts: list[BrowserContext]
) -> None:
    """In the light and the dark theme, on a wide screen and at 400 % zoom, where nothing but a table scrolls sideways."""
    made = _furnished(played)
    contexts.append(played.opened(browser, SIRI, script=True, viewport=WIDE))
    page = contexts[-1].new_page()
    for path in (
        TOP,
        f"{TOP}?ar=2025",
        f"{TOP}/inngang/11F/2026",
        f"{TOP}/inngang/11M/2026M12",
        f"{TOP}/kontroller/11F/2026",
        f"{TOP}/arbeidsliste?side=3",
        f"{TOP}/purringer",
        f"{TOP}/finn?q=nes",
        UNIT,
        f"{TOP}/feillister",
        made,
        f"{TOP}/feillister/sma/11F/2026",
    ):
        page.goto(path)
        bears_looking_at(page)


def _furnished(played: House) -> str:
    """Something of everything on the page of Stavanger, and a list that is out; its address."""
    reaching.note_try(played.system, SIRI, Try(STAVANGER, Channel.PHONE, "promised", "Kari", note="Ringer tilbake"))
    talking.start(played.system, SIRI, Subject(STAVANGER, "Om filen"), "Hei, har dere sett på filen?")
    with played.system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        known = tx.cases.error_lists(expected=ONE)
    if not known:
        errorlists.send_list(played.system, SIRI, ONE, LATE.replace(day=31).date())
        return _furnished(played)
    return f"{TOP}/feillister/{known[-1].id}"
