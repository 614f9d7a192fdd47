"""What is inside of what was kept: files that the sender encrypted are opened, in memory and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from kostra.app.ports.vault import Kept
from kostra.app.receiving.arriving import Arrival
from kostra.app.receiving.refusals import WrongContent
from kostra.app.receiving.taking import SEALED, SHORT, Taken, bare, refuse_by_start
from kostra.app.system import System
from kostra.model.submission import Content


def look_inside(system: System, kept: Kept, taken: Taken, arrival: Arrival) -> Arrival:
    """Tells a file that says that there is nothing to report. Refuses what was encrypted to another key, and what inside is no delivery."""
    if not taken.is_sealed:
        return replace(arrival, content=Content.NIL) if taken.is_nil else arrival
    with plain(system, kept) as file:
        start = file.read(SHORT + 1)
    if start.startswith(SEALED):
        raise WrongContent(
            "Filen er kryptert to ganger, og er ikke tatt imot. Krypter filen fra fagsystemet bare én gang."
        )
    refuse_by_start(start)
    if len(start) > SHORT or (content := bare(start)) not in (b"", b" "):
        return arrival
    if not content:
        raise WrongContent(
            "Den krypterte filen er tom inni, og er ikke tatt imot. Krypter filen fra fagsystemet på nytt, eller meld «ingenting å "
            "rapportere»."
        )
    return replace(arrival, content=Content.NIL)


@contextmanager
def plain(system: System, kept: Kept) -> Iterator[BinaryIO]:
    """The bytes as the case system wrote them, from their beginning, in a file that can go back."""
    with system.vault.open(kept) as file:
        sealed = file.read(len(SEALED)) == SEALED
        file.seek(0)
        if not sealed:
            yield file
            return
        opened = BytesIO(system.opener.open(file.read()))
    yield opened
