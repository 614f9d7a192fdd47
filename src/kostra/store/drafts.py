"""Drafts in the database: each save a row of its own. There is no changing a row, and no right to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on, insert

from kostra.app.ports.drafts import Cause, Draft, Step
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.model.submission import Expected, Season
from kostra.store.tables.drafts import draft as table

_ROW = table.c


class StoredDrafts:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def add(self, draft: Draft) -> bool:
        adding = insert(table).values(_row(draft)).on_conflict_do_nothing().returning(_ROW.version)
        return self._connection.execute(adding).first() is not None

    def current(self, expected: Expected) -> Draft | None:
        newest = sa.select(table).where(_about(expected), _ROW.cause != Cause.ASIDE).order_by(_ROW.version.desc())
        return self._one(newest.limit(1))

    def version(self, expected: Expected, number: int) -> Draft | None:
        if not 0 < number < 2**31:
            return None
        return self._one(sa.select(table).where(_about(expected), _ROW.version == number))

    def versions(self, expected: Expected, limit: int = 500) -> tuple[Draft, ...]:
        chosen = sa.select(table).where(_about(expected)).order_by(_ROW.version.desc()).limit(limit)
        return tuple(_draft(row) for row in self._connection.execute(chosen).mappings())

    def currents(self, expected: Iterable[Expected]) -> Mapping[Expected, Draft]:
        keys = [(one.season, one.form, str(one.period), one.unit) for one in expected]
        if not keys:
            return {}
        whole = (_ROW.season, _ROW.form, _ROW.period, _ROW.region)
        chosen = (
            sa.select(table)
            .ext(distinct_on(*whole))
            .where(sa.tuple_(*whole).in_(keys), _ROW.cause != Cause.ASIDE)
            .order_by(*whole, _ROW.version.desc())
        )
        found = (_draft(row) for row in self._connection.execute(chosen).mappings())
        return {one.expected: one for one in found}

    def of_submission(self, submission: str) -> Draft | None:
        chosen = sa.select(table).where(_ROW.submission == submission).order_by(_ROW.version.desc()).limit(1)
        return self._one(chosen)

    def _one(self, chosen: sa.Select[Any]) -> Draft | None:
        row = self._connection.execute(chosen).mappings().first()
        return None if row is None else _draft(row)


def _about(expected: Expected) -> sa.ColumnElement[bool]:
    return sa.and_(
        _ROW.season == expected.season,
        _ROW.form == expected.form,
        _ROW.period == str(expected.period),
        _ROW.region == expected.unit,
    )


def _row(draft: Draft) -> dict[str, Any]:
    expected = draft.expected
    return {
        "season": str(expected.season),
        "form": expected.form,
        "period": str(expected.period),
        "region": expected.unit,
        "version": draft.version,
        "seen": draft.seen,
        "typed": json.dumps(dict(draft.typed)),
        "step": str(draft.step),
        "cause": str(draft.cause),
        "saved": draft.saved,
        "by_kind": str(draft.by.kind),
        "by_id": draft.by.id,
        "by_name": draft.by.name,
        "explained": json.dumps(dict(draft.explained)),
        "submission": draft.submission,
    }


def _draft(row: Mapping[Any, Any]) -> Draft:
    return Draft(
        expected=Expected(row["form"], Period.read(row["period"]), row["region"], Season(row["season"])),
        version=row["version"],
        seen=row["seen"],
        typed=json.loads(row["typed"]),
        step=Step(row["step"]),
        cause=Cause(row["cause"]),
        saved=row["saved"],
        by=Actor(ActorKind(row["by_kind"]), row["by_id"], row["by_name"]),
        explained=json.loads(row["explained"]),
        submission=row["submission"],
    )
