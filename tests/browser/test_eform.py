"""Filling in form 7 in a browser: wrong sums told and mended, sent with a receipt; with a script and without, by two, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at
from browser.played import House, house
from integration.eforms.filling import BEFORE, CLEAN, KARI, OLA, SEVEN, SISSEL, UNIT
from kostra import regions
from kostra.app.permissions import Asker
from kostra.model.submission import Expected

Opened = Callable[..., Page]
_UNITS = (unit.code for unit in regions.reporting_units(2026) if unit.code != UNIT)
TWELVE = replace(SEVEN, form="12")
SEVEN_B = replace(SEVEN, form="7B")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as found:
        yield found


@pytest.fixture
def opened(browser: Browser, played: House) -> Iterator[Opened]:
    """`opened(OLA, expected)` is the form in a browser of somebody's own."""
    contexts: list[BrowserContext] = []

    def open_for(who: Asker, expected: Expected = SEVEN, script: bool = True, language: str = "nb") -> Page:
        played.expect_anew(expected)
        context = played.opened(browser, who, script=script, viewport=WIDE)
        contexts.append(context)
        page = context.new_page()
        page.goto(address(expected, language))
        return page

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def fresh(played: House) -> Expected:
    """The form of a municipality or district where nobody has begun."""
    unit = next(_UNITS)
    played.give(unit, KARI, OLA)
    return replace(SEVEN, unit=unit)


def address(expected: Expected, language: str = "nb") -> str:
    return f"/{language}/mine-innsendinger/{expected.form}/{expected.period}/{expected.unit}/fyll-ut"


def fill(page: Page, answers: dict[str, str]) -> None:
    for id, text in answers.items():
        if id == "reglement_flyktninger":
            page.locator(f"input[type=radio][name={id}][value='{text}']").check()
        else:
            page.locator(f"#{id}").fill(text)


def leave(page: Page, id: str) -> None:
    page.locator(f"#{id}").press("Tab")


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_contain_text(re.compile("Lagre?t"))


def found(page: Page, id: str) -> str:
    return page.locator(f"#{id}-funn").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_wrong_sums_are_told_mended_and_sent(opened: Opened, script: bool) -> None:
    """The whole way of a form, at the field and in the summary; the second time over what was sent the first."""
    page = opened(OLA, script=script)
    fill(page, CLEAN | {"aarsverk_sum": "99,0", "ansvarlig": f"Testperson {script}"})
    if script:
        leave(page, "aarsverk_sum")
        expect(page.locator("#aarsverk_sum-funn")).to_contain_text("til sammen 100")
        expect(page.locator("[data-total=aarsverk_sum]")).to_contain_text(
            "Delene er til sammen 100,0. Det stemmer ikke"
        )
        expect(page.locator("#aarsverk_sum")).to_have_attribute("aria-invalid", "true")
        saved(page)
    page.get_by_role("button", name="Kontroller").click()
    summary = page.locator(".ds-error-summary")
    expect(summary).to_contain_text("Dette må rettes")
    if script:
        expect(summary).to_be_focused()
    assert "til sammen 100" in found(page, "aarsverk_sum")
    page.get_by_role("link", name=re.compile("Årsverk i alt")).first.click()
    if script:
        expect(page.locator("#aarsverk_sum")).to_be_focused()
    fill(page, {"aarsverk_sum": "100"})
    if script:
        saved(page)
    page.get_by_role("button", name="Kontroller").click()
    expect(page.get_by_text("Kontrollene fant ingenting å rette.")).to_be_visible()
    page.get_by_role("button", name="Se over og send").click()
    page.get_by_role("button", name="Send inn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skjema 7 er sendt")
    expect(page.locator(".receipt")).to_contain_text("Ola")
    assert re.search("[0-9a-f]{64}", page.locator(".receipt").inner_text())


def test_a_form_that_is_stopped_says_so_where_it_would_be_sent(opened: Opened) -> None:
    page = opened(OLA, SEVEN_B, script=False)
    page.locator("#ansvarlig").fill("Testperson")
    page.get_by_role("button", name="Se over og send").click()
    page.get_by_role("button", name="Send inn").click()
    expect(page.get_by_role("heading", name="Skjemaet kan ikke sendes ennå")).to_be_visible()
    page.get_by_role("link", name=re.compile("Overnattingsdøgn i 2026: barn")).click()
    assert "#dogn_barn" in page.url
    assert "må besvares" in found(page, "dogn_barn")


def test_numbers_are_shown_in_norwegian_and_nonsense_stays(opened: Opened, fresh: Expected) -> None:
    page = opened(KARI, fresh)
    fill(page, {"aarsverk_raadgivning": "1234.5", "saker_raadgivning": "tolv"})
    leave(page, "saker_raadgivning")
    expect(page.locator("#aarsverk_raadgivning")).to_have_value("1\u00a0234,5")
    expect(page.locator("#saker_raadgivning-funn")).to_contain_text("«tolv», men svaret skal være et helt tall")
    expect(page.locator("#saker_raadgivning")).to_have_value("tolv")


def test_a_question_that_was_left_empty_is_told_and_the_others_wait(opened: Opened, fresh: Expected) -> None:
    page = opened(KARI, fresh)
    page.locator("#saker_raadgivning").fill("1")
    page.locator("#saker_raadgivning").fill("")
    leave(page, "saker_raadgivning")
    expect(page.locator("#saker_raadgivning-funn")).to_contain_text("må besvares")
    assert found(page, "aarsverk_raadgivning") == ""


def test_sums_are_added_while_one_types(opened: Opened, fresh: Expected) -> None:
    page = opened(KARI, fresh)
    total = page.locator("[data-total=aarsverk_242_sum]")
    expect(total).to_be_hidden()
    page.locator("#aarsverk_242_sosionom").press_sequentially("4,5")
    expect(total).to_contain_text("Delene er til sammen 4,5.")
    page.locator("#aarsverk_242_kontor").press_sequentially("2")
    page.locator("#aarsverk_242_sum").press_sequentially("6,5")
    expect(total).to_contain_text("til sammen 6,5. Det stemmer.")


def test_a_follow_up_comes_with_the_answer_before_it(opened: Opened, fresh: Expected) -> None:
    page = opened(KARI, fresh)
    follow_up = page.locator("[data-question=reglement_flyktninger_belop]")
    expect(follow_up).to_be_hidden()
    page.get_by_label("Ja").check()
    expect(follow_up).to_be_visible()
    page.locator("#reglement_flyktninger_belop").fill("5000")
    page.get_by_label("Nei").check()
    expect(follow_up).to_be_visible()
    page.locator("#reglement_flyktninger_belop").fill("")
    leave(page, "reglement_flyktninger_belop")
    expect(follow_up).to_be_hidden()


def test_without_a_script_the_follow_up_stands_with_a_note(opened: Opened, fresh: Expected) -> None:
    page = opened(KARI, fresh, script=False)
    expect(page.locator("#reglement_flyktninger_belop-naar")).to_contain_text("Besvares bare når svaret på")


def test_last_year_and_help_stand_beside_the_question(opened: Opened) -> None:
    page = opened(OLA)
    beside = page.locator("[data-question=aarsverk_242_sum] .beside")
    expect(beside).to_contain_text("I fjor: 60,0 årsverk")
    beside.get_by_text("Hjelp").click()
    expect(beside.get_by_text("Vanlig feil")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_the_second_of_two_is_told_and_may_choose_their_own(opened: Opened, fresh: Expected, script: bool) -> None:
    first, second = opened(KARI, fresh, script), opened(OLA, fresh, script)
    fill(first, {"saker_raadgivning": "10", "ansvarlig": "Kari"})
    first.get_by_role("button", name="Lagre", exact=True).click()
    saved(first)
    fill(second, {"saker_raadgivning": "20"})
    if script:
        leave(second, "saker_raadgivning")
    else:
        second.get_by_role("button", name="Lagre", exact=True).click()
    notice = second.locator("#moete")
    expect(notice).to_contain_text("Kari har også skrevet i skjemaet")
    expect(notice).to_contain_text("Svaret til Kari: 10")
    if script:
        expect(second.locator("[data-status]").get_by_role("link")).to_have_text("Kari har også skrevet i skjemaet")
    expect(second.locator("#saker_raadgivning")).to_have_value("10")
    expect(second.locator("#ansvarlig")).to_have_value("Kari")
    second.get_by_label("Bruk mitt svar: 20").check()
    if not script:
        second.get_by_role("button", name="Lagre", exact=True).click()
    expect(second.locator("#saker_raadgivning")).to_have_value("20")
    saved(second)
    second.goto(address(fresh) + "/versjoner")
    expect(second.get_by_text("Lagt til side fordi en annen hadde svart noe annet").first).to_be_visible()


def test_a_save_that_fails_is_tried_again_and_nothing_is_lost(opened: Opened, fresh: Expected) -> None:
    page = opened(KARI, fresh)

    def gone(route: Route) -> None:
        route.abort()

    page.route("**/utkast.json", gone)
    page.locator("#epost").fill("kari@k110300.example")
    leave(page, "epost")
    expect(page.locator("[data-status]")).to_contain_text("Ikke lagret: får ikke kontakt")
    page.unroute("**/utkast.json", gone)
    expect(page.locator("[data-status]")).to_contain_text("Lagret")
    page.reload()
    expect(page.locator("#epost")).to_have_value("kari@k110300.example")


def test_the_other_language_keeps_what_is_typed(opened: Opened, fresh: Expected) -> None:
    page = opened(KARI, fresh)
    page.locator("#telefon").fill("51 00 00 00")
    page.get_by_role("link", name="Nynorsk").click()
    expect(page).to_have_url(re.compile("/nn/"))
    expect(page.locator("#telefon")).to_have_value("51 00 00 00")
    expect(page.get_by_text("Utkast. Sist lagra")).to_be_visible()


def test_an_earlier_version_is_brought_back(opened: Opened, fresh: Expected) -> None:
    page = opened(KARI, fresh, script=False)
    page.locator("#bydelsnavn").fill("Feil sted")
    page.get_by_role("button", name="Lagre", exact=True).click()
    other = opened(OLA, fresh, script=False)
    other.locator("#bydelsnavn").fill("")
    other.get_by_role("button", name="Lagre", exact=True).click()
    other.get_by_role("link", name="Tidligere versjoner").click()
    other.get_by_role("button", name=re.compile("Gå tilbake til denne")).first.click()
    expect(other.get_by_text("er hentet fram igjen")).to_be_visible()
    other.goto(address(fresh))
    expect(other.locator("#bydelsnavn")).to_have_value("Feil sted")


def test_one_hands_over_and_another_sends(opened: Opened) -> None:
    """Both see the same: ready, and then sent. Whoever may only see, sees."""
    kari = opened(KARI, TWELVE, script=False, language="nn")
    for label in ("ansvarlig", "sats_enslig", "sats_ektepar", "sats_barn_0_5", "sats_barn_6_10", "sats_barn_11_17"):
        kari.locator(f"#{label}").fill("Testperson" if label == "ansvarlig" else "8000")
    kari.locator("#vedtaksdato").fill("10.12.2025")
    kari.locator("#gjelder_fra").fill("1.1.2026")
    for group in kari.locator("fieldset").all():
        group.locator("input[type=radio]").nth(1).check()
    kari.get_by_role("button", name="Sjå over og send").click()
    for box in kari.get_by_label("Det stemmer").all():
        box.check()
    kari.get_by_role("button", name="Meld klart til sending").click()
    expect(kari.get_by_text("Klart til sending. Meldt klart")).to_be_visible()
    sissel = opened(SISSEL, TWELVE)
    expect(sissel.get_by_text("Klar til sending. Meldt klar")).to_be_visible()
    expect(sissel.get_by_text("Du kan se skjemaet, men ikke endre det.")).to_be_visible()
    assert sissel.get_by_role("button", name="Send inn").count() == 0
    ola = opened(OLA, TWELVE)
    ola.goto(address(TWELVE) + "/se-over")
    ola.get_by_role("button", name="Send inn").click()
    expect(ola.get_by_role("heading", level=1)).to_have_text("Skjema 12 er sendt")
    kari.reload()
    expect(kari.get_by_text("Sendt", exact=False).first).to_be_visible()


def test_the_keyboard_is_enough(opened: Opened, fresh: Expected) -> None:
    page = opened(KARI, fresh, script=False)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "ansvarlig":
            break
    page.keyboard.type("Kari Nordmann")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator("#ansvarlig")).to_have_value("Kari Nordmann")


PAGES = ("", "?kontroller=1", "/se-over", "/versjoner", "/utskrift", "/utskrift?tomt=1", "/sendt")


@pytest.fixture(scope="module")
def looking(browser: Browser, played: House) -> Iterator[Page]:
    """Last year's form: with answers, findings, versions and a receipt."""
    played.expect_anew(BEFORE)
    with played.opened(browser, OLA, script=True, viewport=WIDE) as context:
        page = context.new_page()
        page.goto(address(BEFORE))
        page.locator("#aarsverk_sum").fill("1")
        page.get_by_role("button", name="Kontroller").click()
        yield page


@pytest.mark.parametrize("below", PAGES)
def test_axe_finds_nothing(looking: Page, below: str) -> None:
    """In both themes, and at 400 % zoom."""
    looking.goto(address(BEFORE) + below)
    bears_looking_at(looking)
