"""A change to what was delivered, as an event. Events are only ever added; an undo is a new event.

Klargjorte data are inndata with the events replayed (`kostra.editing.replay`). An event holds values as text, as the frames write them,
and never a national id or a pseudonym: a record is known by a key that says nothing of whom it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kostra.model.people import Actor
from kostra.model.period import Period
from kostra.model.submission import Expected, Season


class Act(StrEnum):
    CHANGED = "changed"
    APPROVED = "approved"
    """Looked at, and right as it is."""
    NOT_REVIEWED = "not-reviewed"
    """Passed over on purpose: what may be wrong in it does not matter."""
    UNDONE = "undone"
    SECONDED = "seconded"
    DECLINED = "declined"
    """A colleague did not agree."""
    DROPPED = "dropped"
    """Stale, and let go of."""
    CARRIED = "carried"
    """Stale, and made to hold for the record as it now is."""


class Reason(StrEnum):
    """Why, in the words of statlog."""

    OTHER_SOURCE = "OTHER_SOURCE"
    REVIEW = "REVIEW"
    OWNER = "OWNER"
    MARGINAL_UNIT = "MARGINAL_UNIT"
    DUPLICATE = "DUPLICATE"
    OTHER = "OTHER"


FORM = "form"
"""The key of the only record of an e-form."""


@dataclass(frozen=True, slots=True, order=True)
class Whole:
    """What is edited as one: a form and a period, from all its units."""

    form: str
    period: Period
    season: Season = Season.REAL

    def of(self, unit: str) -> Expected:
        return Expected(self.form, self.period, unit, self.season)

    def __str__(self) -> str:
        return f"{self.season}/{self.form}/{self.period}"

    @classmethod
    def read(cls, written: str) -> Whole:
        """As `str` writes it."""
        season, form, period = written.split("/")
        return cls(form, Period.read(period), Season(season))


@dataclass(frozen=True, slots=True)
class Edit:
    """`number` is its place in the log of edits, 0 before it is there. `record` is the key of a record, the same in a new delivery of it;
    None where the event is about all that the unit sent. `line` is where it stood in the file, for people.

    `before` is the value the editor saw, `after` what it became; None is blank. `answers` is the control or the line of an error list that
    it answers; `about` the edit that this one undoes, seconds, declines, drops or carries over; `rule` names what was changed together.
    `digest` is of the record as it was delivered (of a whole unit: its submission): while it is the same, the edit holds.
    """

    id: str
    number: int
    act: Act
    of: Expected
    submission: str
    record: str | None
    line: int | None
    field: str | None
    before: str | None
    after: str | None
    reason: Reason
    comment: str
    actor: Actor
    at: datetime
    answers: str | None = None
    automatic: bool = False
    rule: str | None = None
    about: str | None = None
    digest: str | None = None
    needs_second: bool = False
    """It moves a published figure by so much that it counts first when a colleague has seconded it."""

    @property
    def cell(self) -> tuple[str, str | None, str | None]:
        """Which value it is about: unit, record, field."""
        return self.of.unit, self.record, self.field


@dataclass(frozen=True, slots=True)
class Usability:
    """Whether a unit's data can be used in one table. The newest of them counts; without any, they can."""

    of: Expected
    table: str
    usable: bool
    reason: str
    by: Actor
    at: datetime
