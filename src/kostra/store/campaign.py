"""What is owed, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert

from kostra.model.period import Period
from kostra.model.submission import Expected, Season, Standing, State
from kostra.store.tables.campaign import expected as table
from kostra.store.tables.log import event

_KEY = (table.c.season, table.c.form, table.c.period, table.c.region)


class StoredCampaign:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def expect(self, expected: Iterable[Expected], at: datetime) -> int:
        """As columns: thousands of rows, each value a parameter, would take longer to write down than to insert."""
        keys = [_key(one) for one in expected]
        of_key = {
            column.name: sa.func.unnest(sa.cast([one[column.name] for one in keys], ARRAY(sa.Text))) for column in _KEY
        }
        the_same = {"added": at, "since": at, "state": State.EXPECTED.value, "reason": ""}
        rows = sa.select(*of_key.values(), *(sa.literal(value, table.c[name].type) for name, value in the_same.items()))
        adding = insert(table).from_select([*of_key, *the_same], rows).on_conflict_do_nothing(index_elements=_KEY)
        return self._connection.execute(adding.execution_options(preserve_rowcount=True)).rowcount

    def standing(self, expected: Expected, *, lock: bool = False) -> Standing | None:
        wanted = sa.select(table).where(*_is(expected))
        if lock:
            wanted = wanted.with_for_update()
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else _read(row)

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
        wanted = sa.select(table).where(table.c.season == season.value).order_by(*_KEY)
        if form is not None:
            wanted = wanted.where(table.c.form == form)
        if period is not None:
            wanted = wanted.where(table.c.period == str(period))
        if unit is not None:
            wanted = wanted.where(table.c.region == unit)
        if among := [state.value for state in states]:
            wanted = wanted.where(table.c.state.in_(among))
        if lock:
            wanted = wanted.with_for_update()
        return tuple(_read(row) for row in self._connection.execute(wanted))

    def put(self, standing: Standing) -> None:
        said = _said(standing)
        self._connection.execute(
            insert(table)
            .values(**_key(standing.expected), added=self._now, **said)
            .on_conflict_do_update(index_elements=_KEY, set_=said)
        )

    def put_all(self, standings: Iterable[Standing]) -> None:
        rows = [
            {**{f"of_{name}": value for name, value in _key(one.expected).items()}, **_said(one)} for one in standings
        ]
        if rows:
            these = [table.c[name] == sa.bindparam(f"of_{name}") for name in ("season", "form", "period", "region")]
            self._connection.execute(sa.update(table).where(*these), rows)

    def states_at(self, form: str, period: Period, at: datetime, season: Season = Season.REAL) -> dict[str, State]:
        """What was owed by then, and the last that the log says of each."""
        owed = sa.select(table.c.region).where(
            table.c.season == season.value,
            table.c.form == form,
            table.c.period == str(period),
            table.c.added <= at,
        )
        changed = (
            sa.select(event.c.subject, event.c.details["to"].astext.label("state"))
            .ext(distinct_on(event.c.subject))
            .where(
                event.c.form == form,
                event.c.period == str(period),
                event.c.action == "state.changed",
                event.c.subject.startswith(f"{season.value}/", autoescape=True),
                event.c.at <= at,
            )
            .order_by(event.c.subject, event.c.number.desc())
        )
        states = dict.fromkeys(self._connection.execute(owed.order_by(table.c.region)).scalars(), State.EXPECTED)
        for subject, state in self._connection.execute(changed):
            states[subject.rpartition("/")[2]] = State(state)
        return states

    def periods(self, season: Season = Season.REAL) -> tuple[tuple[str, Period], ...]:
        wanted = (
            sa.select(table.c.form, table.c.period)
            .where(table.c.season == season.value)
            .distinct()
            .order_by(table.c.form, table.c.period)
        )
        return tuple((form, Period.read(period)) for form, period in self._connection.execute(wanted))


def _said(standing: Standing) -> dict[str, Any]:
    return {
        "state": standing.state.value,
        "since": standing.since,
        "submission": standing.submission,
        "arrived": standing.arrived,
        "extended_until": standing.extended_until,
        "reason": standing.reason,
    }


def _key(expected: Expected) -> dict[str, str]:
    return {
        "season": expected.season.value,
        "form": expected.form,
        "period": str(expected.period),
        "region": expected.unit,
    }


def _is(expected: Expected) -> Sequence[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in _key(expected).items()]


def _read(row: Any) -> Standing:
    return Standing(
        Expected(row.form, Period.read(row.period), row.region, Season(row.season)),
        State(row.state),
        row.since.astimezone(UTC),
        row.submission,
        None if row.arrived is None else row.arrived.astimezone(UTC),
        row.extended_until,
        row.reason,
    )
