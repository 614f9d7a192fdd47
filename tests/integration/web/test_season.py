"""The page of the season: where it is, the ways to pause it and go on, and what has gone wrong in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from integration.api.conftest import site_of
from integration.portal.asking import text_of
from integration.web.visiting import Visitor, hidden
from kostra.app.season import demo
from kostra.app.season.clock import SeasonClock
from kostra.app.season.faults import Fault, Faults, Part
from kostra.app.system import System

BEGINS = datetime(2026, 1, 2, 7, tzinfo=UTC)
PAGE = "/nb/sesong"


@pytest.fixture
def season(system: System, tmp_path: Path) -> SeasonClock:
    clock = SeasonClock(tmp_path, BEGINS)
    clock.begin()
    return clock


@pytest.fixture
def visitor(system: System, season: SeasonClock, tmp_path: Path) -> Visitor:
    return Visitor(site_of(replace(system, clock=season), tmp_path))


def press(visitor: Visitor, **form: str) -> httpx.Response:
    """The forms go to the page itself."""
    return visitor.post(PAGE, hidden(visitor.get(PAGE).text, "") | form, origin=visitor.base)


def test_it_is_paused_goes_on_and_is_played_forward(visitor: Visitor, season: SeasonClock) -> None:
    assert "Noe gikk galt" not in visitor.get(PAGE).text
    press(visitor, gjor="stans")
    assert season.wish().paused and "Sesongen står stille." in visitor.get(PAGE).text
    press(visitor, gjor="videre")
    assert not season.wish().paused
    wrong = press(visitor, gjor="fram", dag="i morgen")
    assert wrong.status_code == 422 and "«i morgen» er ikke en dag" in text_of(wrong.text)
    press(visitor, gjor="fram", dag="2026-02-01")
    assert season.wish().goal == "2026-02-01"


@pytest.mark.parametrize(
    ("language", "said", "what"),
    [("nb", "Noe gikk galt", "Innsendingen 11F 110300"), ("nn", "Noko gjekk gale", "Innsendinga 11F 110300")],
)
def test_what_went_wrong_is_told_and_the_page_is_served(
    visitor: Visitor, tmp_path: Path, language: str, said: str, what: str
) -> None:
    faults = Faults(tmp_path)
    for part in Part:
        faults.add(Fault(BEGINS, part, "11F 110300" if part is Part.ARRIVAL else "", "OSError"))
    page = visitor.get(f"/{language}/sesong")
    assert page.status_code == 200 and said in page.text and what in page.text
    assert page.text.count("<code>OSError</code>") == len(Part)


def test_a_season_that_cannot_begin_says_so(
    system: System, season: SeasonClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever started it starts it again."""

    def breaks(*_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(demo, "vendors", breaks)
    with pytest.raises(OSError, match="disk"):
        demo.play_demo(replace(system, clock=season), tmp_path, print, lambda: False)
    (fault,) = Faults(tmp_path).listed()
    assert (fault.at, fault.part, fault.kind) == (BEGINS, Part.BEGINNING, "OSError")
