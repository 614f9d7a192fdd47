"""The calendar in a browser without JavaScript: what comes, what came and was corrected, what it changed, and what has ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import House, house
from integration.publication.released import AGES, HOURS, OLE, SEXES, SIRI, YEAR, approved_run, released
from kostra.app.publication import approving, releasing
from kostra.app.publication.releasing import Order
from kostra.model.release import Kind


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with house(folder) as found:
        system, data = found.system, folder / "data"
        first = released(system, data)
        found.clock.time = HOURS[Kind.PROVISIONAL] + timedelta(days=1)
        approved_run(system, data, {AGES: {("1103", "a"): 21}, SEXES: {}})
        order = Order(YEAR, Kind.CORRECTION, tables=(AGES,), corrects=first.id, reason="En kommune var talt to ganger")
        approving.approve(system, OLE, data, releasing.make(system, SIRI, data, order).id)
        yield found


@pytest.fixture
def page(played: House, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=played.address, viewport=WIDE)
    yield context.new_page()
    context.close()


def test_from_the_calendar_to_what_a_correction_changed(page: Page) -> None:
    page.goto("/nb/kalender")
    the_keyboard_reaches_everything(page)
    bears_looking_at(page)
    expect(page.get_by_role("region", name="Kommer").get_by_text("15. juni 2027 kl. 08.00")).to_be_visible()
    page.get_by_role("link", name="Retting av tall for 2026").click()
    expect(page.get_by_text("Retting: En kommune var talt to ganger.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=AGES).get_by_role("cell").nth(3)).to_have_text("1")
    bears_looking_at(page)
    page.goto("/nn/endringer")
    expect(page.get_by_role("heading", name="Førebelse tal for 2026")).to_be_visible()
    bears_looking_at(page)
    page.goto("/en/brudd")
    expect(page.get_by_role("row").filter(has_text="04687")).to_be_visible()
    bears_looking_at(page)
