"""A whole house for walks that log in: a database server, what is owed of form 7, three people of Stavanger, and the site."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ViewportSize

from integration.databases import FAST, Database, SetClock, Spare, made
from integration.eforms.filling import BEFORE, CLEAN, KARI, OLA, SEVEN, SISSEL, expect
from kostra.app.eforms import sending, writing
from kostra.app.jobs import JOBS
from kostra.app.people import sessions
from kostra.app.permissions import Asker
from kostra.app.ports.people import Person
from kostra.app.ports.transaction import Scope
from kostra.app.publication import bank
from kostra.app.system import System
from kostra.model.people import HOUSE
from kostra.model.submission import Expected
from kostra.store.chest import KeyChest
from kostra.store.database import migrate
from kostra.store.embedded import Embedded
from kostra.store.objects import objects
from kostra.store.queue import enqueue
from kostra.store.transaction import PostgresTransactions
from kostra.store.vault import EnvelopeVault
from kostra.web.settings import Settings
from kostra.web.site import site

LAST_SEASON, THIS_SEASON = datetime(2026, 2, 1, 9, tzinfo=UTC), datetime(2027, 2, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    system: System
    database: Database
    clock: SetClock
    address: str
    sessions: dict[str, str]
    """The secret of each person's session, by name."""

    def opened(self, browser: Browser, who: Asker, *, script: bool, viewport: ViewportSize) -> BrowserContext:
        """A browser in which somebody is logged in."""
        context = browser.new_context(
            base_url=self.address, viewport=viewport, java_script_enabled=script, locale="nb-NO"
        )
        secret = self.sessions[who.actor.name]
        context.add_cookies([{"name": "sesjon", "value": secret, "url": self.address}])
        return context

    def expect_anew(self, expected: Expected) -> None:
        expect(self.system, expected)

    def give(self, unit: str, *whom: Asker) -> None:
        """The rights they have in Stavanger, for another unit too."""
        with self.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            for mandate in (one for who in whom for one in who.mandates):
                tx.people.add_mandate(replace(mandate, id=f"{mandate.id}-{unit}", region=unit), HOUSE)


_open = ExitStack()
"""The server that all houses of a process stand on, from the first of them until `end`."""


@cache
def _spare() -> Spare:
    folder = _open.enter_context(tempfile.TemporaryDirectory(prefix="kostra-test-"))
    embedded = Embedded(Path(folder), FAST)
    embedded.join()
    _open.callback(embedded.leave)
    _open.callback(embedded.stop)
    template = made(embedded, "walks")
    template.engine.dispose()
    assert template.addresses.owner is not None
    migrate(template.addresses.owner)
    found = Spare(embedded, "walks")
    _open.callback(found.end)
    return found


def end() -> None:
    """When the last house is closed."""
    _open.close()
    _spare.cache_clear()


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """With a database of its own, and nothing in it that another house has left."""
    database = _spare().take()
    try:
        with _on(database, folder) as found:
            yield found
    finally:
        _spare().give_back(database)


@contextmanager
def _on(database: Database, folder: Path) -> Iterator[House]:
    clock = SetClock(LAST_SEASON)
    keys = KeyChest(folder / "keys").open(demo=True, now=clock.now)
    system = System(
        clock=clock,
        transactions=PostgresTransactions(database.engine, clock, enqueue),
        vault=EnvelopeVault(objects(str(folder / "objects"), folder / "spool"), keys.data),
        signer=keys.signer,
        opener=keys.opener,
        pseudonymiser=keys.pseudonymiser,
        demo=True,
    )
    people = {who.actor.name: _known(system, who) for who in (KARI, OLA, SISSEL)}
    _last_year(system, database)
    clock.time = THIS_SEASON
    expect(system, SEVEN)
    with pytest.MonkeyPatch.context() as patch, _served(system, folder) as address:
        # What a test releases is seen at once, however fast the machine is.
        patch.setattr(bank, "HOLDS", 0.0)
        yield House(system, database, clock, address, people)


def _known(system: System, who: Asker) -> str:
    """Somebody who has logged in, with the mandates they have in the tests."""
    person = Person(who.actor.id, who.actor.name, f"{who.actor.id}@k110300.example", None, system.clock.now())
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.people.add_person(person, f"key-{who.actor.id}")
        for mandate in who.mandates:
            tx.people.add_mandate(mandate, HOUSE)
    return sessions.start(system, who.actor, datetime.now(UTC))


def _last_year(system: System, database: Database) -> None:
    """Last year's form was sent and let through; what comes after the controls is not asked for here."""
    expect(system, BEFORE)
    draft = writing.save(system, KARI, BEFORE, CLEAN, 0)
    sent = sending.send(system, OLA, BEFORE, draft.version)
    JOBS["control"].run(system, submission=sent.id, region=BEFORE.unit)


@contextmanager
def _served(system: System, folder: Path) -> Iterator[str]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    app = site(Settings(folder / "data", Path(__file__).parents[2] / "docs", demo=True), system)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, access_log=False, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the site did not start"
        thread.join(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
