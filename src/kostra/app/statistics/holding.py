"""What this process has made of data that have not changed since: the records of a source, the runs of the estimation, the cubes of these
and their files; of each the last that was asked for.

Nothing here can be old: what it is made of never changes, it is only replaced, and then it is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from kostra.app.ports.transaction import Transactions
from kostra.app.system import System
from kostra.statistics.records import Records

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class _Held:
    of: tuple[object, ...]
    told: Hashable
    made: Any


HOLDING: WeakKeyDictionary[Transactions, dict[Hashable, _Held]] = WeakKeyDictionary()
"""By the database that it is from."""


def held(
    system: System, name: Hashable, of: tuple[object, ...], make: Callable[[], _Made], told: Hashable = None
) -> _Made:
    """Each in `of` is another one when anything in it is, while `told` is what is equal when it is the same."""
    every = HOLDING.setdefault(system.transactions, {})
    found = every.get(name)
    if (
        found is None
        or found.told != told
        or len(found.of) != len(of)
        or any(one is not other for one, other in zip(found.of, of, strict=True))
    ):
        if found is not None and isinstance(found.made, Records):
            found.made.forget()
        found = every[name] = _Held(of, told, make())
    made: _Made = found.made
    return made
