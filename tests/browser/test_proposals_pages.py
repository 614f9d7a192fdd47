"""The pages of the proposals in a browser: axe finds nothing on any of them, and the keyboard reaches everything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from browser.conftest import WIDE
from browser.looking import bears_looking_at, the_keyboard_reaches_everything
from browser.played import House, house
from integration.portal.house import session
from integration.proposals.walking import BEGINS, BERIT, LEA, OLA, SIRI, entered, in_hearing, in_meeting, plain
from kostra.app.permissions import Asker
from kostra.app.proposals import deciding, entering, hearing, trials
from kostra.model.proposal import Stance, State

TOP = "/nb/forslag"
TRIED, HEARD, MET, DECIDED, DRAFT = (f"{TOP}/{number}" for number in range(1, 6))
PAGES = (
    (
        SIRI,
        (TRIED, HEARD, MET, DECIDED, f"{TOP}/moter", f"{TOP}/moter/1", f"{HEARD}/svar", f"{TRIED}/rediger"),
    ),
    (
        OLA,
        (
            *(f"{TOP}/nytt", f"{TOP}/nytt?slag=simplify&skjema=11F&felt=ektstat", DRAFT, f"{DRAFT}/endringer"),
            f"{DRAFT}/endringer?slag=field_added",
        ),
    ),
    (
        BERIT,
        (TOP, "/nn/forslag?skjema=12&tilstand=draft", f"{TOP}/klokken", "/nn/forslag/historikk/norsk-2021", DECIDED),
    ),
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One that is tried, one in hearing, one before a meeting, one that is decided, and a draft."""
    with house(tmp_path_factory.mktemp("proposals")) as found:
        found.clock.time = BEGINS
        system = found.system
        trials.try_out(system, SIRI, entered(system))
        heard = in_hearing(system, plain(title="På høring"))
        hearing.answer(system, BERIT, heard, "KS", Stance.PARTLY, "Greit, når fristen holdes.")
        _, meeting = in_meeting(system, plain(title="På sakslisten"))
        deciding.write_minutes(system, SIRI, meeting, "Alle var der.")
        decided, _ = in_meeting(system, plain(title="Vedtatt"))
        deciding.decide(system, LEA, decided, State.ACCEPTED, "Støttet av alle.")
        entering.write(system, OLA, replace(plain(), title="En kladd", why=""))
        for who in (SIRI, LEA, OLA, BERIT):
            found.sessions[who.actor.name] = session(system, who)
        yield found


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    """Closed when the test is over, also when it fails."""
    open_now: list[BrowserContext] = []
    yield open_now
    for one in open_now:
        one.close()


@pytest.mark.parametrize(("who", "paths"), PAGES, ids=["desk", "author", "reader"])
def test_axe_finds_nothing_on_any_page(
    played: House, browser: Browser, contexts: list[BrowserContext], who: Asker, paths: tuple[str, ...]
) -> None:
    contexts.append(played.opened(browser, who, script=True, viewport=WIDE))
    page = contexts[-1].new_page()
    for path in paths:
        answer = page.goto(path)
        assert answer is not None and answer.ok, path
        if shots := os.environ.get("PROPOSALS_SHOTS"):
            name = path.replace("/", "_").replace("?", "_")
            page.screenshot(path=str(Path(shots) / f"{who.actor.id}{name}.png"), full_page=True)
        bears_looking_at(page)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        (SIRI, HEARD),
        (SIRI, f"{TOP}/moter/1"),
        (OLA, f"{TOP}/nytt?slag=new-code"),
        (OLA, f"{DRAFT}/endringer?slag=code_added"),
    ],
)
def test_the_keyboard_reaches_everything(
    played: House, browser: Browser, contexts: list[BrowserContext], who: Asker, path: str
) -> None:
    contexts.append(played.opened(browser, who, script=True, viewport=WIDE))
    page = contexts[-1].new_page()
    page.goto(path)
    the_keyboard_reaches_everything(page)
