"""Joining the adapters to the use cases, from the settings: the database, the vault and the keys become one `System`.

Only `kostra.main` calls this. What is joined here is imported when it is needed, for most commands need none of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kostra.app.settings import Settings
from kostra.model.errors import Refused

if TYPE_CHECKING:
    from procrastinate import App
    from sqlalchemy import Engine

    from kostra.app.deliveries.making import Workshop
    from kostra.app.ports.copies import Copies
    from kostra.app.ports.keys import Opener, Signer
    from kostra.app.season.clock import SeasonClock
    from kostra.app.system import Clock, System
    from kostra.store.chest import KeyChest
    from kostra.store.database import Status
    from kostra.store.embedded import Embedded
    from kostra.web.settings import Settings as SiteSettings


class WallClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def clock_of(settings: Settings) -> Clock:
    """That of the machine; in a demo whose season has begun, that of the season."""
    from kostra.app.season.clock import FILE

    return season_clock(settings) if settings.demo and (settings.data / FILE).exists() else WallClock()


def season_clock(settings: Settings) -> SeasonClock:
    from kostra.app.season.clock import FILE, SeasonClock
    from kostra.app.season.demo import BEGINS

    if not (settings.data / FILE).exists():
        raise Refused("Ingen sesong er i gang. Den begynner når «kostra demo» startes.")
    return SeasonClock(settings.data, BEGINS)


@dataclass(frozen=True, slots=True)
class Server:
    """A database that is there and has every table. `embedded` is None when it is somebody else's."""

    address: str
    owner: str | None
    embedded: Embedded | None

    def watch(self) -> None:
        """Starts the embedded one again when it has gone down."""
        if self.embedded is not None:
            self.embedded.ensure()


@contextmanager
def database(settings: Settings, *, up_to_date: bool = True) -> Iterator[Server]:
    """The database, started when it is our own, and with the newest tables where we may make them."""
    from kostra.store.database import make_roles_and_database, migrate

    if settings.database is not None:
        _refuse_in_demo(settings)
        if settings.owner is not None and up_to_date:
            migrate(settings.owner)
        yield Server(settings.database, settings.owner, None)
        return
    from kostra.store.embedded import Embedded

    embedded = Embedded(settings.database_folder)
    embedded.join()
    try:
        addresses = make_roles_and_database(embedded)
        if addresses.owner is not None and up_to_date:
            migrate(addresses.owner)
        yield Server(addresses.app, addresses.owner, embedded)
    finally:
        embedded.leave()


def check_keys(settings: Settings) -> None:
    """Refused here, and in words, before anything is started. In the demo they are made."""
    _refuse_in_demo(settings)
    public_keys(settings)


def system(settings: Settings) -> System:
    """Everything a use case may need. The database must be there, and so must the keys."""
    return _system(settings, _pool(settings))


def _pool(settings: Settings) -> Engine:
    """Connections to the database, as a role that cannot pass the row security."""
    from kostra.store.database import engine, refuse_all_seeing

    pool = engine(needed(settings))
    refuse_all_seeing(pool)
    return pool


def _system(settings: Settings, pool: Engine) -> System:
    from kostra.app.system import System
    from kostra.channels.mail import mailer
    from kostra.store.objects import objects
    from kostra.store.queue import enqueue
    from kostra.store.transaction import PostgresTransactions
    from kostra.store.vault import EnvelopeVault

    clock = clock_of(settings)
    keys = chest(settings).open(demo=settings.demo, now=clock.now)
    settings.spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    return System(
        clock=clock,
        transactions=PostgresTransactions(pool, clock, enqueue),
        vault=EnvelopeVault(objects(settings.objects, settings.spool), keys.data),
        signer=keys.signer,
        opener=keys.opener,
        pseudonymiser=keys.pseudonymiser,
        demo=settings.demo,
        mailer=mailer(settings.mail, settings.data, demo=settings.demo),
        producer=settings.producer,
        drafts=settings.data / "drafts",
    )


@contextmanager
def opened(settings: Settings) -> Iterator[System]:
    """A system for one command, with the database started for as long when it is our own."""
    with database(settings) as server, _running(settings, server) as running:
        yield running


def workshop(settings: Settings) -> Workshop:
    """What makes deliveries, with the resolving key. For the one process that does that, and no other."""
    from kostra.app.deliveries.making import Workshop
    from kostra.store.chest import resolver
    from kostra.store.sealing import AgeSealer

    folder = settings.resolve_folder
    return Workshop(lambda counted: resolver(folder, counted, demo=settings.demo, kms=settings.kms), AgeSealer())


@contextmanager
def _running(settings: Settings, server: Server) -> Iterator[System]:
    """A system whose connections are let go before the database is."""
    settings = replace(settings, database=server.address)
    pool = _pool(settings)
    try:
        yield _system(settings, pool)
    finally:
        pool.dispose()


@contextmanager
def copying(settings: Settings) -> Iterator[tuple[System, Copies]]:
    """A system that runs, and what copies it."""
    with database(settings) as server, _running(settings, server) as running:
        yield running, _copies(settings, server)


@contextmanager
def restoring(settings: Settings) -> Iterator[Copies]:
    """What puts a copy back, where there may be no keys yet. The tables are made as they were when the copy was taken."""
    with database(settings, up_to_date=False) as server:
        yield _copies(settings, server)


def _copies(settings: Settings, server: Server) -> Copies:
    from kostra.store.backup import FolderCopies
    from kostra.store.objects import objects

    store = objects(settings.objects, settings.spool)
    return FolderCopies(_owner(server), store, settings.keys_folder, settings.data)


def migrate(settings: Settings) -> Status:
    """Brings the tables up to date; says which steps were taken."""
    with database(settings, up_to_date=False) as server:
        from kostra.store import database as store

        return store.migrate(_owner(server))


def status(settings: Settings) -> Status:
    with database(settings, up_to_date=False) as server:
        from kostra.store import database as store

        return store.status(_owner(server))


def _owner(server: Server) -> str:
    if server.owner is None:
        raise Refused("Sett KOSTRA_DATABASE_OWNER til adressen for rollen som eier tabellene.")
    return server.owner


def chest(settings: Settings) -> KeyChest:
    from kostra.store.chest import KeyChest

    return KeyChest(settings.keys_folder, settings.kms)


def public_keys(settings: Settings) -> tuple[Signer, Opener]:
    """What may be shown to everybody."""
    keys = chest(settings).open(demo=settings.demo, now=WallClock().now)
    return keys.signer, keys.opener


def queue(settings: Settings) -> App:
    """The queue as a worker sees it, not yet opened."""
    from kostra.store.queue import queue as of

    return of(needed(settings))


def site(settings: Settings, docs: Path) -> SiteSettings:
    """What the site is told. `docs` is the folder of the documentation."""
    from kostra.web.doors.limits import Limits
    from kostra.web.settings import PersonLogin, SystemLogin
    from kostra.web.settings import Settings as SiteSettings

    _refuse_in_demo(settings)
    login = settings.login
    persons = None
    if login.persons_issuer is not None:
        if login.persons_client is None or login.persons_key is None:
            raise Refused("KOSTRA_OIDC_ISSUER er satt. Sett også KOSTRA_OIDC_CLIENT og KOSTRA_OIDC_KEY.")
        persons = PersonLogin(login.persons_issuer, login.persons_client, login.persons_key)
    systems = None
    if login.systems_issuer is not None:
        scope = {} if login.systems_scope is None else {"scope": login.systems_scope}
        systems = SystemLogin(login.systems_issuer, **scope)
    return SiteSettings(
        settings.data,
        docs,
        demo=settings.demo,
        address=settings.address,
        persons=persons,
        systems=systems,
        checking=Limits(settings.check_largest << 20, settings.check_memory << 20, key=settings.altinn_key),
        metrics_token=settings.metrics_token,
    )


def _refuse_in_demo(settings: Settings) -> None:
    """In a demo anybody is whoever they choose to be, and everybody is made up. So it has its own database, no login that is meant for
    others, and nobody who answers for its figures.
    """
    if not settings.demo:
        return
    if settings.producer is not None:
        raise Refused(
            f"KOSTRA_DEMO er satt, og KOSTRA_PRODUCER er «{settings.producer}». Tallene i demoen er oppdiktet, og ingen kan svare for dem. "
            "Ta bort KOSTRA_PRODUCER."
        )
    login = settings.login
    if login.persons_issuer is not None or login.systems_issuer is not None:
        raise Refused(
            "KOSTRA_DEMO er satt, og det er også en virkelig innlogging (KOSTRA_OIDC_ISSUER eller KOSTRA_MASKINPORTEN_ISSUER). "
            "I demoen kan hvem som helst logge inn som hvem som helst. Ta bort den ene av dem."
        )
    if settings.database is not None:
        from kostra.store.database import of_embedded
        from kostra.store.embedded import Embedded

        if settings.database != of_embedded(Embedded(settings.database_folder)).app:
            raise Refused(
                "KOSTRA_DEMO er satt, og KOSTRA_DATABASE peker på en annen database enn demoens egen. I demoen kan hvem som helst logge "
                "inn som hvem som helst. Ta bort KOSTRA_DATABASE, eller ta bort KOSTRA_DEMO."
            )


def needed(settings: Settings) -> str:
    """The address of the database, for a process that does not start one itself."""
    if settings.database is None:
        raise Refused(
            "KOSTRA_DATABASE er ikke satt. Kjør «kostra serve», som starter en database selv, eller sett adressen til en PostgreSQL."
        )
    _refuse_in_demo(settings)
    return settings.database
