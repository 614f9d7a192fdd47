"""What follow-up remembers: whom to reach, what was written, who was reminded of what, and the error lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kostra.followup.contacts import Attempt, Contact
from kostra.followup.errorlists import ErrorList, Line
from kostra.followup.letters import Letter, LetterState
from kostra.followup.messages import Message, Side, Thread
from kostra.model.people import Actor
from kostra.model.period import Period
from kostra.model.submission import Expected, Season


@dataclass(frozen=True, slots=True)
class Reminder:
    """That a unit was reminded of one form in a round, at a step of the plan."""

    round: str
    expected: Expected
    step: str
    at: datetime
    by: Actor
    letter: str


class Cases(Protocol):
    def contacts(self, unit: str | None = None) -> tuple[Contact, ...]:
        """By unit and name."""

    def put_contact(self, contact: Contact) -> None: ...

    def remove_contact(self, id: str) -> None: ...

    def add_attempt(self, attempt: Attempt) -> None: ...

    def attempts(self, unit: str | None = None, limit: int = 500) -> tuple[Attempt, ...]:
        """The newest first."""

    def put_thread(self, thread: Thread) -> None: ...

    def thread(self, id: str) -> Thread | None: ...

    def threads(self, unit: str | None = None, limit: int = 200) -> tuple[Thread, ...]:
        """Those that are open first, then the newest first."""

    def add_message(self, message: Message) -> None: ...

    def messages(self, thread: str) -> tuple[Message, ...]:
        """In the order they were written."""

    def mark_read(self, thread: str, by: Side, at: datetime) -> None:
        """What the other side wrote has been seen."""

    def unread(self, by: Side) -> Mapping[str, int]:
        """How many messages from the other side nobody here has seen, by thread; those with none are left out."""

    def post(self, letter: Letter) -> None:
        """Into the outbox."""

    def put_letter(self, letter: Letter) -> None: ...

    def next_letter(self, now: datetime) -> Letter | None:
        """One that is due to be sent, locked; one that somebody else is sending is passed over."""

    def letters(
        self, *, round: str | None = None, unit: str | None = None, state: LetterState | None = None, limit: int = 500
    ) -> tuple[Letter, ...]:
        """The newest first."""

    def add_reminders(self, reminders: Iterable[Reminder]) -> None: ...

    def reminders(
        self, *, season: Season = Season.REAL, period: Period | None = None, unit: str | None = None
    ) -> tuple[Reminder, ...]:
        """The oldest first."""

    def add_list(self, made: ErrorList, lines: Iterable[Line]) -> None: ...

    def put_list(self, changed: ErrorList) -> None: ...

    def error_list(self, id: str, *, lock: bool = False) -> ErrorList | None: ...

    def error_lists(
        self,
        *,
        expected: Expected | None = None,
        season: Season = Season.REAL,
        form: str | None = None,
        period: Period | None = None,
        unit: str | None = None,
        only_open: bool = False,
    ) -> tuple[ErrorList, ...]:
        """By form, period, unit and round. `expected` stands for all but `only_open`."""

    def lines(self, list: str) -> tuple[Line, ...]: ...

    def put_lines(self, lines: Iterable[Line]) -> None: ...

    def open_lines(
        self, *, season: Season = Season.REAL, form: str | None = None, period: Period | None = None
    ) -> Mapping[Expected, int]:
        """How many lines are still open in open lists, by expected delivery."""
