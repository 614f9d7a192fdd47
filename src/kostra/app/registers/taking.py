"""Taking the bytes of a register in: streamed to the vault, encrypted as they come, and stopped when they are more than any file has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kostra.app.permissions import Asker
from kostra.app.ports.vault import Kept, Writing
from kostra.app.receiving.refusals import TooLarge
from kostra.app.registers.rights import demand_sender
from kostra.app.system import System
from kostra.model.period import Period
from kostra.registers.catalogue import layout_for


class Incoming:
    """A `Writing` with a limit."""

    def __init__(self, writing: Writing, megabytes: int) -> None:
        self._writing = writing
        self._megabytes = megabytes

    def write(self, chunk: bytes) -> None:
        if self._writing.size + len(chunk) > self._megabytes << 20:
            raise TooLarge(
                f"Filen er større enn {self._megabytes} MiB, og er ikke tatt imot. Se om det er riktig fil; er den det, må grensen i "
                "oppsettet heves."
            )
        self._writing.write(chunk)

    def keep(self) -> Kept:
        return self._writing.keep()


@contextmanager
def taking(system: System, asker: Asker, register: str, period: Period) -> Iterator[Incoming]:
    """A place for the bytes of one file, gone again unless they are kept. Asks who may before a byte is read."""
    layout = layout_for(register, period)
    demand_sender(asker, layout)
    with system.vault.writing("register") as writing:
        yield Incoming(writing, layout.limits.megabytes)
