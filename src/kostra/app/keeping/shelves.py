"""Every room that keeps bytes in the vault, seen alike: so that none is forgotten when keys are rotated, or strays removed.

A room that begins to keep something gets a shelf here. A test holds the shelves against the rooms of a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from kostra.app.ports.edits import SNAPSHOT
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.ports.vault import Kept
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.people import HOUSE


class Shelf(Protocol):
    """What one room keeps: each under an id of the room's, and what it is of it. To be asked within `scope`."""

    @property
    def room(self) -> str: ...

    @property
    def scope(self) -> Scope: ...

    def all(self, tx: Transaction) -> Iterable[tuple[str, str, Kept]]:
        """Those that still have a key."""

    def kept(self, tx: Transaction, id: str, what: str) -> Kept | None:
        """As it is now, with nobody else changing it until the transaction ends where the room knows of others that might."""

    def keep(self, tx: Transaction, id: str, what: str, kept: Kept) -> None: ...


class _Submissions:
    room, scope = "submissions", Scope.EVERYWHERE

    def all(self, tx: Transaction) -> Iterable[tuple[str, str, Kept]]:
        return tx.submissions.all_kept()

    def kept(self, tx: Transaction, id: str, what: str) -> Kept | None:
        tx.submissions.one(id, lock=True)
        return tx.submissions.kept(id, what)

    def keep(self, tx: Transaction, id: str, what: str, kept: Kept) -> None:
        tx.submissions.keep(id, what, kept)


class _Registers:
    room, scope = "registers", Scope.EVERYWHERE

    def all(self, tx: Transaction) -> Iterable[tuple[str, str, Kept]]:
        return tx.registers.all_kept()

    def kept(self, tx: Transaction, id: str, what: str) -> Kept | None:
        return tx.registers.kept(id, what)

    def keep(self, tx: Transaction, id: str, what: str, kept: Kept) -> None:
        tx.registers.keep(id, what, kept)


class _Edits:
    """The snapshots: what they are of is the id."""

    room, scope = "edits", Scope.EVERYWHERE

    def all(self, tx: Transaction) -> Iterable[tuple[str, str, Kept]]:
        return ((str(one.whole), SNAPSHOT, one.kept) for one in tx.edits.snapshots())

    def kept(self, tx: Transaction, id: str, what: str) -> Kept | None:
        found = tx.edits.snapshot(Whole.read(id), lock=True)
        return None if found is None else found.kept

    def keep(self, tx: Transaction, id: str, what: str, kept: Kept) -> None:
        found = tx.edits.snapshot(Whole.read(id), lock=True)
        if found is not None:
            tx.edits.keep(replace(found, kept=kept))


class _Box:
    """What was handed on to a body. It can be reached in that body's scope alone, also for this, and it is not opened."""

    room = "passing"

    def __init__(self, body: str) -> None:
        self.scope = Scope(frozenset(), body)

    def all(self, tx: Transaction) -> Iterable[tuple[str, str, Kept]]:
        return ((id, "", kept) for id, kept in tx.passing.all_kept())

    def kept(self, tx: Transaction, id: str, what: str) -> Kept | None:
        tx.passing.one(id, lock=True)
        return tx.passing.kept(id)

    def keep(self, tx: Transaction, id: str, what: str, kept: Kept) -> None:
        tx.passing.keep(id, kept)


class _Deliveries:
    """What is locked for recipients: wrapped anew as it is, for nobody here can open it."""

    room, scope = "deliveries", Scope.EVERYWHERE

    def all(self, tx: Transaction) -> Iterable[tuple[str, str, Kept]]:
        return tx.deliveries.all_kept()

    def kept(self, tx: Transaction, id: str, what: str) -> Kept | None:
        return tx.deliveries.kept(id, what)

    def keep(self, tx: Transaction, id: str, what: str, kept: Kept) -> None:
        found = tx.deliveries.delivery(id)
        if found is not None:
            tx.deliveries.keep(id, found.order.recipient, what, kept)


def shelves() -> tuple[Shelf, ...]:
    bodies = sorted({form.received_for for form in catalogue.all_forms() if form.received_for})
    return (_Submissions(), _Registers(), _Edits(), _Deliveries(), *(_Box(body) for body in bodies))


def on(shelf: Shelf, system: System) -> list[tuple[str, str, Kept]]:
    """All that stands on a shelf."""
    with system.transactions.begin(HOUSE, shelf.scope) as tx:
        return list(shelf.all(tx))
