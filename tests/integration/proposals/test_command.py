"""`kostra proposals` on proposals that are there: the list narrowed, one of them whole, and its patch."""

from __future__ import annotations

import json

import pytest

from integration.commands import Kostra, running
from integration.databases import SetClock
from integration.proposals.walking import BEGINS, GUIDE, LEA, SIRI, entered, in_meeting, plain
from kostra.app.proposals import deciding, patches
from kostra.app.system import System
from kostra.cli import proposals as command
from kostra.model.errors import Missing, Refused
from kostra.model.proposal import State


@pytest.fixture
def kostra(system: System, clock: SetClock, capsys: pytest.CaptureFixture[str]) -> Kostra:
    clock.time = BEGINS
    return running(system, capsys, command.add, "proposals")


def test_the_list_and_one_of_them(system: System, kostra: Kostra) -> None:
    assert kostra("list") == "Ingen forslag.\n"
    entered(system, plain())
    number, _ = in_meeting(system, plain(title="Et annet"))
    first, second = kostra("list").splitlines()
    assert first.split() == ["2", "11F", "2027", "På", "sakslisten", "Et", "annet"]
    assert second.split()[:4] == ["1", "11F", "2027", "Fremmet"]
    assert "Fremja" in kostra("list", "--lang", "nn", "--form", "11F", "--year", "2027", "--state", "entered")
    assert kostra("list", "--form", "12") == "Ingen forslag.\n"
    assert [one["number"] for one in json.loads(kostra("list", "--format", "json"))] == [2, 1]
    told = kostra("show", str(number))
    assert told.startswith("# Forslag 2: Et annet") and "Haster" in told and "Ola" not in told
    one = json.loads(kostra("show", "1", "--format", "json"))
    assert one["why"] == GUIDE.why and one["moves"][0]["to"] == "entered" and "Ola" not in json.dumps(one)
    with pytest.raises(Missing):
        kostra("show", "9")
    with pytest.raises(Refused, match="er ikke en tilstand"):
        kostra("list", "--state", "tull")


def test_the_patch_of_one(system: System, kostra: Kostra) -> None:
    number, _ = in_meeting(system)
    with pytest.raises(Missing, match="ingen endringsfil"):
        kostra("patch", str(number))
    deciding.decide(system, LEA, number, State.ACCEPTED, "Ja")
    patches.make(system, SIRI, number)
    told = kostra("patch", str(number))
    assert "+++ b/" in told and "Hvilken trygd som gir mest penger i året." in told
