"""Editing in a browser: from the heat map to the amount that is a thousand times too large and back, stale edits, the table of records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at
from browser.played import House, house
from integration.databases import job_runner
from integration.editing_pages.country import GROUP, HERE, OLE, STAVANGER, TOP, UNITS, WHOLE, country, deliver, file
from integration.followup.desk import warned_file
from integration.portal.house import OLA, SIRI, session
from integration.receiving.sending import asker, send
from kostra.app.editing import changing
from kostra.app.editing.previewing import Wanted
from kostra.app.editing.records import Query, find
from kostra.app.followup.comparing import compare_lists
from kostra.app.permissions import Asker
from kostra.model.edit import Reason
from kostra.model.people import Right

PEOPLE = 130
ROWS = PEOPLE * len(UNITS)
SHEET = f"{HERE}/poster?enhet={STAVANGER}"


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(Path(tmp_path_factory.mktemp("house"))) as found:
        for who in (SIRI, OLE):
            found.sessions[who.actor.name] = session(found.system, who)
        country(found.system, PEOPLE)
        yield found


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def opened(edited: House, browser: Browser, contexts: list[BrowserContext], who: Asker, *, script: bool) -> Page:
    contexts.append(edited.opened(browser, who, script=script, viewport=WIDE))
    return contexts[-1].new_page()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_the_thousand_error_is_found_mended_and_given_back(
    edited: House, browser: Browser, contexts: list[BrowserContext], script: bool
) -> None:
    siri = opened(edited, browser, contexts, SIRI, script=script)
    siri.goto(TOP)
    siri.get_by_role("link", name="Økonomisk sosialhjelp 2026").click()
    row = siri.get_by_role("row").filter(has_text=GROUP)
    wrong = row.get_by_role("cell").nth(2).inner_text()
    expect(row.locator("td.up-2")).to_have_count(2)
    row.get_by_role("cell").nth(2).get_by_role("link").click()
    ranked = siri.get_by_role("region", name="Kommunene, de som skiller seg mest ut først").get_by_role("row")
    expect(ranked.nth(1)).to_contain_text("Stavanger")
    expect(ranked.nth(1)).to_contain_text("skiller seg ut")
    ranked.nth(1).get_by_role("link").click()
    largest = siri.get_by_role("region", name="Linjene som gir mest på Bidrag").get_by_role("row")
    expect(largest.nth(1)).to_contain_text("9\u00a0000\u00a0000")
    largest.nth(1).get_by_role("link").click()
    expect(siri.locator("main")).to_contain_text("K36")
    siri.get_by_role("link", name="Rett BIDRAG", exact=True).click()
    siri.get_by_label("Ny verdi").fill("9000")
    if not script:
        siri.get_by_role("button", name="Se hva det gjør").click()
    foreseen = siri.get_by_role("region", name="Hva endringen gjør")
    expect(foreseen.get_by_role("row").filter(has_text="hele landet").first).to_be_visible()
    expect(foreseen.get_by_role("row").filter(has_text="Stavanger").first).to_contain_text("Bidrag")
    siri.get_by_role("button", name="Lagre rettingen").click()
    expect(siri.get_by_role("status")).to_contain_text("Den gjelder når en kollega har bekreftet den.")

    ole = opened(edited, browser, contexts, OLE, script=script)
    ole.goto(TOP)
    ole.get_by_role("link", name="1 venter").click()
    ole.get_by_role("button", name="Bekreft").click()
    expect(ole.get_by_role("status")).to_contain_text("Rettingen er bekreftet")

    siri.goto(HERE)
    row = siri.get_by_role("row").filter(has_text=GROUP)
    expect(row.get_by_role("cell").nth(2)).not_to_have_text(wrong, use_inner_text=True)
    expect(row.locator("td[class*=up-]")).to_have_count(0)
    siri.goto(f"{HERE}/endringer?hva=gjelder")
    siri.get_by_role("button", name="Angre").click()
    expect(siri.get_by_role("status")).to_contain_text("verdien er som før")
    siri.goto(HERE)
    expect(siri.get_by_role("row").filter(has_text=GROUP).get_by_role("cell").nth(2)).to_have_text(
        wrong, use_inner_text=True
    )


def test_the_table_is_worked_in_with_the_keyboard(
    edited: House, browser: Browser, contexts: list[BrowserContext]
) -> None:
    """Begin, change, save, leave; somebody else's change is told with both values, and what was typed stays."""
    siri = opened(edited, browser, contexts, SIRI, script=True)
    siri.goto(SHEET)
    grid = siri.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", str(PEOPLE + 1))
    column = siri.locator("#grid thead th").evaluate_all(
        "(all) => all.findIndex((one) => one.dataset.field === 'laan')"
    )
    first = grid.locator("[data-row='0'] > *").first
    first.focus()
    for _ in range(column):
        siri.keyboard.press("ArrowRight")
    siri.keyboard.press("ArrowDown")
    cell = grid.locator("[data-row='1'] > *").nth(column)
    expect(cell).to_be_focused()
    siri.keyboard.press("Enter")
    siri.keyboard.type("12x")
    siri.keyboard.press("Escape")
    expect(cell).to_have_text("0")
    expect(cell).to_be_focused()
    siri.keyboard.type("150")
    siri.keyboard.press("Enter")
    expect(cell).to_have_text("150")
    expect(siri.get_by_role("status")).to_contain_text("LAAN er lagret.")
    below = grid.locator("[data-row='2'] > *").nth(column)
    expect(below).to_be_focused()

    line = find(edited.system, OLE, WHOLE, Query(unit=STAVANGER, line=3)).lines[0]
    changing.change(edited.system, OLE, WHOLE, Wanted(STAVANGER, line.record, "laan", "0", "70"), Reason.OWNER)
    siri.keyboard.type("90")
    siri.keyboard.press("Enter")
    expect(siri.get_by_role("status")).to_contain_text("Nå står det «70». Du skrev «90»")
    expect(below.locator("input")).to_have_value("90")
    siri.keyboard.press("Enter")
    expect(below).to_have_text("90")
    siri.keyboard.press("ArrowUp")
    siri.keyboard.press("Home")
    siri.keyboard.press("Enter")
    expect(siri.get_by_role("heading", level=1)).to_contain_text("fra Stavanger")
    for _ in range(3):
        siri.goto(f"{HERE}/endringer?hva=gjelder&enhet={STAVANGER}")
        siri.get_by_role("button", name="Angre").first.click()
    expect(siri.get_by_role("button", name="Angre")).to_have_count(0)


def test_only_the_rows_in_sight_are_in_the_page(
    edited: House, browser: Browser, contexts: list[BrowserContext]
) -> None:
    siri = opened(edited, browser, contexts, SIRI, script=True)
    siri.goto(f"{HERE}/poster")
    grid = siri.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", str(ROWS + 1))
    grid.locator("[data-row='0'] > *").first.focus()
    siri.keyboard.press("Control+End")
    last = grid.locator(f"[data-row='{ROWS - 1}'] > *").last
    expect(last).to_be_focused()
    assert grid.locator("tbody tr").count() < 80
    siri.keyboard.press("PageUp")
    expect(last).not_to_be_focused()
    siri.keyboard.press("Control+Home")
    expect(grid.locator("[data-row='0'] > *").first).to_be_focused()
    assert grid.locator("tbody tr").count() < 80
    numbers = grid.locator("tbody tr[data-row]").evaluate_all("(all) => all.map((one) => Number(one.dataset.row))")
    assert numbers == list(range(len(numbers)))


def test_without_a_script_the_rows_are_leafed_through(
    edited: House, browser: Browser, contexts: list[BrowserContext]
) -> None:
    siri = opened(edited, browser, contexts, SIRI, script=False)
    siri.goto(SHEET)
    rows = siri.get_by_role("region", name=f"Linjer: {PEOPLE}").get_by_role("row")
    expect(rows).to_have_count(101)
    siri.get_by_role("button", name="De neste linjene").click()
    expect(rows).to_have_count(PEOPLE - 100 + 1)
    expect(rows.nth(1)).to_contain_text("Linje 101")
    rows.nth(1).get_by_role("link").click()
    expect(siri.get_by_role("heading", level=1)).to_have_text("Linje 101 fra Stavanger")


def test_stale_edits_are_decided_after_a_new_delivery(
    edited: House, browser: Browser, contexts: list[BrowserContext]
) -> None:
    """With the keyboard alone, once the list is open."""
    unit = UNITS[-1]
    for line, to in ((1, "20100"), (3, "20300")):
        record = find(edited.system, SIRI, WHOLE, Query(unit=unit, line=line)).lines[0].record
        changing.change(edited.system, SIRI, WHOLE, Wanted(unit, record, "bidrag", "20000", to), Reason.REVIEW)
    changes = {0: {"bidrag": "20050"}, 2: {"bidrag": "20060"}}
    deliver(edited.system, WHOLE.of(unit), file(2026, unit, changes, PEOPLE), again="-2")
    siri = opened(edited, browser, contexts, SIRI, script=False)
    siri.goto(TOP)
    siri.get_by_role("link", name="2 å avgjøre").click()
    siri.get_by_role("checkbox").first.focus()
    siri.keyboard.press("Space")
    siri.get_by_label("Kommentar").focus()
    siri.keyboard.type("Gjelder fortsatt")
    siri.keyboard.press("Tab")
    siri.keyboard.press("Enter")
    expect(siri.get_by_role("status")).to_contain_text("Rettingene gjelder nå for linjene i den nye innsendingen.")
    siri.get_by_role("checkbox").first.check()
    siri.get_by_role("button", name="Slipp de valgte").click()
    expect(siri.get_by_text("Ingen rettinger venter på en avgjørelse.")).to_be_visible()
    found = find(edited.system, SIRI, WHOLE, Query(unit=unit))
    amounts = [one.values[found.fields.index("bidrag")] for one in found.lines]
    assert (amounts[0], amounts[2]) == ("20100", "20060")


def test_an_error_list_is_worked_to_stale_edits_that_are_decided(
    edited: House, browser: Browser, contexts: list[BrowserContext]
) -> None:
    """The desk asks and mends meanwhile; the municipality answers with a new file, which says something else, and once the same."""
    unit = UNITS[-2]
    arrives(edited, unit, warned_file(PEOPLE, 3, unit=unit))
    siri = opened(edited, browser, contexts, SIRI, script=False)
    siri.goto(f"/nb/skrivebord/enhet/{unit}")
    asking = siri.get_by_role("region", name="Lag og send feilliste")
    asking.get_by_label("Svarfrist").fill("2027-02-20")
    asking.get_by_role("button", name="Send feillisten").click()
    expect(siri.get_by_role("heading", level=1)).to_contain_text("Skjema 11F 2026")
    asked = siri.url
    for number in range(3):
        siri.goto(f"{HERE}/kommune/{unit[:4]}/funn?kontroll=K36")
        siri.get_by_role("link", name=f"Linje {number + 1}", exact=True).click()
        siri.get_by_role("link", name="Rett BIDRAG", exact=True).click()
        siri.get_by_label("Ny verdi").fill("20000")
        siri.locator("#svarer").select_option("K36")
        siri.get_by_role("button", name="Lagre rettingen").click()
        expect(siri.get_by_role("status")).to_contain_text("lagret")

    edited.give(unit, OLA)
    ola = opened(edited, browser, contexts, OLA, script=False)
    ola.goto(f"/nb/feilliste/{asked.rpartition('/')[2]}")
    for number in range(1, 4):
        ola.locator(f'[name="svar-{number}"]').select_option("corrected")
    ola.locator("main form").last.get_by_role("button").click()
    arrives(edited, unit, file(2026, unit, {0: {"bidrag": "20030"}, 1: {"bidrag": "20040"}}, PEOPLE))

    siri.goto(TOP)
    siri.get_by_role("link", name="2 å avgjøre").click()
    expect(siri.get_by_text("Rettet av kommunen selv")).to_be_visible()
    siri.get_by_role("checkbox").first.check()
    siri.get_by_role("button", name="Behold de valgte").click()
    expect(siri.get_by_role("status")).to_contain_text("Rettingene gjelder nå for linjene i den nye innsendingen.")
    siri.get_by_role("checkbox").first.check()
    siri.get_by_role("button", name="Slipp de valgte").click()
    expect(siri.get_by_text("Ingen rettinger venter på en avgjørelse.")).to_be_visible()
    found = find(edited.system, SIRI, WHOLE, Query(unit=unit))
    amounts = [one.values[found.fields.index("bidrag")] for one in found.lines[:3]]
    assert amounts == ["20000", "20040", "20000"]
    siri.goto(f"{HERE}/kommune/{unit[:4]}/funn?kontroll=K36")
    expect(siri.get_by_role("link", name="Linje 1", exact=True)).to_have_count(0)
    expect(siri.get_by_role("link", name="Linje 2", exact=True)).to_be_visible()


def arrives(edited: House, unit: str, content: bytes) -> None:
    """Sent for the municipality, through the controls, and held against the error lists that are open."""
    send(edited.system, content, asker(Right.SEND, region=unit), WHOLE.of(unit))
    job_runner(edited.system, edited.database)()
    compare_lists(edited.system)


def test_axe_finds_nothing_on_any_page_of_editing(
    edited: House, browser: Browser, contexts: list[BrowserContext]
) -> None:
    """In the light and the dark theme, on a wide screen and at 400 % zoom, where nothing but a table scrolls sideways."""
    line = find(edited.system, SIRI, WHOLE, Query(unit=STAVANGER, line=2)).lines[0]
    record = f"{HERE}/post/{STAVANGER}/{line.record}"
    wanted = Wanted(STAVANGER, line.record, "bidrag", "9000000", "8999")
    saved = changing.change(edited.system, OLE, WHOLE, wanted, Reason.REVIEW, "Ringt til kommunen")
    siri = opened(edited, browser, contexts, SIRI, script=True)
    for path in (
        TOP,
        HERE,
        f"{HERE}?niva=by",
        f"{HERE}/gruppe/{GROUP}?variabel=bidrag",
        f"{HERE}/kommune/1103",
        f"{HERE}/kommune/1103/funn",
        SHEET,
        record,
        f"{record}?felt=bidrag",
        f"{record}?felt=vklo",
        f"{HERE}/endringer",
        f"{HERE}/foreldet",
        f"{HERE}/regel",
    ):
        siri.goto(path)
        bears_looking_at(siri)
    changing.undo(edited.system, SIRI, saved.edit.id)
