"""A transaction: the one way to the database. Who acts, which rows they can reach, and everything that happens, together or not at all.

Use cases open it, step by step change what is to change, and record an event for every change; the events are written last, in one chain,
when the block ends without an error. A refused attempt is recorded by `Transactions.refuse`, in a transaction of its own.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Protocol

from kostra.model.event import Event
from kostra.model.people import Actor

if TYPE_CHECKING:
    from kostra.app.ports.campaign import Campaign
    from kostra.app.ports.cases import Cases
    from kostra.app.ports.deliveries import Deliveries
    from kostra.app.ports.disclosure import Disclosure
    from kostra.app.ports.drafts import Drafts
    from kostra.app.ports.edits import Edits
    from kostra.app.ports.estimates import Estimates
    from kostra.app.ports.explanations import Explanations
    from kostra.app.ports.feedback import Feedbacks
    from kostra.app.ports.log import Log
    from kostra.app.ports.passing import Passing
    from kostra.app.ports.patches import Patches
    from kostra.app.ports.people import People
    from kostra.app.ports.proposals import Proposals
    from kostra.app.ports.registers import Registers
    from kostra.app.ports.releases import Releases
    from kostra.app.ports.reports import Reports
    from kostra.app.ports.saved import Saved
    from kostra.app.ports.series import Series
    from kostra.app.ports.submissions import Submissions


@dataclass(frozen=True, slots=True)
class Scope:
    """The regions whose rows can be reached. None is every region: the desk, and the house itself.

    `body` is whose box can be opened: what was handed on to a body is that body's alone, and every region does not reach it.
    """

    regions: frozenset[str] | None
    body: str | None = None

    EVERYWHERE: ClassVar[Scope]


Scope.EVERYWHERE = Scope(None)


class Transaction(Protocol):
    """What can be reached and changed inside one transaction, room by room."""

    @property
    def now(self) -> datetime:
        """When this transaction began, by the clock of the house, in UTC. All its events have this time."""

    @property
    def actor(self) -> Actor: ...

    @property
    def people(self) -> People: ...

    @property
    def campaign(self) -> Campaign: ...

    @property
    def submissions(self) -> Submissions: ...

    @property
    def cases(self) -> Cases: ...

    @property
    def drafts(self) -> Drafts: ...

    @property
    def edits(self) -> Edits: ...

    @property
    def registers(self) -> Registers: ...

    @property
    def passing(self) -> Passing: ...

    @property
    def explanations(self) -> Explanations: ...

    @property
    def estimates(self) -> Estimates: ...

    @property
    def disclosure(self) -> Disclosure: ...

    @property
    def releases(self) -> Releases: ...

    @property
    def deliveries(self) -> Deliveries: ...

    @property
    def saved(self) -> Saved: ...

    @property
    def series(self) -> Series: ...

    @property
    def reports(self) -> Reports: ...

    @property
    def proposals(self) -> Proposals: ...

    @property
    def patches(self) -> Patches: ...

    @property
    def feedback(self) -> Feedbacks: ...

    @property
    def log(self) -> Log: ...

    def record(self, event: Event) -> None:
        """Adds the event to the log when the transaction ends well. Refused where somebody wrote a national id into the reason."""

    def enqueue(self, job: str, **given: str) -> None:
        """A job for the workers, which exists if and only if the transaction ends well."""


class Transactions(Protocol):
    def begin(self, actor: Actor, scope: Scope) -> AbstractContextManager[Transaction]: ...

    def refuse(self, actor: Actor, event: Event) -> None:
        """Records an attempt that was refused. It changes nothing else."""
