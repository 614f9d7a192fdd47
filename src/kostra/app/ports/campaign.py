"""What is owed and where it stands. One row for each form, period and unit, in each season."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from kostra.model.period import Period
from kostra.model.submission import Expected, Season, Standing, State


class Campaign(Protocol):
    def expect(self, expected: Iterable[Expected], at: datetime) -> int:
        """Adds those that are not there yet, in state EXPECTED; says how many."""

    def standing(self, expected: Expected, *, lock: bool = False) -> Standing | None:
        """With `lock`, nobody else changes it until the transaction ends."""

    def standings(
        self,
        *,
        season: Season = Season.REAL,
        form: str | None = None,
        period: Period | None = None,
        unit: str | None = None,
        states: Iterable[State] = (),
        lock: bool = False,
    ) -> tuple[Standing, ...]:
        """In the order of form, period, unit, within the scope. With `lock`, nobody else changes them until the transaction ends."""

    def put(self, standing: Standing) -> None:
        """The row as it now is. Only `kostra.app.followup.moving` calls this: every change of state is an event."""

    def put_all(self, standings: Iterable[Standing]) -> None:
        """Many rows at once. They are there already."""

    def states_at(self, form: str, period: Period, at: datetime, season: Season = Season.REAL) -> dict[str, State]:
        """By unit, as it was at that time: read from the log, not from the rows."""

    def periods(self, season: Season = Season.REAL) -> tuple[tuple[str, Period], ...]:
        """The forms and periods there are expected deliveries for."""
