"""Changing the state of an expected delivery. No other place does, so that every change is allowed by the table and stands in the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from kostra.app.ports.transaction import Transaction
from kostra.followup.states import Mover, next_state
from kostra.model.errors import Refused
from kostra.model.event import Detail, Event
from kostra.model.submission import Expected, Standing, State

CHANGED = "state.changed"
_DATED = {State.EXTENDED, State.NIL_PRESUMED}
_NEW_CALENDAR = {State.EXPECTED, State.NOT_IN_POPULATION, State.EXCUSED}
"""States in which a date of the unit's own no longer holds."""


def subject(expected: Expected) -> str:
    """What an event about an expected delivery is about."""
    return f"{expected.season}/{expected.form}/{expected.period}/{expected.unit}"


def move(
    tx: Transaction,
    what: Expected | Standing,
    to: State,
    mover: Mover,
    reason: str = "",
    *,
    until: date | None = None,
    submission: str | None = None,
    arrived: datetime | None = None,
    **details: Detail,
) -> Standing:
    """The standing as it now is. `submission` and `arrived` are given when something was sent; `until` when a date comes with the state.

    Refused when nothing is expected there, or when the table says no. The row is locked until the transaction ends.
    """
    expected = what.expected if isinstance(what, Standing) else what
    moved = _moved(
        tx, owed(tx, expected), to, mover, reason, until=until, submission=submission, arrived=arrived, **details
    )
    tx.campaign.put(moved)
    return moved


def walk(
    tx: Transaction,
    locked: Iterable[Standing],
    way: Callable[[Standing], Iterable[tuple[State, str]]],
    mover: Mover,
) -> Counter[State]:
    """Moves many that were read with their rows locked, each the `way` it is to go; counts what came into which state."""
    moved: list[Standing] = []
    passed: Counter[State] = Counter()
    for start in locked:
        here = start
        for to, reason in tuple(way(start)):
            here = _moved(tx, here, to, mover, reason)
            passed[to] += 1
        if here is not start:
            moved.append(here)
    tx.campaign.put_all(moved)
    return passed


def _moved(
    tx: Transaction,
    now: Standing,
    to: State,
    mover: Mover,
    reason: str,
    *,
    until: date | None = None,
    submission: str | None = None,
    arrived: datetime | None = None,
    **details: Detail,
) -> Standing:
    """As it is after the change, which is recorded. The row is not written."""
    expected = now.expected
    next_state(now.state, to, mover, reason, until)
    tx.record(
        Event(
            CHANGED,
            subject(expected),
            reason,
            region=expected.unit,
            form=expected.form,
            period=str(expected.period),
            details={
                "from": str(now.state),
                "to": str(to),
                "by": str(mover),
                **({} if until is None else {"until": until.isoformat()}),
                **({} if submission is None else {"submission": submission}),
                **{key: value for key, value in details.items() if value is not None},
            },
        )
    )
    return replace(
        now,
        state=to,
        since=tx.now,
        submission=submission or now.submission,
        arrived=arrived or now.arrived,
        extended_until=until if to in _DATED else _kept(now, to),
        reason=reason,
    )


def _kept(now: Standing, to: State) -> date | None:
    """An extension outlives what comes in; a presumption ends with its state."""
    return None if now.state is State.NIL_PRESUMED or to in _NEW_CALENDAR else now.extended_until


def owed(tx: Transaction, expected: Expected) -> Standing:
    """The standing, locked. Refused when this unit does not owe the form."""
    found = tx.campaign.standing(expected, lock=True)
    if found is None:
        raise Refused(
            f"Det ventes ikke noe skjema {expected.form} for {expected.period} fra {expected.unit}. "
            "Se hvilke skjemaer enheten skal levere, eller ta kontakt med SSB."
        )
    return found
