"""Recipients, legal bases and deliveries. All of it is only added to, but for the keys to what is kept of a delivery."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from kostra.app.ports.vault import Kept
from kostra.model.delivery import Basis, Delivery, Fetched, Made, Recipient
from kostra.model.protection import Said

SEALED, CUT = "sealed", "cut"
"""What is kept of a delivery: the locked bytes that the recipient fetches, and the records as they were cut, under the pseudonyms of the
house, for the differences to the one that replaces it.
"""


class Deliveries(Protocol):
    def lock(self) -> None:
        """Nobody else enters, approves, orders or makes anything until the transaction ends."""

    def add_recipient(self, recipient: Recipient) -> None: ...

    def put_key(self, recipient: str, key: str, said: Said) -> None:
        """The key from now on. Earlier ones are still there."""

    def recipient(self, id: str) -> Recipient | None: ...

    def recipients(self) -> tuple[Recipient, ...]:
        """By name."""

    def add_basis(self, basis: Basis) -> None:
        """It is not approved yet."""

    def approve_basis(self, basis: str, said: Said) -> None: ...

    def end_basis(self, basis: str, said: Said) -> None: ...

    def basis(self, id: str) -> Basis | None: ...

    def bases(self, recipient: str | None = None) -> tuple[Basis, ...]:
        """In the order they were entered."""

    def order(self, delivery: Delivery) -> None: ...

    def make(self, delivery: str, made: Made) -> None: ...

    def approve(self, delivery: str, said: Said) -> None: ...

    def fetch(self, delivery: str, fetched: Fetched) -> None:
        """Within the recipient's scope alone."""

    def delete(self, delivery: str, said: Said, proof: str) -> None: ...

    def delivery(self, id: str) -> Delivery | None: ...

    def deliveries(self, recipient: str | None = None) -> tuple[Delivery, ...]:
        """The newest first: within the scope those of everybody, the recipient's own, or those with records from its regions."""

    def keep(self, delivery: str, recipient: str, what: str, kept: Kept) -> None:
        """Also for the same bytes under a newer key."""

    def kept(self, delivery: str, what: str) -> Kept | None:
        """None when there never was any, or when its key has been destroyed."""

    def all_kept(self) -> Iterable[tuple[str, str, Kept]]:
        """Every object that still has a key: delivery, what, kept."""

    def destroy_key(self, delivery: str, what: str, at: datetime) -> None: ...
