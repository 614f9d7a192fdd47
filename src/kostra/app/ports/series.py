"""The frequent series: who takes part, and what has been made of each month and quarter. All of it is only added to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kostra.followup.consent import Consent
from kostra.model.period import Period
from kostra.model.protection import Said


@dataclass(frozen=True, slots=True)
class Made:
    """The figures of one period as they were made once. `input` is a digest of what they were made of, and `sha256` of the record.
    `passed` says what the audit found. `standing` is the standing approval that approved them, where one did.
    """

    id: str
    period: Period
    made: Said
    input: str
    sha256: str
    passed: bool
    approved: Said | None = None
    standing: str | None = None
    number: int = 0
    """Its place among all that were made, from 1; 0 of one that is not kept yet."""

    @property
    def public_from(self) -> datetime | None:
        return None if self.approved is None else self.approved.at


class Series(Protocol):
    def lock(self) -> None:
        """Nobody else joins, or makes or approves figures, until the transaction ends."""

    def write(self, lines: Iterable[Consent]) -> None:
        """At the end of the log."""

    def log(self, unit: str | None = None) -> tuple[Consent, ...]:
        """In the order it was written, within the scope."""

    def add(self, made: Made, record: str) -> None:
        """`record` is the whole of it, with the figures of single units."""

    def approve(self, id: str, said: Said, standing: str | None = None) -> None:
        """Of one that nobody has approved."""

    def listed(self, period: Period | None = None) -> tuple[Made, ...]:
        """The newest first."""

    def record(self, id: str) -> str | None: ...
