"""What was sent, what came of its controls, and the keys to its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kostra.app.ports.vault import Kept
from kostra.model.finding import Severity
from kostra.model.submission import Expected, Season, Submission

ORIGINAL, REPORT, REPORT_NN, INNDATA = "kildedata", "report", "report-nn", "inndata"
"""What is kept of a submission: the bytes as sent, the report of the controls (JSON) in bokmål and in nynorsk, the typed records with
pseudonyms (Parquet).
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings one control had on one field in one submission."""

    control: str
    severity: Severity
    field: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Frequency:
    """What one control found in the submissions that count, among those sent by one vendor's system, or by persons where that is empty."""

    control: str
    severity: Severity
    vendor: str
    findings: int
    submissions: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the controls of a submission have come, for whoever watches. `done` and `of` count records or steps."""

    done: int
    of: int
    step: str


class Submissions(Protocol):
    def add(self, submission: Submission, idempotency_key: str | None = None) -> None:
        """Refused (`KeyUsed`) when the same holder has used the key, also where they cannot see it, or in the same moment."""

    def put(self, submission: Submission) -> None: ...

    def one(self, id: str, *, lock: bool = False) -> Submission | None: ...

    def of(self, expected: Expected) -> tuple[Submission, ...]:
        """All of them, the newest first."""

    def newest(self, expected: Expected) -> Submission | None:
        """The last that was delivered, whatever the controls said of it: the one that no other replaces, also when the clock has jumped."""

    def listed(
        self, *, season: Season = Season.REAL, form: str | None = None, unit: str | None = None, limit: int = 200
    ) -> tuple[Submission, ...]: ...

    def waiting_since(self, moment: datetime) -> tuple[Submission, ...]:
        """Uploaded after the moment, in earnest, and waiting for a colleague or for the controls."""

    def by_idempotency_key(self, holder: str, key: str, season: Season = Season.REAL) -> Submission | None:
        """The submission that `holder`, the one who uploaded it, sent under this key in this season."""

    def keep(self, submission: str, what: str, kept: Kept) -> None: ...

    def kept(self, submission: str, what: str) -> Kept | None:
        """None when there never was any, or when its key has been destroyed."""

    def all_kept(self) -> Iterable[tuple[str, str, Kept]]:
        """Every object that still has a key: submission, what, kept. For rotation and backup."""

    def destroy_key(self, submission: str, what: str, at: datetime) -> None: ...

    def tally(self, submission: str, tallies: Iterable[Tally]) -> None: ...

    def tallies(self, submission: str) -> tuple[Tally, ...]: ...

    def tallies_of(self, form: str, year: int, season: Season = Season.REAL) -> Mapping[str, tuple[Tally, ...]]:
        """Of every submission of a form and year that had any finding, by its id."""

    def most_frequent(self, form: str, year: int, season: Season = Season.REAL) -> tuple[Frequency, ...]:
        """By control and vendor, among the current submissions of a form and year; the most findings first."""

    def progress(self, submission: str, progress: Progress) -> None: ...

    def progress_of(self, submission: str) -> Progress | None: ...
