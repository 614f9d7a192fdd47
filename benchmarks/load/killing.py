"""Killing the processes of the server at random, as a machine that runs out of memory does: no warning, no cleaning up."""

from __future__ import annotations

import os
import random
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Killer:
    """`every` is the mean number of seconds between two kills. The one that started them is never hit."""

    supervisor: int
    every: float
    random: random.Random
    killed: dict[str, int] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Killer:
        self._thread = threading.Thread(target=self._kill, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _kill(self) -> None:
        while not self._over.wait(self.random.uniform(0.5, 1.5) * self.every):
            found = children(self.supervisor)
            if found:
                number, kind = self.random.choice(sorted(found.items()))
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
                    self.killed[kind] = self.killed.get(kind, 0) + 1


def children(supervisor: int) -> dict[int, str]:
    """Its web and worker processes, by number."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == supervisor:
                command = (folder / "cmdline").read_bytes().split(b"\0")
                kind = command[3].decode() if command[1:3] == [b"-m", b"kostra"] else ""
                if kind in ("web", "worker"):
                    found[int(folder.name)] = kind
    return found
