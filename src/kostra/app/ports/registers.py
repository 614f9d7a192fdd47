"""What others sent us: files of registers, each with its controls and receipt, and the keys to the bytes. A replaced one is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kostra.app.ports.vault import Kept
from kostra.model.finding import Severity
from kostra.model.people import Actor
from kostra.model.period import Period
from kostra.registers.found import Found

ORIGINAL, TYPED = "kildedata", "inndata"
"""What is kept of a file: the bytes as they came, and the typed records with pseudonyms (Parquet)."""


class Holds(StrEnum):
    """What became of a file. Only one is in force for a register and a period."""

    IN_FORCE = "in-force"
    REPLACED = "replaced"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Received:
    """A file of a register. `body` is whose register it is; `reason` why a file was accepted that the controls had refused."""

    id: str
    register: str
    period: Period
    version: str
    holds: Holds
    received: datetime
    by: Actor
    body: str | None
    sha256: str
    size: int
    file_name: str | None
    rows: int
    severity: Severity
    found: tuple[Found, ...]
    replaces: str | None = None
    reason: str = ""
    receipt: str | None = None
    """The signed receipt, a compact JWS."""


class Registers(Protocol):
    def lock(self, register: str) -> None:
        """Nobody else receives this register until the transaction ends."""

    def add(self, received: Received) -> None: ...

    def put(self, received: Received) -> None: ...

    def one(self, id: str) -> Received | None: ...

    def listed(
        self, *, register: str | None = None, period: Period | None = None, limit: int = 200
    ) -> tuple[Received, ...]:
        """The newest first."""

    def in_force(self, register: str | None = None) -> tuple[Received, ...]:
        """By register, the newest period first."""

    def with_bytes(self, register: str, sha256: str) -> tuple[Received, ...]:
        """Every file with these very bytes that is or has been in force."""

    def keep(self, received: str, what: str, kept: Kept) -> None: ...

    def kept(self, received: str, what: str) -> Kept | None:
        """None when there never was any, or when its key has been destroyed."""

    def all_kept(self) -> Iterable[tuple[str, str, Kept]]:
        """Every object that still has a key: file, what, kept. For rotation and backup."""

    def destroy_key(self, received: str, what: str, at: datetime) -> None: ...
