"""The pages of passing on: the body's box with the bytes and receipts, the desk's status, and nobody else's anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from integration.databases import SetClock
from integration.passing.handing import OF_BUFDIR, UNIT, open_for, sent, stays
from integration.registers.sending import NOBODYS, OF_NAV, STATISTICIAN, STEWARD
from integration.registers.test_pages import Client, visitors
from kostra.app.passing import fetching
from kostra.app.system import System

TOP = "/nb/videresending"


@pytest.fixture
def client(system: System, tmp_path: Path) -> Client:
    return visitors(system, tmp_path)


@pytest.fixture
def handed(system: System, clock: SetClock, run_jobs: Callable[[], list[str]]) -> str:
    """The id in the box."""
    open_for(system, clock)
    sent(system, stays())
    run_jobs()
    return fetching.box(system, OF_BUFDIR)[0].handed.id


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_body_sees_its_box(client: Client, handed: str, language: str) -> None:
    page = client(OF_BUFDIR).get(f"/{language}/videresending")
    assert page.status_code == 200
    assert f"/{language}/videresending/{handed}/innhold" in page.text


def test_the_body_takes_out_the_bytes_and_it_is_seen(client: Client, system: System, handed: str) -> None:
    visitor = client(OF_BUFDIR)
    answer = visitor.get(f"{TOP}/{handed}/innhold")
    assert answer.content == stays()
    assert answer.headers["content-disposition"] == f'attachment; filename="KRISE-B_2015_{UNIT}_opphold.dat"'
    assert answer.headers["cache-control"] == "no-store"
    assert "Berit Bufdir" in visitor.get(TOP).text
    assert visitor.get(f"{TOP}/{handed}/kvittering").text == fetching.one(system, OF_BUFDIR, handed).receipt


def test_the_desk_sees_that_it_came_and_cannot_open_it(client: Client, handed: str) -> None:
    for who in (STATISTICIAN, STEWARD):
        visitor = client(who)
        page = visitor.get(TOP).text
        assert "KRISE-B" in page and UNIT in page and "Ikke hentet" in page
        assert handed not in page and "opphold.dat" not in page
        for rest in ("innhold", "kvittering"):
            assert visitor.get(f"{TOP}/{handed}/{rest}").status_code == 403


def test_another_body_finds_nothing(client: Client, handed: str) -> None:
    visitor = client(OF_NAV)
    assert "KRISE-B" not in visitor.get(TOP).text
    assert visitor.get(f"{TOP}/{handed}/innhold").status_code == 404


def test_whoever_has_no_such_duty_is_refused(client: Client, handed: str) -> None:
    assert client(NOBODYS).get(TOP).status_code == 403
    assert client(None).get(f"{TOP}/{handed}/innhold").is_redirect
