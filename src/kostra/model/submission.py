"""What is owed, where it stands, and what was sent: a file, a set of answers, or the statement that there is nothing to report.

A submission never changes. A new one replaces it, and both are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kostra.model.finding import Severity
from kostra.model.people import Actor
from kostra.model.period import Period


class Content(StrEnum):
    FILE = "file"
    ANSWERS = "answers"
    NIL = "nil"
    PAPER = "paper"
    """Registered by SSB for a municipality that could not send in any other way."""


class Season(StrEnum):
    """The real thing, or the vendors' test in November. Nothing of the one is ever seen in the other."""

    REAL = "real"
    TEST = "test"


@dataclass(frozen=True, slots=True, order=True)
class Expected:
    """A delivery that is owed, known before anything has arrived. `unit` is the six-digit reporting unit."""

    form: str
    period: Period
    unit: str
    season: Season = Season.REAL


class State(StrEnum):
    """Where an expected delivery stands. Which may follow which is declared in `kostra.followup.states`."""

    EXPECTED = "expected"
    OPENED = "opened"
    RECEIVED = "received"
    ERRORS_SENT = "errors-sent"
    CORRECTION_RECEIVED = "correction-received"
    ACCEPTED = "accepted"
    FINAL = "final"
    NIL_CONFIRMED = "nil-confirmed"
    NIL_PRESUMED = "nil-presumed"
    LATE = "late"
    EXTENDED = "extended"
    EXCUSED = "excused"
    REFUSED = "refused"
    CLOSED_NONRESPONSE = "closed-nonresponse"
    REOPENED = "reopened"
    NOT_IN_POPULATION = "not-in-population"


@dataclass(frozen=True, slots=True)
class Standing:
    """An expected delivery as it stands. `submission` is the id of the current one; `extended_until` the date given to this unit alone."""

    expected: Expected
    state: State
    since: datetime
    submission: str | None = None
    arrived: datetime | None = None
    extended_until: date | None = None
    reason: str = ""


class Stage(StrEnum):
    """How far one submission has come. A prepared one waits for a colleague who may send it, and is not delivered."""

    PREPARED = "prepared"
    RECEIVED = "received"
    CHECKED = "checked"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    """A prepared one that was taken back."""


@dataclass(frozen=True, slots=True)
class Submission:
    """`preparer` uploaded it and `sender` sent it: persons or systems, never a municipality alone. `received` is the time that counts.

    CHECKED means that the controls let it through, STOPPED that they did not; `severity` and `records` are known from then on.
    """

    id: str
    answers: Expected
    content: Content
    stage: Stage
    uploaded: datetime
    preparer: Actor
    sha256: str
    size: int
    received: datetime | None = None
    sender: Actor | None = None
    file_name: str | None = None
    replaces: str | None = None
    severity: Severity | None = None
    records: int | None = None
    receipt: str | None = None
    """The signed receipt, a compact JWS."""
