"""Walks of those who report: from the first login to a receipt, from a stopped file to a mended one, nothing to report, handing over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import House
from browser.season import season, work
from integration.followup.desk import warned_file
from integration.portal.house import ANNA, KARI, NILS, OLA, SIRI, STAVANGER, file_of
from integration.receiving.sending import STATISTICIAN, put_ready, stopped_file
from integration.receiving.sending import send as deliver
from kostra.app.followup import errorlists, talking
from kostra.app.followup.talking import Subject
from kostra.app.permissions import Asker
from kostra.model.period import Period
from kostra.model.submission import Expected

MINE = "/nb/mine-innsendinger"
ONE = f"{MINE}/11F/2026/{STAVANGER}"
MONTH = f"{MINE}/11M/2026M12/{STAVANGER}"
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with season(tmp_path_factory.mktemp("house")) as found:
        yield found


@pytest.fixture
def opened(browser: Browser, played: House) -> Iterator[Opened]:
    """`opened(OLA, path)` is a page in a browser of somebody's own."""
    contexts: list[BrowserContext] = []

    def open_for(who: Asker, path: str = MINE, script: bool = True) -> Page:
        context = played.opened(browser, who, script=script, viewport=WIDE)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def written(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


Files = Callable[[str, bytes], Path]


def send(page: Page, file: Path, button: str = "Last opp filen") -> None:
    page.get_by_label("Velg filen fra fagsystemet").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def test_from_the_first_login_to_a_receipt(browser: Browser, played: House, files: Files) -> None:
    """Somebody nobody has seen before logs in, is given a right by the administrator, and sends."""
    new = browser.new_context(base_url=played.address, viewport=WIDE, locale="nb-NO")
    boss = browser.new_context(base_url=played.address, viewport=WIDE, java_script_enabled=False, locale="nb-NO")
    try:
        page = new.new_page()
        log_in(page, "En som logger inn for første gang")
        page.get_by_label("Navn").fill("Nina Ny")
        page.get_by_role("button", name="Lagre").click()
        page.goto(MINE)
        page.get_by_role("link", name="Gå til min profil").click()
        code = page.locator(".code").inner_text()
        administrator = boss.new_page()
        log_in(administrator, "Administrerer tilgangene i Stavanger")
        administrator.goto(f"/nb/tilganger/{STAVANGER}")
        administrator.get_by_label("Koden fra profilsiden").fill(code)
        administrator.locator("form", has=administrator.get_by_label("Koden fra profilsiden")).get_by_role(
            "button"
        ).click()
        administrator.locator("input[name=right][value=send]").check()
        administrator.get_by_role("button", name="Gi retten").click()
        page.goto(MINE)
        page.get_by_role("link", name=re.compile("11F 2026, Stavanger")).click()
        send(page, files("11F.dat", file_of(STAVANGER, 4, seed=7)), "Send inn")
        expect(page.get_by_role("heading", name="Mottatt. Kontrollene går.")).to_be_visible()
        work(played)
        expect(page.get_by_role("heading", name="I orden. Kontrollene fant ingen feil.")).to_be_visible()
        page.get_by_role("link", name="Kvittering").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Kvittering")
        expect(page.locator("main")).to_contain_text("Nina Ny")
    finally:
        new.close()
        boss.close()


def log_in(page: Page, part: str) -> None:
    page.goto("/nb/logg-inn")
    page.locator("main").get_by_role("link").first.click()
    page.locator("li", has_text=part).get_by_role("button").click()
    page.wait_for_url("**/nb/**")


def test_a_file_with_errors_is_mended_and_sent_again(opened: Opened, played: House, files: Files) -> None:
    page = opened(OLA, ONE)
    send(page, files("feil.dat", stopped_file(5)))
    work(played)
    expect(page.get_by_role("heading", name="Stoppet: det må rettes og sendes på nytt")).to_be_visible()
    expect(page.locator("#funn")).to_be_visible()
    expect(page.locator("main")).to_contain_text("K03")
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "11F_2026_110300.xlsx"
    page.goto(MINE)
    page.get_by_role("link", name=re.compile("Rett og send på nytt ?: 11F")).click()
    send(page, files("rett.dat", file_of(STAVANGER, 5, seed=3)))
    work(played)
    expect(page.get_by_role("heading", name="I orden. Kontrollene fant ingen feil.")).to_be_visible()


def test_the_script_shows_how_far_it_has_come_and_what_was_wrong(opened: Opened, files: Files) -> None:
    page = opened(OLA, ONE)
    page.get_by_label("Velg filen fra fagsystemet").set_input_files(files("11F.zip", b"PK\x03\x04" + bytes(5000)))
    page.get_by_role("button", name="Last opp filen").click()
    expect(page.locator("form.upload [role=alert]")).to_contain_text("komprimert fil (zip)")
    expect(page.get_by_role("button", name="Last opp filen")).to_be_enabled()
    assert page.url.endswith(ONE)


def test_nothing_to_report(opened: Opened) -> None:
    page = opened(OLA, MONTH, script=False)
    page.get_by_label("Ja, vi har ingenting å rapportere").check()
    page.get_by_role("button", name="Meld at det ikke er noe å rapportere").click()
    expect(page.get_by_role("heading", name="Meldt at det ikke er noe å rapportere")).to_be_visible()
    page.get_by_role("link", name="Kvittering").first.click()
    expect(page.locator("pre.long")).to_contain_text(re.compile(r"^[\w-]+\.[\w-]+\.[\w-]+$"))


@pytest.mark.parametrize("script", [True, False])
def test_one_hands_over_and_another_sends(opened: Opened, played: House, files: Files, script: bool) -> None:
    kari, ola = opened(KARI, ONE, script), opened(OLA, MINE, script)
    send(kari, files(f"{script}.dat", warned_file(4, 1, seed=20 + script)), "Gjør klar for en kollega som sender")
    work(played)
    ola.reload()
    ola.get_by_role("link", name=re.compile("Send det som er klart ?: 11F")).click()
    expect(ola.locator("main")).to_contain_text("Kari gjorde dette klart")
    if script:
        expect(kari.get_by_role("heading", name="Klar til sending")).to_be_visible()
    ola.get_by_role("button", name="Send inn nå").click()
    expect(ola.locator("main")).to_contain_text("Sendt avOla")
    work(played)
    if script:
        expect(ola.get_by_role("heading", name="Levert, med merknader")).to_be_visible()
    for page in (kari, ola):
        page.goto(ONE)
        expect(page.get_by_role("row", name=re.compile(f"{script}.dat Ola .* gjelder"))).to_be_visible()
        expect(page.get_by_role("heading", name="Klart til sending")).to_have_count(0)


@pytest.fixture(scope="module")
def places(played: House) -> dict[str, tuple[Asker, str]]:
    """Every kind of page a reporter meets."""
    expected = Expected("11F", Period(2026), STAVANGER)
    delivered = deliver(played.system, warned_file(7, 3, seed=30), OLA, expected).submission.id
    work(played)
    made = errorlists.send_list(played.system, STATISTICIAN, expected, date(2027, 2, 1)).list.id
    stopped = deliver(played.system, stopped_file(4), OLA, Expected("11CF", Period(2026), STAVANGER)).submission.id
    work(played)
    ready = put_ready(played.system, file_of(STAVANGER, 2, seed=31), KARI, expected).submission.id
    running = deliver(played.system, file_of(STAVANGER, 3, seed=32), OLA, expected).submission.id
    about = Subject(STAVANGER, "Om filen", "11F", Period(2026))
    thread = talking.start(played.system, STATISTICIAN, about, "Hei.\nKan dere se på linje 3?").id
    return {
        "mine": (OLA, MINE),
        "nobody": (NILS, MINE),
        "one": (OLA, ONE),
        "eform": (OLA, f"{MINE}/7/2026/{STAVANGER}"),
        "nynorsk": (KARI, ONE.replace("/nb/", "/nn/")),
        "report": (OLA, f"/nb/innsending/{delivered}"),
        "stopped": (OLA, f"/nn/innsending/{stopped}"),
        "ready": (OLA, f"/nb/innsending/{ready}"),
        "running": (OLA, f"/nb/innsending/{running}"),
        "receipt": (OLA, f"/nb/innsending/{delivered}/kvittering"),
        "list": (OLA, f"/nb/feilliste/{made}"),
        "messages": (OLA, "/nb/meldinger"),
        "thread": (OLA, f"/nb/meldinger/{thread}"),
        "thread-desk": (SIRI, f"/nn/meldinger/{thread}"),
        "contacts": (ANNA, f"/nb/kontaktpersoner/{STAVANGER}"),
    }


KINDS = (
    *("mine", "nobody", "one", "eform", "nynorsk", "report", "stopped", "ready", "running", "receipt", "list"),
    *("messages", "thread", "thread-desk", "contacts"),
)


@pytest.fixture(scope="module")
def looking(browser: Browser, played: House) -> Iterator[Callable[[Asker], Page]]:
    """The page of somebody, with JavaScript: one for all that they look at."""
    with ExitStack() as stack:

        @cache
        def of(who: Asker) -> Page:
            context = played.opened(browser, who, script=True, viewport=WIDE)
            return stack.enter_context(context).new_page()

        yield of


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_bears_looking_at(
    looking: Callable[[Asker], Page], places: dict[str, tuple[Asker, str]], kind: str
) -> None:
    who, path = places[kind]
    page = looking(who)
    page.goto(path)
    bears_looking_at(page)


@pytest.mark.parametrize("kind", ["mine", "one", "report", "list", "messages", "contacts"])
def test_the_keyboard_reaches_everything(opened: Opened, places: dict[str, tuple[Asker, str]], kind: str) -> None:
    the_keyboard_reaches_everything(opened(*places[kind], script=False))


def test_an_error_list_is_answered_by_keyboard(opened: Opened, places: dict[str, tuple[Asker, str]]) -> None:
    page = opened(*places["list"], script=False)
    page.locator("select[name=svar-1]").focus()
    page.keyboard.type("Rett")
    page.keyboard.press("Tab")
    page.keyboard.type("Rettet i fagsystemet")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Linjer uten svar2")
