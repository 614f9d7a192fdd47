"""When something fails: each fault ends in a clear state, nothing acknowledged is lost, and what could not be taken can be sent again."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from integration.databases import Database, SetClock, made
from integration.receiving.sending import EXPECTED, actions, asker, expect, good_file, send, standing, submission
from kostra.app.audit.verify import verify_log
from kostra.app.permissions import Asker
from kostra.app.ports.vault import Unavailable
from kostra.app.receiving import controlling
from kostra.app.receiving.refusals import NotNow
from kostra.app.receiving.taking import taking
from kostra.app.system import System
from kostra.model.people import HOUSE, Right
from kostra.model.submission import Expected, Stage, State
from kostra.store import folders, vault
from kostra.store.chest import KeyChest
from kostra.store.database import migrate
from kostra.store.embedded import Embedded
from kostra.store.objects import objects
from kostra.store.queue import enqueue
from kostra.store.transaction import PostgresTransactions
from kostra.store.vault import EnvelopeVault

SOURCE = Path(folders.__file__).parents[2]


@pytest.fixture
def own_server() -> Iterator[Embedded]:
    """One that the test may stop."""
    with tempfile.TemporaryDirectory(prefix="kostra-test-") as folder:
        server = Embedded(Path(folder), {"fsync": "off"})
        server.join()
        try:
            yield server
        finally:
            server.leave()


@pytest.fixture
def on_own_server(own_server: Embedded, system: System, clock: SetClock) -> Iterator[System]:
    database = made(own_server, "own")
    assert database.addresses.owner is not None
    migrate(database.addresses.owner)
    yield replace(system, transactions=PostgresTransactions(database.engine, clock, enqueue))
    database.engine.dispose()


def spooled(tmp_path: Path) -> list[Path]:
    return list(tmp_path.rglob("*.part"))


def test_a_database_that_goes_away_is_told_and_everything_goes_on_when_it_is_back(
    own_server: Embedded, on_own_server: System
) -> None:
    system = on_own_server
    expect(system, EXPECTED)
    first = send(system, good_file(seed=1)).submission
    own_server.stop()
    with pytest.raises(Unavailable):
        send(system, good_file(seed=2))
    with pytest.raises(Unavailable):
        controlling.control(system, first.id, EXPECTED.unit)
    assert own_server.ensure()
    assert submission(system, first.id) == first
    assert standing(system).submission == first.id
    second = send(system, good_file(seed=2))
    assert second.new
    controlling.control(system, first.id, EXPECTED.unit)
    assert submission(system, first.id).stage is Stage.CHECKED
    assert actions(system, first.id) == ["submission.received", "control.passed"]


def test_an_object_store_that_refuses_leaves_nothing_half(
    system: System, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect(system, EXPECTED)

    def refuse(*_: object) -> None:
        raise OSError(errno.EACCES, "no")

    with monkeypatch.context() as refusing:
        refusing.setattr(os, "fsync", refuse)
        with pytest.raises(Unavailable):
            send(system, good_file())
    assert standing(system).state is State.EXPECTED
    assert database.jobs() == []
    assert spooled(tmp_path) == []
    assert send(system, good_file()).new


def test_a_disk_that_is_full_is_told_while_the_bytes_come(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect(system, EXPECTED)
    real, written = vault._Whole.write, []

    def until_full(self: vault._Whole, content: bytes) -> None:
        written.append(len(content))
        if sum(written) > 3_000_000:
            raise OSError(errno.ENOSPC, "full")
        real(self, content)

    with monkeypatch.context() as full:
        full.setattr(vault._Whole, "write", until_full)
        with taking(system) as taken, pytest.raises(Unavailable, match="full"):
            for _ in range(100):
                taken.write(good_file(100))
    assert spooled(tmp_path) == []
    assert standing(system).state is State.EXPECTED
    assert send(system, good_file()).new


def test_a_store_that_fails_under_the_controls_leaves_it_to_be_tried_again(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect(system, EXPECTED)
    sent = send(system, good_file()).submission

    def away(*_: object) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as failing:
        failing.setattr(type(system.vault), "writing", away)
        with pytest.raises(Unavailable):
            controlling.control(system, sent.id, EXPECTED.unit)
    assert submission(system, sent.id) == sent
    assert actions(system, sent.id) == ["submission.received"]
    controlling.control(system, sent.id, EXPECTED.unit)
    assert submission(system, sent.id).stage is Stage.CHECKED


def test_a_clock_that_jumps_leaves_a_clear_state_and_a_whole_log(system: System, clock: SetClock) -> None:
    expect(system, EXPECTED)
    sent = send(system, good_file(seed=1)).submission
    clock.move(days=400)
    controlling.control(system, sent.id, EXPECTED.unit)
    assert submission(system, sent.id).stage is Stage.CHECKED
    with pytest.raises(NotNow):
        send(system, good_file(seed=2))
    clock.move(days=-401)
    later = send(system, good_file(seed=2)).submission
    assert later.received == clock.now()
    assert (standing(system).submission, later.replaces) == (later.id, sent.id)
    controlling.control(system, later.id, EXPECTED.unit)
    assert submission(system, later.id).stage is Stage.CHECKED
    assert verify_log(system, Asker(HOUSE), None).wrong is None


@pytest.fixture
def outside_the_demo(system: System, tmp_path: Path, clock: SetClock) -> System:
    """With keys of its own: the demo keeps to its own database."""
    chest = KeyChest(tmp_path / "real-keys")
    chest.create(clock.now(), demo=False)
    keys = chest.open(demo=False, now=clock.now)
    there = EnvelopeVault(objects(str(tmp_path / "objects"), tmp_path / "spool"), keys.data)
    return replace(
        system, vault=there, signer=keys.signer, opener=keys.opener, pseudonymiser=keys.pseudonymiser, demo=False
    )


def worker(database: Database, tmp_path: Path) -> subprocess.Popen[bytes]:
    """A real one, over the folders of the test."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("KOSTRA_")}
    return subprocess.Popen(
        [sys.executable, "-m", "kostra", "worker"],
        env=given
        | {
            "PYTHONPATH": str(SOURCE),
            "KOSTRA_DATA": str(tmp_path),
            "KOSTRA_DATABASE": database.addresses.app,
            "KOSTRA_KEYS": str(tmp_path / "real-keys"),
        },
    )


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def statuses(database: Database) -> list[str]:
    with database.owner() as connection:
        found = connection.execute("SELECT status FROM procrastinate_jobs WHERE task_name = 'control'")
        return [row[0] for row in found]


def test_what_a_killed_worker_was_doing_is_done_by_another(
    outside_the_demo: System, database: Database, tmp_path: Path
) -> None:
    """Killed in the middle of a control, with more waiting behind it."""
    system = outside_the_demo
    units = [EXPECTED.unit, "460100", "500100", "110800", "420400"]
    sent = []
    for unit in units:
        expected = Expected(EXPECTED.form, EXPECTED.period, unit)
        expect(system, expected)
        sent.append(send(system, good_file(150) * 400, asker(Right.SEND, region=unit), expected).submission)
    first = worker(database, tmp_path)
    second = None
    try:
        until(lambda: first.poll() is not None or "doing" in statuses(database))
        first.kill()
        first.wait()
        assert "doing" in statuses(database)
        second = worker(database, tmp_path)
        until(lambda: not set(statuses(database)) & {"doing", "todo"})
    finally:
        for process in (first, second):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
                assert process.wait(60) == 0
    for one in sent:
        now = submission(system, one.id)
        assert (now.stage, now.records) == (Stage.STOPPED, 60_000)
        assert actions(system, one.id) == ["submission.received", "control.stopped"]
