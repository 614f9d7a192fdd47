"""How often one may ask: a bucket of tokens for each person, each system, and each address of those who are not logged in.

The buckets are kept in the memory of this process. With several web processes each of them counts on its own, so that the whole lets
through as many times more: the limits are there to stop a loop gone wild, not to share out a scarce good.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second in the long run, and so many at once."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Rates:
    """`anonymous` is for the API without a login and for pages one must log in to see; `login` for the steps of logging in; `keeping` for
    what anybody may leave here; `whole` for a whole release, which takes seconds to make."""

    person: Rate = Rate(20, 200)
    system: Rate = Rate(100, 1000)
    anonymous: Rate = Rate(20, 200)
    login: Rate = Rate(1, 60)
    keeping: Rate = Rate(0.1, 30)
    whole: Rate = Rate(0.1, 10)


class TooMany(Exception):
    """Asked too often. `wait` is the number of whole seconds until it may work again."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


@dataclass(slots=True)
class Buckets:
    """All the buckets of one process. Full ones are forgotten when there are many."""

    clock: Callable[[], float] = time.monotonic
    most: int = 20_000
    _buckets: dict[tuple[str, Rate], _Bucket] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, key: str, rate: Rate) -> None:
        """Takes one, or raises `TooMany`."""
        with self._lock:
            now = self.clock()
            if len(self._buckets) >= self.most:
                self._forget(now)
            bucket = self._buckets.setdefault((key, rate), _Bucket(rate.burst, now))
            bucket.left = min(rate.burst, bucket.left + (now - bucket.at) * rate.per_second)
            bucket.at = now
            if bucket.left < 1:
                raise TooMany(int((1 - bucket.left) / rate.per_second) + 1)
            bucket.left -= 1

    def _forget(self, now: float) -> None:
        """Those that have filled up again; when none has, the oldest half, so that memory stays bounded."""
        full = [at for at, one in self._buckets.items() if one.left + (now - one.at) * at[1].per_second >= at[1].burst]
        oldest = sorted(self._buckets, key=lambda at: self._buckets[at].at)[: self.most // 2]
        for at in full or oldest:
            del self._buckets[at]
