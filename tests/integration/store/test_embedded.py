"""The server of our own: started by the first, stopped by the last, found when left behind, never in another program's way."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from integration.databases import SetClock
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Unavailable
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.people import HOUSE
from kostra.store.database import engine, make_roles_and_database, migrate
from kostra.store.embedded import Embedded
from kostra.store.queue import enqueue
from kostra.store.transaction import PostgresTransactions


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="kostra-test-"))
    yield made
    Embedded(made / "database").stop()
    shutil.rmtree(made)


def _answers(server: Embedded) -> bool:
    try:
        with psycopg.connect(server.address()) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_the_first_starts_it_and_the_last_stops_it(folder: Path) -> None:
    first, second = Embedded(folder / "database"), Embedded(folder / "database")
    first.join()
    process = first.process
    second.join()
    assert second.process == process is not None
    first.leave()
    assert _answers(second)
    second.leave()
    assert second.process is None
    assert not _answers(second)


def test_one_left_behind_by_a_kill_is_found_and_used(folder: Path) -> None:
    killed = Embedded(folder / "database")
    killed.join()
    process = killed.process
    assert killed._presence is not None
    # All that a killed process leaves is its locks, let go.
    os.close(killed._presence)
    after = Embedded(folder / "database")
    after.join()
    assert after.process == process
    after.leave()
    assert after.process is None


def test_one_that_went_down_by_itself_is_started_again(folder: Path) -> None:
    server = Embedded(folder / "database")
    server.join()
    assert server.ensure() is False
    process = server.process
    assert process is not None
    os.kill(process, signal.SIGKILL)
    while server.process is not None:
        time.sleep(0.01)
    assert server.ensure() is True
    assert _answers(server)
    server.leave()


def test_a_pid_file_that_names_another_program_is_not_believed(folder: Path) -> None:
    server = Embedded(folder / "database")
    server.join()
    server.leave()
    for number in (os.getpid(), 1, 4_000_000):
        (folder / "database" / "postgresql" / "postmaster.pid").write_text(
            f"{number}\n{folder}\n0\n5432\n\n\n0 0\nready\n"
        )
        assert server.process is None
        server.join()
        assert _answers(server)
        server.leave()


def test_its_folders_are_closed_to_others(folder: Path) -> None:
    folder.chmod(0o700)
    server = Embedded(folder / "database")
    server.join()
    for inside in ("postgresql", "socket"):
        assert stat.S_IMODE((folder / "database" / inside).stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.stat().st_mode) & 0o066 == 0
    with psycopg.connect(server.address()) as connection:
        shown = {
            name: connection.execute(f"SHOW {name}".encode()).fetchone()
            for name in ("listen_addresses", "fsync", "timezone", "server_encoding", "max_connections")
        }
    assert shown == {
        "listen_addresses": ("",),
        "fsync": ("on",),
        "timezone": ("UTC",),
        "server_encoding": ("UTF8",),
        "max_connections": ("100",),
    }
    server.leave()


def test_a_long_path_still_has_a_short_socket(folder: Path) -> None:
    server = Embedded(folder / ("long" * 25) / "database")
    server.join()
    assert _answers(server)
    server.leave()
    shutil.rmtree(server._socket_folder())


def test_a_socket_folder_of_somebody_else_is_refused(folder: Path) -> None:
    (folder / "database").mkdir()
    (folder / "elsewhere").mkdir()
    (folder / "database" / "socket").symlink_to(folder / "elsewhere")
    with pytest.raises(Refused, match="tilhører en annen bruker"):
        Embedded(folder / "database").join()


def test_the_database_goes_and_comes_back(folder: Path) -> None:
    server = Embedded(folder / "database")
    server.join()
    addresses = make_roles_and_database(server)
    assert addresses.owner is not None
    migrate(addresses.owner)
    connections = engine(addresses.app)
    transactions = PostgresTransactions(connections, SetClock(), enqueue)

    def record(action: str) -> None:
        with transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            tx.record(Event(action, "it"))

    record("before")
    with pytest.raises(Unavailable), transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.record(Event("during", "it"))
        tx.enqueue("never", of="it")
        server.stop()
    with pytest.raises(Unavailable, match="Databasen svarer ikke akkurat nå"):
        record("gone")
    assert server.ensure() is True
    record("after")
    with transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        assert [one.event.action for one in tx.log.whole()] == ["before", "after"]
    connections.dispose()
    with psycopg.connect(addresses.owner) as owner:
        assert owner.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)
    server.leave()
