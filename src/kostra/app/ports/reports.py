"""Yearly reports: what was counted for them, what people wrote in them, and how far they came. All of it is only added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kostra.model.people import Actor
from kostra.reporting.states import State
from kostra.reporting.writing import Written


@dataclass(frozen=True, slots=True)
class Made:
    """A report as it was counted once. `sha256` is of its record. `number` is its place among all, 0 of one that is not kept yet."""

    id: str
    year: int
    sha256: str
    by: Actor
    at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """That a report became this. `sha256` is of the record as it was finished, with all that people wrote; none where it was opened again.
    `edition` counts from 1, and goes up when one that was published is opened."""

    year: int
    state: State
    edition: int
    sha256: str | None
    reason: str
    by: Actor
    at: datetime
    number: int = 0


class Reports(Protocol):
    def lock(self, year: int) -> None:
        """Nobody else makes, writes in or moves the report of the year until the transaction ends."""

    def make(self, made: Made, record: str) -> None: ...

    def made(self, year: int) -> tuple[Made, ...]:
        """The newest first."""

    def record(self, id: str) -> str | None:
        """Of one that was made."""

    def write(self, written: Written) -> int:
        """At the end of the log, and its number there."""

    def texts(self, year: int) -> tuple[Written, ...]:
        """The oldest first."""

    def move(self, step: Step, record: str | None = None) -> None:
        """`record` is what was finished, and is kept with the step."""

    def steps(self, year: int) -> tuple[Step, ...]:
        """The newest first."""

    def finished(self, step: int) -> str | None:
        """What was kept with a step, by its number."""

    def years(self) -> tuple[int, ...]:
        """Those there is anything of, the newest first."""
