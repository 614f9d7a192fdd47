"""What to do today, the most important first: what weighs most, has waited longest and has most left to mend.

It ranks; it decides nothing and sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kostra.followup.calendar import Dates, day, due
from kostra.followup.contacts import Attempt
from kostra.followup.states import ENDED
from kostra.model.submission import Standing, State


class Action(StrEnum):
    WRITE = "write"
    """Nothing has come: send the next reminder."""
    CALL = "call"
    REVIEW = "review"
    """Something came, and nobody has looked at it."""
    CHASE = "chase"
    """The error list should have been answered."""
    FIND_CONTACT = "find-contact"
    """There is nobody to write to."""
    KEEP_APPOINTMENT = "keep-appointment"
    """Today was agreed on when they were last reached."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one expected delivery, besides where it stands. `influence` is the unit's share of the whole, from 0 to 1."""

    dates: Dates
    influence: float
    open_errors: int = 0
    answer_by: date | None = None
    reachable: bool = True
    call_due: bool = False
    last: Attempt | None = None


@dataclass(frozen=True, slots=True)
class Row:
    standing: Standing
    action: Action
    due: date
    days: int
    open_errors: int
    influence: float
    score: float
    last: Attempt | None


def rank(cases: Iterable[tuple[Standing, Facts]], now: datetime) -> tuple[Row, ...]:
    """The rows with something to do, by influence x days x open errors. What cannot be compared stands in the order of form and unit."""
    rows = [row for standing, facts in cases if (row := _row(standing, facts, now)) is not None]
    return tuple(sorted(rows, key=lambda row: (-row.score, row.standing.expected)))


def _row(standing: Standing, facts: Facts, now: datetime) -> Row | None:
    action = _action(standing, facts, now)
    if action is None:
        return None
    days = _waited(standing, facts, now)
    score = facts.influence * max(days, 1) * max(facts.open_errors, 1)
    return Row(
        standing, action, due(facts.dates, standing), days, facts.open_errors, facts.influence, score, facts.last
    )


def _action(standing: Standing, facts: Facts, now: datetime) -> Action | None:
    today, state = day(now), standing.state
    if state in ENDED:
        return None
    if facts.last is not None and _is_agreed(facts.last, standing, today):
        return Action.KEEP_APPOINTMENT
    if state in {State.RECEIVED, State.CORRECTION_RECEIVED}:
        return Action.REVIEW
    if state is State.ERRORS_SENT:
        return Action.CHASE if facts.answer_by is not None and facts.answer_by < today else None
    if state in {State.LATE, State.REFUSED} and today > due(facts.dates, standing):
        if not facts.reachable:
            return Action.FIND_CONTACT
        return Action.CALL if facts.call_due else Action.WRITE
    return None


def _is_agreed(last: Attempt, standing: Standing, today: date) -> bool:
    """The day that was agreed on has come, and nothing else has."""
    agreed = last.next_on is not None and last.next_on <= today
    return agreed and (standing.arrived is None or standing.arrived < last.at)


def _waited(standing: Standing, facts: Facts, now: datetime) -> int:
    """Days since the deadline for what has not come; since it came for what nobody has looked at; since the answer was due for a list."""
    if standing.state is State.ERRORS_SENT and facts.answer_by is not None:
        return max(0, (day(now) - facts.answer_by).days)
    if standing.state in {State.RECEIVED, State.CORRECTION_RECEIVED}:
        return max(0, (day(now) - day(standing.since)).days)
    return max(0, (day(now) - due(facts.dates, standing)).days)


def weights(records: Mapping[str, int], population: Mapping[str, int]) -> dict[str, float]:
    """Each unit's share: by last year's records where they are known, and by its population, scaled to them, where they are not."""
    known = [unit for unit in population if records.get(unit)]
    persons = sum(population[unit] for unit in known)
    per_person = sum(records[unit] for unit in known) / persons if persons else 1.0
    counted = {unit: records.get(unit) or population[unit] * per_person for unit in population}
    whole = sum(counted.values())
    return {unit: count / whole if whole else 0.0 for unit, count in counted.items()}
