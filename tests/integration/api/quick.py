"""A system with nothing under it, for what must be tried ten thousand times: what one delivery needs, held in memory.

It holds the use cases to nothing that the database would; some of the same kind go through the real one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO, cast

from integration.databases import START, SetClock
from kostra.app.ports.submissions import Progress, Tally
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept
from kostra.app.system import System
from kostra.model.event import Event, Recorded
from kostra.model.people import Actor
from kostra.model.submission import Expected, Standing, State, Submission


@dataclass
class Memory:
    """What one delivery leaves. It stands for the campaign, the submissions and the queue at once."""

    expected: Expected
    now: datetime = START
    actor: Actor | None = None
    stands: Standing | None = None
    sent: dict[str, Submission] = field(default_factory=dict)
    objects: dict[tuple[str, str], Kept] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    jobs: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    counted: tuple[Tally, ...] = ()

    @property
    def campaign(self) -> Memory:
        return self

    @property
    def submissions(self) -> Memory:
        return self

    def standing(self, expected: Expected, *, lock: bool = False) -> Standing | None:
        if expected != self.expected:
            return None
        return self.stands or Standing(expected, State.EXPECTED, self.now)

    def put(self, one: Standing | Submission) -> None:
        if isinstance(one, Standing):
            self.stands = one
        else:
            self.sent[one.id] = one

    def add(self, submission: Submission, idempotency_key: str | None = None) -> None:
        self.sent[submission.id] = submission

    def one(self, id: str, *, lock: bool = False) -> Submission | None:
        return self.sent.get(id)

    def of(self, expected: Expected) -> tuple[Submission, ...]:
        return tuple(reversed(self.sent.values()))

    def newest(self, expected: Expected) -> Submission | None:
        return next((one for one in self.of(expected) if one.received is not None), None)

    def keep(self, submission: str, what: str, kept: Kept) -> None:
        self.objects[submission, what] = kept

    def kept(self, submission: str, what: str) -> Kept | None:
        return self.objects.get((submission, what))

    def tally(self, submission: str, tallies: Iterable[Tally]) -> None:
        self.counted = tuple(tallies)

    def tallies(self, submission: str) -> tuple[Tally, ...]:
        return self.counted

    def progress(self, submission: str, progress: Progress) -> None:
        assert progress.done <= progress.of

    def record(self, event: Event) -> None:
        self.events.append(event)

    @property
    def log(self) -> _Log:
        return _Log(self)

    def enqueue(self, job: str, **given: str) -> None:
        self.jobs.append((job, given))


@dataclass
class _Log:
    memory: Memory

    def of(self, *, region: str, subject: str, actions: tuple[str, ...]) -> tuple[Recorded, ...]:
        assert self.memory.actor is not None
        return tuple(
            Recorded(number, self.memory.now, self.memory.actor, event, b"", b"")
            for number, event in reversed(list(enumerate(self.memory.events)))
            if (event.region, event.subject) == (region, subject) and event.action in actions
        )


@dataclass
class Shelf:
    """A vault that keeps the bytes as they are."""

    objects: dict[str, bytes] = field(default_factory=dict)

    @contextmanager
    def writing(self, kind: str) -> Iterator[_Writing]:
        yield _Writing(self)

    def open(self, kept: Kept) -> BinaryIO:
        return BytesIO(self.objects[kept.object])

    def delete(self, kept: Kept) -> None:
        del self.objects[kept.object]

    def rewrap(self, kept: Kept) -> Kept:
        return kept


@dataclass
class _Writing:
    shelf: Shelf
    content: bytearray = field(default_factory=bytearray)

    @property
    def size(self) -> int:
        return len(self.content)

    def write(self, chunk: bytes) -> None:
        self.content += chunk

    def keep(self) -> Kept:
        name = str(len(self.shelf.objects))
        self.shelf.objects[name] = bytes(self.content)
        return Kept(name, b"", "", hashlib.sha256(self.content).hexdigest(), len(self.content))


@dataclass
class _Transactions:
    memory: Memory

    @contextmanager
    def begin(self, actor: Actor, scope: Scope) -> Iterator[Memory]:
        self.memory.actor = actor
        yield self.memory

    def refuse(self, actor: Actor, event: Event) -> None:
        self.memory.record(event)


def quick(real: System, expected: Expected) -> System:
    """The keys of a real system, and nothing else of it."""
    parts: dict[str, Any] = {"transactions": _Transactions(Memory(expected)), "vault": Shelf()}
    return System(
        clock=SetClock(),
        transactions=cast(Any, parts["transactions"]),
        vault=cast(Any, parts["vault"]),
        signer=real.signer,
        opener=real.opener,
        pseudonymiser=real.pseudonymiser,
        demo=True,
    )
