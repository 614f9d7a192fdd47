"""A letter in the outbox: written whole when it is put there, sent later, tried again when it could not be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kostra.model.text import Language


class LetterState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """Given up: the address does not take it, or it could not be sent for more than a day. Somebody must look at it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`round` is the round of reminders it belongs to, if any."""

    id: str
    unit: str
    to: tuple[str, ...]
    language: Language
    subject: str
    body: str
    made: datetime
    next_try: datetime
    round: str | None = None
    state: LetterState = LetterState.WAITING
    attempts: int = 0
    sent: datetime | None = None


MOST_ATTEMPTS = 10
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


def after_sending(letter: Letter, now: datetime) -> Letter:
    return replace(letter, state=LetterState.SENT, attempts=letter.attempts + 1, sent=now)


def after_failing(letter: Letter, now: datetime, *, for_good: bool = False) -> Letter:
    """To be tried again, four times as long after each time and six hours at most, until it is given up."""
    attempts = letter.attempts + 1
    if for_good or attempts >= MOST_ATTEMPTS:
        return replace(letter, state=LetterState.FAILED, attempts=attempts)
    wait = min(_FIRST_WAIT * 2 ** (2 * (attempts - 1)), _LONGEST_WAIT)
    return replace(letter, attempts=attempts, next_try=now + wait)
