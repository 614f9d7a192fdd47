"""What the desk has answered about a residual, and whether the answer still holds. Answers are only added; the newest of a year counts.

An answer holds as long as the residual is about what it was about: the same share of the first source, give or take what is allowed between
years. So nobody is asked the same again next year, and everybody is asked when it has become something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from kostra.model.people import Actor
from kostra.reconciling.comparison import Limits
from kostra.reconciling.residuals import Row


class Status(StrEnum):
    EXPLAINED = "explained"
    CORRECTED_ACCOUNTS = "corrected-accounts"
    CORRECTED_FORM = "corrected-form"
    ACCEPTED = "accepted"
    """Not explained, and good enough."""
    TAKEN_BACK = "taken-back"
    """The answer before it was wrong: asked anew."""


LASTING = frozenset({Status.EXPLAINED, Status.ACCEPTED})
"""What holds in later years too. What was corrected is no longer so, and is asked about if it comes back."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`residual` and `first` are the amounts the answer was about; both None where a source had not come."""

    id: str
    comparison: str
    year: int
    region: str
    status: Status
    cause: str
    text: str
    residual: int | None
    first: int | None
    actor: Actor
    at: datetime


class Stands(StrEnum):
    NOTHING = "nothing"
    """There is nothing to ask about."""
    OPEN = "open"
    ANSWERED = "answered"
    CARRIED = "carried"
    """Answered in an earlier year, and the same as it was."""
    CHANGED = "changed"
    """Answered, and no longer what the answer was about."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`explanation` is the one that counts, or the old one that does not hold any longer."""

    stands: Stands
    explanation: Explanation | None = None

    @property
    def asks(self) -> bool:
        return self.stands in (Stands.OPEN, Stands.CHANGED)


def carry(row: Row, flagged: bool, year: int, told: Sequence[Explanation], limits: Limits) -> Answer:
    """How a region stands in a year. `told` is all that was said of it up to that year, the oldest first."""
    newest = _newest(told)
    if newest is None:
        return Answer(Stands.OPEN if flagged else Stands.NOTHING)
    of_this_year = newest.year == year
    if not flagged:
        return Answer(Stands.ANSWERED if of_this_year else Stands.NOTHING, newest if of_this_year else None)
    if not of_this_year and newest.status not in LASTING:
        return Answer(Stands.OPEN)
    if not like(newest, row, limits):
        return Answer(Stands.CHANGED, newest)
    return Answer(Stands.ANSWERED if of_this_year else Stands.CARRIED, newest)


def like(explanation: Explanation, row: Row, limits: Limits) -> bool:
    """Whether the residual is about what it was when it was explained."""
    if explanation.residual is None or row.residual is None or row.first is None:
        return explanation.residual is None and row.residual is None
    then = Fraction(explanation.residual)
    if explanation.first and row.first:
        then *= Fraction(row.first, explanation.first)
    return abs(row.residual - then) <= limits.steady(row.first)


def _newest(told: Sequence[Explanation]) -> Explanation | None:
    """The last answer of the newest year that has one. Taking one back uncovers those of the years before."""
    last: dict[int, Explanation] = {one.year: one for one in told}
    for year in sorted(last, reverse=True):
        if last[year].status is not Status.TAKEN_BACK:
            return last[year]
    return None
