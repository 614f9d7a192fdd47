"""A new key for data: every data key in the house is wrapped anew by it, batch by batch, while everything else goes on.

No object is touched, and none is unreadable at any moment. A rotation that was cut off is gone on with when it is asked for again. An old
key is removed only on request, when it had been replaced before this rotation began and nothing is wrapped by it: then no transaction that
is under way can need it. Backups from its time need it, and that is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kostra.app.keeping.shelves import Shelf, on, shelves
from kostra.app.ports.keys import Chest
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.event import Event
from kostra.model.people import HOUSE

ADDED, REWRAPPED, REMOVED = "key.added", "key.rewrapped", "key.removed"
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Rotated:
    """`added` is False when an earlier rotation was gone on with. `unused` are old keys that nothing is wrapped by any more."""

    newest: str
    added: bool
    rewrapped: int
    unused: tuple[str, ...]
    removed: tuple[str, ...]


def rotate(
    system: System, chest: Chest, *, remove_old: bool = False, told: Callable[[int, int], None] | None = None
) -> Rotated:
    """For the one who runs the house. `told` is given how many are done, and of how many."""
    replaced = _older(chest)
    newest = chest.newest()
    # In a key service a new key is made by whoever looks after it, before this.
    added = chest.is_ours and all(by == newest for by in _uses(system))
    if added:
        newest = chest.add(system.clock.now())
        _record(system, Event(ADDED, newest))
    rewrapped = _rewrap(system, newest, told)
    used = _uses(system)
    removed = tuple(id for id in replaced if not used[id]) if remove_old else ()
    for id in removed:
        _record(system, Event(REMOVED, id, "Erstattet, og ikke lenger i bruk."))
        chest.remove(id)
    unused = tuple(id for id in _older(chest) if not used[id])
    return Rotated(newest, added, rewrapped, unused, removed)


def _older(chest: Chest) -> tuple[str, ...]:
    return tuple(key.id for key in chest.listed() if key.use == "data" and not key.newest)


def _uses(system: System) -> Counter[str]:
    """How many data keys each key wraps."""
    return Counter(kept.wrapped_by for shelf in shelves() for _, _, kept in on(shelf, system))


def _rewrap(system: System, newest: str, told: Callable[[int, int], None] | None) -> int:
    wanted = [
        (shelf, [(id, what) for id, what, kept in on(shelf, system) if kept.wrapped_by != newest])
        for shelf in shelves()
    ]
    total, seen, done = sum(len(places) for _, places in wanted), 0, 0
    for shelf, places in wanted:
        for at in range(0, len(places), _BATCH):
            batch = places[at : at + _BATCH]
            done += _rewrap_batch(system, shelf, batch, newest)
            seen += len(batch)
            if told is not None:
                told(seen, total)
    return done


def _rewrap_batch(system: System, shelf: Shelf, places: Sequence[tuple[str, str]], newest: str) -> int:
    """Each is looked at anew: meanwhile its key may have been destroyed, or wrapped by another rotation."""
    done = 0
    with system.transactions.begin(HOUSE, shelf.scope) as tx:
        for id, what in places:
            kept = shelf.kept(tx, id, what)
            if kept is not None and kept.wrapped_by != newest:
                shelf.keep(tx, id, what, system.vault.rewrap(kept))
                done += 1
        if done:
            tx.record(Event(REWRAPPED, newest, details={"room": shelf.room, "count": done}))
    return done


def _record(system: System, event: Event) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.record(event)
