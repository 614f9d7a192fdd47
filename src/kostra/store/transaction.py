"""One transaction of the database: its rooms, its events, its jobs. Everything in it stands or falls together.

It begins by telling the database which regions it is for, and ends by adding its events to the chain, last, so that others wait as little
as possible. One that only reads writes nothing. When the database is gone, or goes in the middle, that is `Unavailable`; if it goes in the
very moment of the commit, nobody can know whether it was done, and the one who asks again must be able to ask for the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa

from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.ports.transaction import Scope
from kostra.app.system import Clock
from kostra.model.errors import Broken
from kostra.model.event import Event
from kostra.model.people import Actor
from kostra.store.campaign import StoredCampaign
from kostra.store.failing import telling
from kostra.store.log import StoredLog, append
from kostra.store.submissions import StoredSubmissions

if TYPE_CHECKING:
    from kostra.app.ports.cases import Cases
    from kostra.app.ports.deliveries import Deliveries
    from kostra.app.ports.disclosure import Disclosure
    from kostra.app.ports.drafts import Drafts
    from kostra.app.ports.edits import Edits
    from kostra.app.ports.estimates import Estimates
    from kostra.app.ports.explanations import Explanations
    from kostra.app.ports.feedback import Feedbacks
    from kostra.app.ports.passing import Passing
    from kostra.app.ports.patches import Patches
    from kostra.app.ports.people import People
    from kostra.app.ports.proposals import Proposals
    from kostra.app.ports.registers import Registers
    from kostra.app.ports.releases import Releases
    from kostra.app.ports.reports import Reports
    from kostra.app.ports.saved import Saved
    from kostra.app.ports.series import Series

Enqueue = Callable[[sa.Connection, str, Mapping[str, str]], None]

_NOBODYS = Scope(frozenset())


class PostgresTransactions:
    def __init__(self, engine: sa.Engine, clock: Clock, enqueue: Enqueue) -> None:
        self._engine = engine
        self._clock = clock
        self._enqueue = enqueue

    @contextmanager
    def begin(self, actor: Actor, scope: Scope) -> Iterator[PostgresTransaction]:
        now = self._clock.now().astimezone(UTC)
        with telling(), self._engine.connect() as connection:
            connection.execute(
                sa.select(
                    sa.func.set_config("kostra.regions", _written(scope), True),
                    sa.func.set_config("kostra.body", scope.body or "", True),
                    sa.func.set_config("kostra.actor", f"{actor.kind}/{actor.id}", True),
                )
            )
            transaction = PostgresTransaction(connection, now, actor, self._enqueue)
            yield transaction
            if transaction.events:
                append(connection, now, actor, transaction.events)
            connection.commit()

    def refuse(self, actor: Actor, event: Event) -> None:
        with self.begin(actor, _NOBODYS) as transaction:
            transaction.record(event)


class PostgresTransaction:
    """What `kostra.app.ports.transaction.Transaction` says."""

    def __init__(self, connection: sa.Connection, now: datetime, actor: Actor, enqueue: Enqueue) -> None:
        self._connection = connection
        self._enqueue = enqueue
        self.now = now
        self.actor = actor
        self.events: list[Event] = []

    def record(self, event: Event) -> None:
        refuse_what_is_no_reason(event.reason)
        self.events.append(event)

    def enqueue(self, job: str, **given: str) -> None:
        self._enqueue(self._connection, job, given)

    @cached_property
    def log(self) -> StoredLog:
        return StoredLog(self._connection, self.now)

    @cached_property
    def campaign(self) -> StoredCampaign:
        return StoredCampaign(self._connection, self.now)

    @cached_property
    def submissions(self) -> StoredSubmissions:
        return StoredSubmissions(self._connection, self.now)

    @cached_property
    def people(self) -> People:
        from kostra.store.people import StoredPeople

        return StoredPeople(self._connection, self.now)

    @cached_property
    def cases(self) -> Cases:
        from kostra.store.cases import StoredCases

        return StoredCases(self._connection, self.now)

    @cached_property
    def drafts(self) -> Drafts:
        from kostra.store.drafts import StoredDrafts

        return StoredDrafts(self._connection, self.now)

    @cached_property
    def edits(self) -> Edits:
        from kostra.store.edits import StoredEdits

        return StoredEdits(self._connection, self.now)

    @cached_property
    def registers(self) -> Registers:
        from kostra.store.registers import StoredRegisters

        return StoredRegisters(self._connection, self.now)

    @cached_property
    def passing(self) -> Passing:
        from kostra.store.passing import StoredPassing

        return StoredPassing(self._connection, self.now)

    @cached_property
    def explanations(self) -> Explanations:
        from kostra.store.explanations import StoredExplanations

        return StoredExplanations(self._connection, self.now)

    @cached_property
    def estimates(self) -> Estimates:
        from kostra.store.estimates import StoredEstimates

        return StoredEstimates(self._connection, self.now)

    @cached_property
    def disclosure(self) -> Disclosure:
        from kostra.store.disclosure import StoredDisclosure

        return StoredDisclosure(self._connection, self.now)

    @cached_property
    def releases(self) -> Releases:
        from kostra.store.releases import StoredReleases

        return StoredReleases(self._connection, self.now)

    @cached_property
    def deliveries(self) -> Deliveries:
        from kostra.store.deliveries import StoredDeliveries

        return StoredDeliveries(self._connection, self.now)

    @cached_property
    def saved(self) -> Saved:
        from kostra.store.saved import StoredQueries

        return StoredQueries(self._connection, self.now)

    @cached_property
    def series(self) -> Series:
        from kostra.store.series import StoredSeries

        return StoredSeries(self._connection)

    @cached_property
    def feedback(self) -> Feedbacks:
        from kostra.store.feedback import StoredFeedbacks

        return StoredFeedbacks(self._connection)

    @cached_property
    def patches(self) -> Patches:
        from kostra.store.patches import StoredPatches

        return StoredPatches(self._connection)

    @cached_property
    def proposals(self) -> Proposals:
        from kostra.store.proposals import StoredProposals

        return StoredProposals(self._connection)

    @cached_property
    def reports(self) -> Reports:
        from kostra.store.reports import StoredReports

        return StoredReports(self._connection)


def _written(scope: Scope) -> str:
    """As the walls read it (`kostra.store.migrations.walls`)."""
    if scope.regions is None:
        return "*"
    if not all(region.isascii() and region.isdigit() for region in scope.regions):
        raise Broken("A region in a scope is not six digits.")
    return ",".join(sorted(scope.regions))
