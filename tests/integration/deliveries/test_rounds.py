"""The process that makes deliveries outlives its faults: each is told, is an event, and is tried again, and nobody else waits for it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integration.deliveries.handing import basis, in_force, order, ordered, recipients, straight_in, workshop
from integration.editing.editors import SIRI
from integration.receiving.sending import actions
from kostra.app.deliveries import bases, making
from kostra.app.deliveries.rounds import Rounds
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Unavailable
from kostra.app.system import System
from kostra.cli import deliver
from kostra.cli.parser import Parser, subcommands
from kostra.model.delivery import Stage
from kostra.model.people import HOUSE


class Seconds:
    """What the rounds wait by."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def house(system: System) -> System:
    recipients(system)
    in_force(system, basis(), basis("IMDi"))
    straight_in(system)
    return system


def breaking(monkeypatch: pytest.MonkeyPatch, only: str, *faults: Exception) -> None:
    """Making this one goes wrong in these ways, one after the other, and then goes well."""
    real, left = making._content, list(faults)

    def content(system: System, shop: Any, cut: Any) -> Any:
        if cut.delivery.id == only and left:
            raise left.pop(0)
        return real(system, shop, cut)

    monkeypatch.setattr(making, "_content", content)


def stage(system: System, id: str) -> Stage:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.deliveries.delivery(id)
    assert found is not None
    return found.stage


def test_a_fault_waits_longer_each_time_and_the_others_are_made(
    house: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = ordered(house), ordered(house, order("IMDi"))
    breaking(monkeypatch, one.id, OSError("01017012345"), Unavailable("away"), KeyError("01017012345"))
    now, said = Seconds(), list[str]()
    rounds = Rounds(house, workshop(tmp_path), said.append, now)
    assert rounds.once() == 1 and stage(house, other.id) is Stage.MADE
    while not rounds.once():
        assert now.at < 20
        now.at += 1
    assert stage(house, one.id) is Stage.MADE and now.at == 2 + 4 + 8
    assert [line.rpartition("om ")[2] for line in said] == ["2 sekunder.", "4 sekunder.", "8 sekunder."]
    assert not any("01017012345" in line for line in said)
    assert actions(house, one.id) == ["delivery.ordered", *["delivery.failed"] * 3, "persons.resolved", "delivery.made"]
    with house.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        failed = [found.event.details for found in reversed(tx.log.of(subject=one.id, actions=("delivery.failed",)))]
    assert [(each["fault"], each["attempt"]) for each in failed] == [
        ("OSError", 1),
        ("Unavailable", 2),
        ("KeyError", 3),
    ]


def test_where_nobody_has_reported_it_is_made_when_somebody_has(system: System, tmp_path: Path) -> None:
    recipients(system)
    in_force(system, basis())
    one, now = ordered(system), Seconds()
    rounds = Rounds(system, workshop(tmp_path), print, now)
    assert rounds.once() == 0 and rounds.once() == 0
    straight_in(system)
    now.at = 2.0
    assert rounds.once() == 1 and stage(system, one.id) is Stage.MADE


def test_what_has_lost_its_basis_is_refused_once(house: System, tmp_path: Path) -> None:
    one, now, said = ordered(house), Seconds(), list[str]()
    bases.end(house, SIRI, "nav-sosialhjelp", "Sagt opp")
    rounds = Rounds(house, workshop(tmp_path), said.append, now)
    for _ in range(3):
        rounds.once()
        now.at += 10_000
    assert actions(house, one.id) == ["delivery.ordered", "delivery.refused"] and len(said) == 1


def test_a_database_that_is_away_is_waited_for(house: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, said = ordered(house), list[str]()
    rounds = Rounds(house, workshop(tmp_path), said.append)

    def away(*_: object, **__: object) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as failing:
        failing.setattr(type(house.transactions), "begin", away)
        assert rounds.once() == 0 and "Databasen svarer ikke" in said[0]
    assert rounds.once() == 1 and actions(house, one.id)[-1] == "delivery.made"


@pytest.fixture
def signals() -> Iterator[None]:
    """The command takes them over, as it has the process to itself."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals")
def test_the_command_works_through_faults_until_it_is_stopped(
    house: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, starts = ordered(house), [Unavailable("away")]
    breaking(monkeypatch, one.id, OSError("disk"))
    monkeypatch.setattr(deliver, "_PAUSE", 0.05)

    def working() -> System:
        if starts:
            raise starts.pop()
        return house

    def stop() -> None:
        end = time.monotonic() + 30
        while stage(house, one.id) is not Stage.MADE and time.monotonic() < end:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    parser = Parser(prog="kostra")
    deliver.add(subcommands(parser), lambda: None, lambda: workshop(tmp_path), working)  # type: ignore[arg-type, return-value]
    wanted = parser.parse_args(["deliver", "work"])
    thread = threading.Thread(target=stop)
    thread.start()
    assert wanted.run(wanted) == 0
    thread.join()
    assert stage(house, one.id) is Stage.MADE
    said = capsys.readouterr().err.splitlines()
    assert "nøklene svarer ikke" in said[0] and "(OSError)" in said[1] and len(said) == 2
