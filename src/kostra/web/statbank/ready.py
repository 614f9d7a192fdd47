"""Answers that are asked for again and again, packed and ready: the default selection of a table, its metadata, and other small ones.

An answer is good for as long as the bank gives the same table: a table is never changed, it is only made again. The one that was asked for
longest ago is forgotten first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock

from kostra.publication.table import Table

_MOST, _LARGEST = 512, 64 << 10
"""Answers, and bytes of each: 32 MB in all, at the most."""


@dataclass(frozen=True, slots=True)
class Packed:
    headers: Mapping[str, str]
    content: bytes


class Ready:
    """Of one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[Table, Packed]] = OrderedDict()

    def answer(self, asked: Hashable, table: Table, make: Callable[[], Packed]) -> Packed:
        with self._lock:
            found = self._kept.get(asked)
            if found is not None and found[0] is table:
                self._kept.move_to_end(asked)
                return found[1]
        made = make()
        if len(made.content) <= _LARGEST:
            with self._lock:
                self._kept[asked] = table, made
                self._kept.move_to_end(asked)
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
        return made
