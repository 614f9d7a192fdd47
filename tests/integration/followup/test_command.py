"""`kostra campaign`, as typed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from integration.followup.desk import events
from integration.receiving.sending import EXPECTED, standing
from kostra.app.followup.campaigns import OPENED
from kostra.app.system import System
from kostra.cli import campaign
from kostra.cli.parser import Parser, subcommands
from kostra.model.errors import Refused
from kostra.model.people import ActorKind
from kostra.model.submission import State


def run(system: System, *given: str) -> int:
    @contextmanager
    def opened() -> Iterator[System]:
        yield system

    parser = Parser(prog="kostra")
    campaign.add(subcommands(parser), opened)
    wanted: argparse.Namespace = parser.parse_args(["campaign", *given])
    return int(wanted.run(wanted))


def test_a_campaign_is_opened_shown_and_closed(system: System, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(system, "show", "2026") == 0
    assert "er ikke åpnet" in capsys.readouterr().out
    assert run(system, "open", "2026") == 0
    assert "11F         371 lagt til" in capsys.readouterr().out
    assert run(system, "show", "2026") == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("11F ")]
    assert line.split() == ["11F", "2026", "2027-01-02", "2027-01-15", "2027-06-15", "371", "0"]
    run(system, "show", "2026", "--format", "json")
    told = {one["form"]: one for one in json.loads(capsys.readouterr().out)}
    assert told["7"]["deadline"] == "2027-02-15" and told["7"]["states"] == {"expected": 371}
    assert run(system, "close", "2026", "--reason", "Prøven er over") == 0
    assert standing(system).state is State.CLOSED_NONRESPONSE


def test_the_log_says_who_had_the_command_line(system: System) -> None:
    run(system, "open", "2026", "--test")
    (event,) = events(system, OPENED)
    assert event.actor.kind is ActorKind.HOUSE and event.actor.id.startswith("cli:")
    assert event.event.subject == "test/2026"


def test_one_is_added(system: System, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(system, "expect", "11f", "2026", "110300", "--reason", "Var glemt") == 0
    assert capsys.readouterr().out == "110300 skal levere skjema 11F for 2026.\n"
    assert standing(system, EXPECTED).state is State.EXPECTED
    with pytest.raises(Refused, match="finnes ikke"):
        run(system, "expect", "11f", "2026", "160100", "--reason", "Var glemt")
    with pytest.raises(Refused, match="leveres ikke for 2026M03"):
        run(system, "expect", "11f", "2026M03", "110300", "--reason", "Var glemt")
