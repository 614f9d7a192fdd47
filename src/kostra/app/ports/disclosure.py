"""Runs of disclosure control, what their audits said, and what people decided. All of it is only added to."""

from __future__ import annotations

from typing import Protocol

from kostra.model.cube import Status
from kostra.model.protection import Answer, AuditVerdict, Forcing, Merge, Protection, Said


class Disclosure(Protocol):
    def lock(self) -> None:
        """Nobody else decides anything here until the transaction ends."""

    def add(self, protection: Protection) -> None:
        """With its verdict, if it has one; it is not approved yet."""

    def judge(self, protection: str, verdict: AuditVerdict, said: Said) -> None:
        """The audit of a run that has none."""

    def approve(self, protection: str, said: Said) -> None:
        """Of a run that nobody has approved."""

    def protection(self, id: str) -> Protection | None: ...

    def protections(self, year: int | None = None, status: Status | None = None) -> tuple[Protection, ...]:
        """The newest first."""

    def propose(self, forcing: Forcing) -> None: ...

    def answer(self, forcing: str, answer: Answer, said: Said) -> None: ...

    def forcing(self, id: str) -> Forcing | None: ...

    def forcings(self, year: int, status: Status) -> tuple[Forcing, ...]:
        """The oldest first, with those that hold no more."""

    def merge(self, merge: Merge) -> None: ...

    def undo(self, merge: str, said: Said) -> None:
        """Of a merge that nobody has undone."""

    def merges(self, table: str | None = None) -> tuple[Merge, ...]:
        """The oldest first, with those that are undone."""
