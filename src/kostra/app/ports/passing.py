"""What was received on another body's behalf and handed on to it, untouched: that it was is seen by many, the bytes by the body alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kostra.app.ports.vault import Kept
from kostra.model.people import Actor
from kostra.model.submission import Content, Expected


@dataclass(frozen=True, slots=True)
class HandedOn:
    """A submission in a body's box. `opened` says that the sender had encrypted it to us, so that `sha256` is of what was inside."""

    id: str
    submission: str
    body: str
    answers: Expected
    content: Content
    received: datetime
    at: datetime
    sha256: str
    size: int
    file_name: str | None
    opened: bool
    receipt: str
    """Signed, a compact JWS."""
    fetched: datetime | None = None
    fetched_by: Actor | None = None


class Passing(Protocol):
    def add(self, handed: HandedOn, kept: Kept) -> None:
        """Within the body's scope: the bytes go into its box."""

    def one(self, id: str, *, lock: bool = False) -> HandedOn | None: ...

    def of_submission(self, submission: str) -> HandedOn | None: ...

    def listed(self, *, body: str | None = None, form: str | None = None, limit: int = 500) -> tuple[HandedOn, ...]:
        """The newest first, within the scope: the body's own, or those of the regions, without anything of what is in them."""

    def fetched(self, id: str, at: datetime, by: Actor) -> None: ...

    def kept(self, id: str) -> Kept | None:
        """Within the body's scope alone; None from everywhere else, and when the key has been destroyed."""

    def all_kept(self) -> Iterable[tuple[str, Kept]]:
        """Every object of the body that still has a key. For rotation."""

    def keep(self, id: str, kept: Kept) -> None:
        """The same bytes under a newer key."""

    def destroy_key(self, id: str, at: datetime) -> None: ...
