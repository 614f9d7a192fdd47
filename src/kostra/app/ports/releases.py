"""Releases, who approved them and who took them back, and standing approvals. All of it is only added to."""

from __future__ import annotations

from typing import Protocol

from kostra.model.protection import Said
from kostra.model.release import Release, StandingApproval


class Releases(Protocol):
    def lock(self) -> None:
        """Nobody else makes, approves or takes back anything until the transaction ends."""

    def add(self, release: Release) -> None:
        """It is not approved yet."""

    def approve(self, release: str, said: Said, standing: str | None = None) -> None:
        """Of one that nobody has approved. `standing` is the standing approval that did it, beforehand."""

    def withdraw(self, release: str, said: Said) -> None:
        """Of one that nobody has taken back."""

    def release(self, id: str) -> Release | None: ...

    def releases(self, year: int | None = None) -> tuple[Release, ...]:
        """The newest first, with those that were taken back."""

    def give(self, standing: StandingApproval) -> None: ...

    def end(self, standing: str, said: Said) -> None:
        """Of a standing approval that nobody has ended."""

    def standings(self) -> tuple[StandingApproval, ...]:
        """The newest first, with those that hold no more."""
