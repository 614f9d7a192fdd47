"""Making what is ordered, round after round, in a process that outlives the faults it meets.

What cannot be made just now waits, longer and longer, while the others are made; that it failed is an event. How long is remembered by the
process alone: one that was killed begins anew, and what it was making is made as if nothing had happened.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf

from kostra.app.deliveries.making import Workshop, make, waiting
from kostra.app.deliveries.ordering import event
from kostra.app.deliveries.outside import Outside
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Unavailable
from kostra.app.system import System
from kostra.model.delivery import Delivery
from kostra.model.errors import Refused
from kostra.model.people import HOUSE

FAILED = "delivery.failed"
_LONGEST, _AWAY = 30 * 60.0, 60.0
"""Seconds between two attempts, at the most; where the database or the store is away it comes back sooner."""

_log = logging.getLogger(__name__)


@dataclass
class Rounds:
    """`now` is in seconds, from anywhere: the time that waiting goes by, and not that of the house."""

    system: System
    workshop: Workshop
    tell: Callable[[str], None]
    now: Callable[[], float] = time.monotonic
    _failures: dict[str, int] = field(default_factory=dict)
    _again: dict[str, float] = field(default_factory=dict)

    def once(self) -> int:
        """Makes all that waits and is due; says how many. It raises nothing but what ends a process."""
        done = 0
        try:
            every = waiting(self.system)
        except Unavailable:
            self.tell("Databasen svarer ikke akkurat nå. Prøver igjen om litt.")
            return 0
        for one in every:
            if self.now() >= self._again.get(one.id, 0.0):
                done += self._made(one)
        return done

    def _made(self, one: Delivery) -> bool:
        try:
            make(self.system, self.workshop, one.id)
        except Outside as refused:
            # The basis does not hold; it is an event already, and no time will mend it.
            self._again[one.id] = inf
            self.tell(f"{one.id}: {refused.message}")
        except Refused as refused:
            self._wait(one, _LONGEST, refused.message)
        except Unavailable as error:
            self._failed(one, error, _AWAY, "Databasen eller lageret svarer ikke akkurat nå.")
        except Exception as error:
            _log.exception("delivery failed", extra={"job": "deliver"})
            self._failed(one, error, _LONGEST, f"Den lot seg ikke lage ({type(error).__name__}). Feilen er i loggen.")
        else:
            self._failures.pop(one.id, None)
            self._again.pop(one.id, None)
            return True
        return False

    def _failed(self, one: Delivery, error: Exception, longest: float, why: str) -> None:
        attempt = self._wait(one, longest, why)
        told = event(FAILED, one, fault=type(error).__name__, attempt=attempt)
        with suppress(Unavailable), self.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            tx.record(told)

    def _wait(self, one: Delivery, longest: float, why: str) -> int:
        """Until the next attempt; says which one has failed."""
        attempt = self._failures.get(one.id, 0) + 1
        seconds = min(longest, 2.0**attempt)
        self._failures[one.id], self._again[one.id] = attempt, self.now() + seconds
        self.tell(f"{one.id}: {why} Prøver igjen om {seconds:.0f} sekunder.")
        return attempt
