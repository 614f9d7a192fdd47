"""Proposals for changes, their hearings and the meetings they are put before. All of it is only added to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from kostra.model.form_change import Change
from kostra.model.proposal import Answer, Hearing, Meeting, Minutes, Move, Proposal, Trial, Version


class Proposals(Protocol):
    def lock(self) -> None:
        """Nobody else writes or moves a proposal until the transaction ends."""

    def add(self, proposal: Proposal) -> int:
        """With its first version; the number that it got."""

    def write(self, proposal: str, version: Version) -> None:
        """A new version, which holds from now on."""

    def move(self, proposal: str, move: Move) -> None: ...

    def keep_trial(self, proposal: str, trial: Trial) -> None: ...

    def open_hearing(self, hearing: Hearing, addresses: Mapping[str, str]) -> None:
        """`addresses` are by party, of those that have one."""

    def addresses(self, hearing: str) -> Mapping[str, str]:
        """Within the scope of the desk alone."""

    def answer(self, answer: Answer) -> None: ...

    def reminded(self, hearing: str) -> frozenset[int]:
        """How many days before the deadline it has been reminded of."""

    def remind(self, hearing: str, days: int, at: datetime, letters: int) -> None: ...

    def add_meeting(self, meeting: Meeting) -> int:
        """The number that it got."""

    def write_minutes(self, meeting: str, minutes: Minutes) -> None: ...

    def one(self, number: int) -> Proposal | None:
        """Within the scope: a draft is its author's own, and the desk's."""

    def every(self) -> tuple[Proposal, ...]:
        """The newest first, within the scope."""

    def accepted(self, year: int) -> tuple[tuple[Proposal, tuple[Change, ...]], ...]:
        """Those with changes that were accepted for a reporting year, also when they are in the form or published; in the order in which
        they were decided."""

    def meeting(self, number: int) -> Meeting | None: ...

    def meetings(self) -> tuple[Meeting, ...]:
        """The last one first."""

    def open_hearings(self, until: date | None = None) -> tuple[tuple[Proposal, Hearing], ...]:
        """Those of proposals that are in hearing, with `until` those whose last day is before it."""
