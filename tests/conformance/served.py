"""A table bank that runs on a port of this machine, for other people's programs to ask: two tables as the engine makes them, one of them of
two years, released as they are in earnest.
"""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn

from conformance.published import ID, published_cube
from integration.databases import FAST, SetClock, joined, made
from integration.portal.house import DOCS
from integration.publication.released import HOURS, OLE, SIRI, YEAR, approved, run_of
from kostra.app.publication import approving, releasing
from kostra.app.publication.releasing import Order
from kostra.app.system import System
from kostra.model.cube import Cube, Status
from kostra.model.release import Kind
from kostra.publication.table import Table
from kostra.store.database import migrate
from kostra.store.embedded import Embedded
from kostra.web.rates import Rate, Rates
from kostra.web.settings import Settings
from kostra.web.site import site
from kostra.web.statbank.answering import bank_of

OTHER = "91151"
_OFTEN = Rates(anonymous=Rate(1000, 10_000), keeping=Rate(1000, 10_000))


@dataclass(frozen=True)
class Served:
    """`tables` are by their ids."""

    address: str
    tables: Mapping[str, Table]

    @property
    def newer(self) -> str:
        return f"{self.address}/api/pxwebapi/v2"

    def older(self, place: str = "") -> str:
        return f"{self.address}/api/v0/no/table/{place}"


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    with tempfile.TemporaryDirectory(prefix="kostra-test-") as servers:
        embedded = Embedded(Path(servers), FAST)
        embedded.join()
        try:
            database = made(embedded, "served")
            assert database.addresses.owner is not None
            migrate(database.addresses.owner)
            clock = SetClock()
            system = joined(database, clock, folder)
            _release(system, folder, Kind.FINAL, published_cube(ID, YEAR - 1, Status.FINAL))
            newest = [published_cube(one, YEAR, Status.PROVISIONAL) for one in (ID, OTHER)]
            _release(system, folder, Kind.PROVISIONAL, *newest)
            clock.time = HOURS[Kind.PROVISIONAL]
            with _running(system, folder) as found:
                yield found
            database.engine.dispose()
        finally:
            embedded.stop()
            embedded.leave()


def _release(system: System, folder: Path, kind: Kind, *cubes: Cube) -> None:
    approved(
        system,
        run_of(system, folder, [replace(one, controlled=True) for one in cubes], cubes[0].status, year=cubes[0].year),
    )
    release = releasing.make(system, SIRI, folder, Order(cubes[0].year, kind))
    approving.approve(system, OLE, folder, release.id)


@contextmanager
def _running(system: System, folder: Path) -> Iterator[Served]:
    app = site(Settings(folder, DOCS, rates=_OFTEN), system)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, access_log=False, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the bank did not start"
        thread.join(0.02)
    try:
        yield Served(f"http://127.0.0.1:{port}", {one.id: one for one in bank_of(app).tables()})
    finally:
        server.should_exit = True
        thread.join(10)
