"""Who is to be reminded of what, by a plan of steps around the deadline.

Nobody is reminded who has said that there is nothing, who has been given more time or been excused, or from whom something came in the last
day. One letter names everything that a unit owes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kostra.followup.calendar import Dates, day, due
from kostra.followup.contacts import Channel
from kostra.model.submission import Expected, Standing, State

REMINDED = frozenset({State.OPENED, State.LATE, State.REFUSED})
"""Where something is owed, can be sent, and nothing speaks against saying so. One that was opened again is in hand at the desk."""
JUST_NOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PlanStep:
    """`days` counts from the deadline, below nothing before it. With `leader`, the municipality's leader is written to as well."""

    id: str
    days: int
    how: Channel
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order of their days."""

    id: str
    steps: tuple[PlanStep, ...]

    def step(self, days: int, how: Channel) -> PlanStep | None:
        """The last one whose day has come. A nudge is over when the deadline is."""
        come = [step for step in self.steps if step.how is how and step.days <= days and (step.days >= 0 or days <= 0)]
        return come[-1] if come else None


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing a unit is reminded of. `days` is how long ago the deadline was."""

    standing: Standing
    due: date
    days: int
    step: PlanStep

    @property
    def expected(self) -> Expected:
        return self.standing.expected


@dataclass(frozen=True, slots=True)
class Recipient:
    """`step` is the furthest that any of what is owed has come to."""

    unit: str
    step: PlanStep
    owed: tuple[Owed, ...]


def select(
    standings: Iterable[Standing],
    plan_of: Callable[[Expected], Plan],
    dates_of: Callable[[Expected], Dates],
    now: datetime,
    taken: Mapping[Expected, Collection[str]],
    how: Channel = Channel.MAIL,
) -> tuple[Recipient, ...]:
    """Those with something at a step that has not been taken, each with all it owes. `taken` are the steps taken before, by what they were
    about.
    """
    by_unit: dict[str, list[Owed]] = {}
    for standing in standings:
        one = owed(standing, plan_of(standing.expected), dates_of(standing.expected), now, how)
        if one is not None:
            by_unit.setdefault(standing.expected.unit, []).append(one)
    found = []
    for unit, these in sorted(by_unit.items()):
        if any(_is_new(one, plan_of(one.expected), taken.get(one.expected, ())) for one in these):
            ordered = tuple(sorted(these, key=lambda one: (one.due, one.expected)))
            found.append(Recipient(unit, max((one.step for one in these), key=lambda step: step.days), ordered))
    return tuple(found)


def owed(standing: Standing, plan: Plan, dates: Dates, now: datetime, how: Channel = Channel.MAIL) -> Owed | None:
    """What this unit may be reminded of, and at which step; None when it may not be."""
    if standing.state not in REMINDED or (standing.arrived is not None and now - standing.arrived < JUST_NOW):
        return None
    last = due(dates, standing)
    days = (day(now) - last).days
    step = plan.step(days, how)
    return None if step is None else Owed(standing, last, days, step)


def _is_new(one: Owed, plan: Plan, taken: Collection[str]) -> bool:
    """No letter at this step, nor at a later one."""
    return not any(step.id in taken and step.days >= one.step.days for step in plan.steps)
