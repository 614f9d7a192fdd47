"""Reconciliation in a browser: a residual of function 281 is explained and carried to the next year, and every page for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import THIS_SEASON, House, house
from integration.databases import job_runner
from integration.portal.house import SIRI, STAVANGER, session
from integration.reconciling.delivering import f281, persons
from integration.registers.sending import send as send_register
from kostra.forms import catalogue
from oracle.judging import cut
from unit.registers.files import nav
from unit.registers.files import persons as population

TOP = "/nb/redigering/avstemming"
F281 = f"{TOP}/mot/f281"
UNIT = f"{F281}/2026/enhet/{STAVANGER}"
RESIDUAL, REFUGEES = -200_000, 1_000_000


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Stavanger has delivered what function 281 is held against in two years, and two registers have come."""
    with house(tmp_path_factory.mktemp("house")) as found:
        found.sessions[SIRI.actor.name] = session(found.system, SIRI)
        run_jobs: Callable[[], list[str]] = job_runner(found.system, found.database)
        found.clock.time = datetime(2026, 1, 12, 9, tzinfo=UTC)
        for year in (2025, 2026):
            f281(found.system, run_jobs, found.clock, year, RESIDUAL, REFUGEES)
        found.clock.time = THIS_SEASON
        send_register(found.system, "nav_kvp", nav())
        version = catalogue.form("11F").version(2026)
        lines = persons(2026)[0].decode("latin-1").splitlines()
        numbers = (cut(version, line)["person_fodselsnr"] for line in lines)
        rows = (f"{number};1990-05-15;{sex};1;9;1103;;" for number, sex in zip(numbers, "121", strict=True))
        send_register(found.system, "folkeregisteret", population(*rows))
        yield found


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def siri(browser: Browser, played: House, contexts: list[BrowserContext]) -> Page:
    """Without JavaScript."""
    contexts.append(played.opened(browser, SIRI, script=False, viewport=WIDE))
    return contexts[-1].new_page()


@pytest.fixture(scope="module")
def looking(browser: Browser, played: House) -> Iterator[Page]:
    """With JavaScript, and one for all pages."""
    with played.opened(browser, SIRI, script=True, viewport=WIDE) as context:
        yield context.new_page()


def test_a_residual_is_explained_and_the_same_is_not_asked_next_year(siri: Page) -> None:
    siri.goto(f"{TOP}?ar=2025")
    siri.get_by_role("link", name="Funksjon 281 mot skjema 11 og skjema 7").click()
    expect(siri.get_by_role("row").filter(has_text="Stavanger")).to_contain_text("venter på svar")
    siri.get_by_role("link", name="Stavanger").first.click()
    expect(siri.locator("main")).to_contain_text("Personene er 200\u00a0000 over regnskapet")

    siri.get_by_label("Hva er gjort med resten?").select_option(label="forklart")
    siri.get_by_role("button", name="Lagre svaret").click()
    expect(siri.get_by_role("alert")).to_contain_text("Velg en grunn i listen.")
    expect(siri.get_by_label("Hva er gjort med resten?")).to_have_value("forklart")
    siri.get_by_label("Grunn").select_option(label="Sosialhjelp er ført på en annen funksjon")
    siri.get_by_label("Med egne ord").fill("Ført på 242")
    siri.get_by_role("button", name="Lagre svaret").click()
    expect(siri.get_by_role("status")).to_have_text("Svaret er lagret.")

    siri.goto(f"{F281}/2026")
    expect(siri.locator("main")).to_contain_text("Ingenting venter på svar her.")
    siri.get_by_label("Vis", exact=True).select_option(label="Det som er besvart")
    siri.get_by_role("button", name="Vis", exact=True).click()
    siri.get_by_role("link", name="Stavanger 110300").click()
    expect(siri.locator("section.note")).to_contain_text("Dette svaret er fra 2025.")
    expect(siri.locator("section.note")).to_contain_text("Ført på 242")
    expect(siri.get_by_role("img", name="Resten år for år, Stavanger")).to_be_visible()

    siri.get_by_label("Hva er gjort med resten?").select_option(label="godtatt")
    siri.get_by_label("Grunn").select_option(label="Ført i et annet år enn det ble utbetalt")
    siri.get_by_role("button", name="Lagre svaret").click()
    siri.get_by_label("Hvorfor").fill("Det var en annen kommune")
    siri.get_by_role("button", name="Trekk tilbake").click()
    expect(siri.get_by_role("status")).to_have_text("Svaret er trukket tilbake.")
    expect(siri.locator("section.note")).to_contain_text("Dette svaret er fra 2025.")


def test_a_cost_is_moved_by_a_share_and_by_a_file(siri: Page) -> None:
    siri.goto(f"{TOP}/hva-om/rusinstitusjoner/2026")
    siri.get_by_label("Andel som flyttes").fill("0,35")
    siri.get_by_role("region", name="Samme andel overalt").get_by_role("button").click()
    expect(siri.locator("main .note")).to_contain_text("Andelen er 0,35.")
    siri.get_by_label("Fil med beløp og årsverk").set_input_files(
        {"name": "rus.csv", "mimeType": "text/csv", "buffer": b"region;belop\n1103;1\n"}
    )
    siri.get_by_role("button", name="Les filen").click()
    expect(siri.get_by_role("alert")).to_contain_text("110300")


def test_everything_is_reached_by_keyboard(played: House, browser: Browser, contexts: list[BrowserContext]) -> None:
    contexts.append(played.opened(browser, SIRI, script=True, viewport=WIDE))
    page = contexts[-1].new_page()
    for path in (f"{F281}/2026?vis=besvart", UNIT):
        page.goto(path)
        the_keyboard_reaches_everything(page)


@pytest.mark.parametrize(
    "path",
    [
        TOP,
        f"{F281}/2026?vis=alle",
        f"{F281}/2026/fylker",
        UNIT,
        f"{TOP}/mot/nav_kvp/2026?vis=apne",
        f"{TOP}/mot/nav_kvp/2026/enhet/{STAVANGER}".replace("/nb/", "/nn/"),
        f"{TOP}/folkeregisteret/11F/2026",
        f"{TOP}/folkeregisteret/11F/2026?vis=stemmer",
        f"{TOP}/folkeregisteret/11F/2026?vis=ulike",
        f"{TOP}/nir/2016",
        f"{TOP}/bosted/2026",
        f"{TOP}/kodenokler",
        f"{TOP}/kodenokler/digisos_bosituasjon",
        f"{TOP}/hva-om/rusinstitusjoner/2026?andel=0,5",
        f"{F281}/2026?sorter=tull",
    ],
)
def test_axe_finds_nothing(looking: Page, path: str) -> None:
    """In the light and the dark theme, on a wide screen and at 400 % zoom, where nothing but a table scrolls sideways."""
    looking.goto(path)
    bears_looking_at(looking)
