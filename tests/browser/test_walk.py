"""Walks through the site as a reader does: with a keyboard, without JavaScript, on a wide screen and a narrow one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import NARROW


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the link with this name has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and (focused.get_attribute("aria-label") or focused.inner_text()).strip() == name:
            return
    raise AssertionError(f"«{name}» was not reached with the keyboard on {page.url}")


def follow(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_the_front_page_to_a_field_by_keyboard(page: Page) -> None:
    page.goto("/")
    follow(page, "Skjema")
    follow(page, "11F")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Skjema 11F")
    follow(page, "Filbeskrivelse 2026")
    expect(page.get_by_role("heading", level=1)).to_have_text("Filbeskrivelse for skjema 11F, 2026")
    follow(page, "Veiledning til TRYGDESIT")
    assert page.url.endswith("/nb/veiledning/11F/2026/trygdesit")
    follow(page, "Se spørsmålet sammen med resten av skjemaet")
    assert page.url.endswith("/nb/veiledning/11F/2026#trygdesit")
    expect(page.locator("#trygdesit")).to_be_in_viewport()


def test_an_old_address_of_a_guide_leads_to_the_same_place_on_the_page(page: Page) -> None:
    page.goto("/nb/skjema/11F/veiledning#trygdesit")
    assert page.url.endswith("/nb/veiledning/11F/2026#trygdesit")
    expect(page.locator("#trygdesit")).to_be_in_viewport()


def test_the_first_tab_leads_past_the_menu(page: Page) -> None:
    page.goto("/nb/skjema")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hopp til innholdet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_the_language_switch_stays_on_the_page_and_is_remembered(page: Page) -> None:
    page.goto("/nb/skjema/11F/2026")
    follow(page, "Nynorsk")
    assert page.url.endswith("/nn/skjema/11F/2026")
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    expect(page.get_by_role("heading", level=1)).to_have_text("Filskildring for skjema 11F, 2026")
    page.goto("/")
    assert page.url.endswith("/nn/")


def test_search_with_norwegian_letters_leads_to_the_field(page: Page) -> None:
    page.goto("/nb/")
    page.get_by_role("searchbox").fill("FØDSELSNUMMER")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("treff på «FØDSELSNUMMER»")
    expect(page.locator("mark").first).to_be_visible()
    page.locator(".hits h3 a[href*='/veiledning/11F/']").first.click()
    assert page.url.endswith("/nb/veiledning/11F/2026/person_fodselsnr")
    expect(page.get_by_role("heading", level=1)).to_contain_text("fødselsnummer")


def test_two_years_are_compared_with_a_plain_form(page: Page) -> None:
    page.goto("/nn/skjema/11F/endringer")
    page.get_by_label("Frå", exact=True).select_option("2022")
    page.get_by_label("Til", exact=True).select_option("2025")
    page.get_by_role("button", name="Vis endringane").click()
    assert page.url.endswith("/nn/skjema/11F/endringer/2022/2025")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skjema 11F: endringar frå 2022 til 2025")


def test_years_the_wrong_way_round_are_explained_and_can_be_turned(page: Page) -> None:
    page.goto("/nb/skjema/11F/endringer")
    page.get_by_label("Fra", exact=True).select_option("2026")
    page.get_by_label("Til", exact=True).select_option("2024")
    page.get_by_role("button", name="Vis endringene").click()
    expect(page.get_by_text("Bytt om på dem")).to_be_visible()
    page.get_by_role("link", name="Endringer fra 2024 til 2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skjema 11F: endringer fra 2024 til 2026")


@pytest.fixture(scope="module")
def narrow(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context(base_url=address, viewport=NARROW) as context:
        yield context.new_page()


@pytest.mark.parametrize(
    "path",
    [
        "/nb/",
        "/nb/skjema",
        "/nn/skjema/11F",
        "/nb/skjema/11F/2026",
        "/nn/skjema/7/2026",
        "/nb/veiledning/11F/2026",
        "/nn/veiledning/11F/2026/trygdesit",
        "/nb/veiledning/aar/2026",
        "/nb/skjema/11F/endringer",
        "/nb/veiledning/sok?q=stønad",
        "/dokumentasjon/reference/form-files",
        "/nb/finnes-ikke",
    ],
)
def test_at_400_per_cent_only_tables_scroll_sideways(narrow: Page, path: str) -> None:
    narrow.goto(path)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_a_wide_table_is_scrolled_with_the_keyboard(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport=NARROW)
    try:
        page = context.new_page()
        page.goto("/nb/skjema/11F/2026")
        table = page.get_by_role("region", name="Feltene")
        table.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.table').scrollLeft > 0")
    finally:
        context.close()


def test_nothing_is_asked_of_another_address_and_nothing_is_refused(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    try:
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        for path in ("/nb/", "/nb/skjema", "/nn/skjema/11F/2026", "/nb/veiledning/11F/2026", "/dokumentasjon/"):
            page.goto(path)
        assert all(url.startswith((address, "data:")) for url in asked)
        assert said == []
    finally:
        context.close()


def test_paper_shows_the_text_and_not_the_menu(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/nb/veiledning/11F/2026")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for hidden in ("header.top", ".contents", "footer"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.get_by_text("Skriv ut:")).to_be_hidden()
    expect(page.locator("#trygdesit")).to_be_visible()
