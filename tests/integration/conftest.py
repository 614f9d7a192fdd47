"""One database server for each test process, one database for each test that asks for it, and a whole system on it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from integration.databases import FAST, Database, SetClock, Spare, job_runner, joined, made
from kostra.app.people import demo_keys
from kostra.app.system import System

if TYPE_CHECKING:
    from kostra.store.embedded import Embedded

_TEMPLATE = "kostra_template"


@pytest.fixture(scope="session")
def server() -> Iterator[Embedded]:
    """The server itself. In a folder of its own: pytest closes its folders to the user that the server runs as."""
    from kostra.store.embedded import Embedded

    with tempfile.TemporaryDirectory(prefix="kostra-test-") as folder:
        embedded = Embedded(Path(folder), FAST)
        embedded.join()
        try:
            yield embedded
        finally:
            embedded.stop()
            embedded.leave()


@pytest.fixture(scope="session")
def migrated(server: Embedded) -> str:
    """A database with every table, to make the others from."""
    from kostra.store.database import migrate

    template = made(server, _TEMPLATE)
    template.engine.dispose()
    assert template.addresses.owner is not None
    migrate(template.addresses.owner)
    return _TEMPLATE


@pytest.fixture(scope="session")
def spare(server: Embedded, migrated: str) -> Iterator[Spare]:
    one = Spare(server, migrated)
    yield one
    one.end()


@pytest.fixture
def database(spare: Spare) -> Iterator[Database]:
    """A database with every table, and nothing in it that another test has left."""
    one = spare.take()
    try:
        yield one
    finally:
        spare.give_back(one)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def system(database: Database, clock: SetClock, tmp_path: Path, demo_folder: Path) -> System:
    """Everything real, in folders of the test's own, with keys of the demo; those of the logins are the same for every test."""
    (demo_folder / demo_keys.FOLDER).mkdir(exist_ok=True)
    (tmp_path / demo_keys.FOLDER).symlink_to(demo_folder / demo_keys.FOLDER)
    return joined(database, clock, tmp_path)


@pytest.fixture
def run_jobs(system: System, database: Database) -> Callable[[], list[str]]:
    """`run_jobs()` runs what waits in the queue, here and now, and says what it ran."""
    return job_runner(system, database)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the keys of the demo lie: making them takes a while, and they are the same for every test."""
    return tmp_path_factory.mktemp("demo")
