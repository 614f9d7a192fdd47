"""A proposal in a browser, from entry to the changed draft: tried, heard, decided, made into a patch by one and approved by another, and
shown by the pages of the draft. Without a script, with the keyboard, and looked at with axe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import House, house
from integration.editing.editors import straight
from integration.portal.house import session
from integration.proposals.walking import BEGINS, BERIT, LEA, OLA, SIRI
from integration.receiving.records import records
from kostra.app.permissions import Asker
from kostra.app.proposals import drafts
from kostra.app.proposals.hearing import hearings
from kostra.model.period import Period
from kostra.model.submission import Expected

YEAR = drafts.year()
STAVANGER = "110300"
ASKED, ASKED_NN = "Hvilken ytelse ga mest penger i løpet av året?", "Kva yting gav mest pengar i løpet av året?"
EXAMPLE = "Sykepenger i ti måneder og dagpenger i to: skriv 01."
EXAMPLE_NN = "Sjukepengar i ti månader og dagpengar i to: skriv 01."


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(Path(tmp_path_factory.mktemp("house"))) as found:
        found.clock.time = BEGINS
        for who in (OLA, BERIT, SIRI, LEA):
            found.sessions[who.actor.name] = session(found.system, who)
        straight(found.system, Expected("11F", Period(2025), STAVANGER), records(2025, STAVANGER, 12))
        yield found


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def opened(
    proposed: House, browser: Browser, contexts: list[BrowserContext], who: Asker, *, script: bool = False
) -> Page:
    proposed.sessions[who.actor.name] = session(proposed.system, who)
    contexts.append(proposed.opened(browser, who, script=script, viewport=WIDE))
    return contexts[-1].new_page()


def change(page: Page, kind: str, **texts: str) -> None:
    """One change, in its boxes; those that the page has filled in stay."""
    page.get_by_label("Hva som endres").select_option(label=kind)
    page.get_by_role("button", name="Vis feltene").click()
    for name, text in texts.items():
        box = page.locator(f"#box-{name}")
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)
    page.get_by_role("button", name="Legg til", exact=True).click()


def test_a_proposal_is_walked_from_entry_to_the_changed_draft(
    proposed: House, browser: Browser, contexts: list[BrowserContext]
) -> None:
    def look(page: Page, who: Asker | None) -> None:
        """The same page in a browser with scripts, which axe needs."""
        seen = (
            opened(proposed, browser, contexts, who, script=True)
            if who
            else _anybody(proposed, browser, contexts, script=True)
        )
        seen.goto(page.url)
        bears_looking_at(seen)
        seen.goto(page.url)
        the_keyboard_reaches_everything(seen)
        seen.context.close()

    # Ola in Stavanger writes it, says exactly what changes, and enters it.
    ola = opened(proposed, browser, contexts, OLA)
    ola.goto("/nb/forslag/nytt?slag=changed-field&skjema=11F&felt=trygdesit")
    ola.get_by_label("Tittel").fill("Spør om hele året")
    ola.get_by_label("Fra rapporteringsåret").fill(str(YEAR))
    for label, text in {
        "Hva som skal endres": "Spør om ytelsen som ga mest i året, og ikke ved siste kontakt.",
        "Hvorfor": "Ved siste kontakt er ofte et annet svar enn for året.",
        "For tidsseriene": "Brudd i tabell 91107.",
        "For kommunene": "Lettere å svare.",
        "For leverandørene": "Ny ledetekst.",
        "For brukerne av statistikken": "Tallene gjelder hele året.",
    }.items():
        ola.get_by_label(label, exact=True).fill(text)
    ola.get_by_role("button", name="Lagre kladden").click()
    expect(ola.get_by_role("heading", level=1)).to_contain_text("Spør om hele året")
    here = ola.url
    ola.goto(f"{here}/endringer")
    change(ola, "Ordlyden i et spørsmål", text_nb=ASKED, text_nn=ASKED_NN)
    change(ola, "Veiledningen til et felt", part="example", text_nb=EXAMPLE, text_nn=EXAMPLE_NN)
    look(ola, OLA)
    ola.goto(here)
    ola.get_by_role("button", name="Fremm forslaget").click()

    # Siri at the desk tries it on what has come, and sends it on a hearing.
    siri = opened(proposed, browser, contexts, SIRI)
    siri.goto(here)
    siri.get_by_role("button", name="Prøv", exact=True).click()
    tried = siri.get_by_role("row").filter(has_text="2025")
    expect(tried.first).to_contain_text("12")
    siri.get_by_label("Hvem som inviteres").fill("KS")
    due = (BEGINS + timedelta(days=30)).date()
    siri.get_by_label("Siste dag for svar").fill(f"{due}")
    siri.get_by_label("Hva dere vil ha svar på").fill("Er spørsmålet klart?")
    siri.get_by_role("button", name="Send på høring").click()
    berit = opened(proposed, browser, contexts, BERIT)
    berit.goto(f"{here}/svar")
    berit.locator("#for").select_option("annen")
    berit.locator("#kontor").fill("Bergen kommune")
    berit.locator("#syn-for").check()
    berit.locator("#tekst").fill("Ja, dette er klarere.")
    berit.get_by_role("button", name="Send svaret").click()
    proposed.clock.time = BEGINS + timedelta(days=31)
    hearings(proposed.system)

    # It is put before a meeting, and Lea decides.
    siri = opened(proposed, browser, contexts, SIRI)
    siri.goto("/nb/forslag/moter")
    siri.locator("#dag").fill(f"{proposed.clock.time.date()}")
    siri.locator("#sted").fill("Teams")
    siri.get_by_role("button", name="Kall inn").click()
    siri.get_by_label("1 Spør om hele året").check()
    siri.locator("form", has=siri.locator("input[name=forslag]")).get_by_role("button").click()
    lea = opened(proposed, browser, contexts, LEA)
    lea.goto(here)
    lea.locator("#vedtak-accepted").check()
    lea.locator("#grunn-vedtak").fill("Støttet av kommunene.")
    lea.get_by_role("button", name="Lagre vedtaket").click()

    # Siri makes the patch, and Lea reads and approves it: with the keyboard alone.
    siri.goto(here)
    make = siri.get_by_role("button", name="Lag endringsfil")
    make.focus()
    siri.keyboard.press("Enter")
    patch = siri.get_by_role("region", name="Endringsfil 1")
    expect(patch).to_contain_text(f'{YEAR} = "{ASKED}"')
    expect(siri.get_by_role("button", name="Godkjenn endringsfilen")).to_have_count(0)
    look(siri, SIRI)
    lea.goto(here)
    lea.get_by_role("button", name="Godkjenn endringsfilen").focus()
    lea.keyboard.press("Enter")
    look(lea, LEA)

    # Anybody sees the draft: the form, its specification, its change log and its guide.
    anybody = _anybody(proposed, browser, contexts)
    anybody.goto(here)
    anybody.get_by_role("link", name=f"Se utkastet for {YEAR}").click()
    expect(anybody.get_by_role("region", name="Forslagene som er lagt inn")).to_contain_text("Står i utkastet")
    look(anybody, None)
    anybody.goto(f"/nb/utkast/{YEAR}")
    anybody.get_by_role("link", name="11F Økonomisk sosialhjelp").click()
    expect(anybody.get_by_role("row").filter(has_text="TRYGDESIT").first).to_contain_text(ASKED)
    look(anybody, None)
    anybody.goto(f"/nb/utkast/{YEAR}/11F")
    anybody.get_by_role("navigation", name="Sider i utkastet").get_by_role("link", name="Endringer").click()
    expect(anybody.locator("main")).to_contain_text(ASKED)
    expect(anybody.locator("main")).to_contain_text("Vedtatt etter forslag 1: Støttet av kommunene.")
    look(anybody, None)
    anybody.goto(f"/nn/utkast/{YEAR}/11F/veiledning")
    expect(anybody.locator("main")).to_contain_text(EXAMPLE_NN)
    expect(anybody.locator("main")).to_contain_text(ASKED_NN)
    look(anybody, None)
    anybody.goto(f"/nb/skjema/11F/{YEAR}")
    expect(anybody.locator("main")).not_to_contain_text(ASKED)


def _anybody(proposed: House, browser: Browser, contexts: list[BrowserContext], *, script: bool = False) -> Page:
    contexts.append(browser.new_context(base_url=proposed.address, viewport=WIDE, java_script_enabled=script))
    return contexts[-1].new_page()
