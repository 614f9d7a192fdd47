"""The other keys of the house: signing receipts, opening what senders encrypted, and pseudonyms for national ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Signer(Protocol):
    def sign(self, content: bytes) -> str:
        """A compact JWS (EdDSA) over the content."""

    def public(self) -> dict[str, object]:
        """The public keys as a JWKS, so that anybody can check a receipt."""


class Opener(Protocol):
    """The age key of the house."""

    def recipient(self) -> str:
        """The public key that senders encrypt to: age1..."""

    def open(self, sealed: bytes) -> bytes:
        """Refuses, in words for the sender, what was not encrypted to this key."""


class Pseudonymiser(Protocol):
    """National ids into pseudonyms, for reception. It cannot go the other way."""

    def encrypt(self, ids: Sequence[bytes]) -> list[bytes]: ...


class Resolver(Protocol):
    """Pseudonyms back into national ids, for deliveries on a legal basis alone, in a process of its own. Every call is counted."""

    def resolve(self, pseudonyms: Sequence[bytes]) -> list[bytes]: ...

    def rename(self, pseudonyms: Sequence[bytes], recipient: str) -> list[str]:
        """What one recipient may know them by, for ever, and nobody else does. Nothing is resolved by it."""


class Sealer(Protocol):
    """Locks what somebody outside is to open."""

    def seal(self, content: bytes, recipient: str) -> bytes:
        """`recipient` is an age public key: age1... Refused where it is none."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it may be shown: what it is for, and nothing of what it is."""

    use: str
    id: str
    made: datetime
    demo: bool
    newest: bool


class Chest(Protocol):
    """The keys themselves, for whoever looks after them. Data keys are wrapped by those for the use "data"."""

    def create(self, made: datetime, *, demo: bool) -> None:
        """One key for every use. Refused where there are keys already."""

    def listed(self) -> tuple[Key, ...]: ...

    @property
    def is_ours(self) -> bool:
        """False where a key service has the keys: then they are made and destroyed there."""

    def newest(self) -> str:
        """The id of the one that wraps new data keys."""

    def add(self, made: datetime) -> str:
        """A new one that wraps new data keys from now on; its id."""

    def remove(self, id: str) -> None:
        """Destroys one that wraps data keys. Nothing that it wraps can be read again, in a backup either."""
