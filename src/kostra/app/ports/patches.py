"""The changes to the content that accepted proposals have become: each a patch that one has made and another must approve. Only added."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kostra.model.protection import Said


class Verdict(StrEnum):
    APPROVED = "approved"
    RETURNED = "returned"
    """It must be made anew, or not at all."""
    TAKEN_BACK = "taken-back"
    """It had been approved."""


@dataclass(frozen=True, slots=True)
class Review:
    verdict: Verdict
    said: Said


@dataclass(frozen=True, slots=True)
class Patch:
    """`version` is the number of the proposal's version that it was made from, and `text` the patch itself, as `git apply` takes it.
    `number` is its place among all of them, from 1; 0 before it is kept. A later one of the same proposal takes its place.
    """

    id: str
    proposal: str
    proposal_number: int
    version: int
    year: int
    text: str
    sha256: str
    made: Said
    reviews: tuple[Review, ...] = ()
    number: int = 0

    @property
    def verdict(self) -> Verdict | None:
        """The last word; None when nobody has said any."""
        return self.reviews[-1].verdict if self.reviews else None

    @property
    def approved(self) -> Said | None:
        last = self.reviews[-1] if self.reviews else None
        return None if last is None or last.verdict is not Verdict.APPROVED else last.said


class Patches(Protocol):
    def add(self, patch: Patch) -> int:
        """The number that it got."""

    def review(self, patch: str, review: Review) -> None: ...

    def one(self, number: int) -> Patch | None: ...

    def of(self, proposal: str) -> tuple[Patch, ...]:
        """Of one proposal, by its id, the newest first."""

    def of_year(self, year: int) -> tuple[Patch, ...]:
        """The approved ones of a reporting year, one for each proposal, in the order in which they were approved."""

    def years(self) -> tuple[int, ...]:
        """The reporting years that any approved one is for."""
