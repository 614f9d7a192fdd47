"""The log of edits in the database. There is no changing a row of it, and no right to; a snapshot is the one thing that is replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on, insert

from kostra.app.ports.edits import Snapshot, Source
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.vault import Kept
from kostra.model.edit import Act, Edit, Reason, Usability, Whole
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Season, Stage, State
from kostra.store.tables.campaign import expected
from kostra.store.tables.edits import edit, snapshot, usability
from kostra.store.tables.submissions import kept, submission

_BATCH = 1_000


class StoredEdits:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def lock(self) -> None:
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("edit"))))

    def add(self, edits: Iterable[Edit]) -> tuple[Edit, ...]:
        every = list(edits)
        numbers: list[int] = []
        for start in range(0, len(every), _BATCH):
            rows = [_row(one) for one in every[start : start + _BATCH]]
            adding = sa.insert(edit).returning(edit.c.number, sort_by_parameter_order=True)
            numbers += self._connection.execute(adding, rows).scalars()
        return tuple(replace(one, number=number) for one, number in zip(every, numbers, strict=True))

    def one(self, id: str) -> Edit | None:
        return next(self._several(edit.c.id == id), None)

    def listed(self, whole: Whole, *, unit: str | None = None, after: int = 0) -> tuple[Edit, ...]:
        wanted = [*_is(edit, whole), edit.c.number > after]
        return tuple(self._several(*wanted, *([] if unit is None else [edit.c.region == unit])))

    def _several(self, *wanted: sa.ColumnElement[bool]) -> Iterator[Edit]:
        """A process that has just begun reads the log of a year: what is the same in many rows is made once."""
        expected, actor = cache(_expected), cache(_actor)
        for row in self._connection.execute(sa.select(edit).where(*wanted).order_by(edit.c.number)):
            yield Edit(
                id=row.id,
                number=row.number,
                act=_ACTS[row.act],
                of=expected(row.form, row.period, row.region, row.season),
                submission=row.submission,
                record=row.record,
                line=row.line,
                field=row.field,
                before=row.before,
                after=row.after,
                reason=_REASONS[row.reason],
                comment=row.comment,
                actor=actor(row.by_kind, row.by_id, row.by_name),
                at=row.at.astimezone(UTC),
                answers=row.answers,
                automatic=row.automatic,
                rule=row.rule,
                about=row.about,
                digest=row.digest,
                needs_second=row.needs_second,
            )

    def sources(self, whole: Whole) -> tuple[Source, ...]:
        columns = (submission.c.id, submission.c.content, submission.c.stage, submission.c.replaces, *_KEPT)
        standing = (
            sa.select(expected.c.region, *columns)
            .join(submission, submission.c.id == expected.c.submission)
            .join(kept, sa.and_(kept.c.submission == submission.c.id, kept.c.what == INNDATA), isouter=True)
            .where(*_is(expected, whole), expected.c.state != State.NOT_IN_POPULATION.value)
            .order_by(expected.c.region)
        )
        return tuple(_source(row) for row in self._connection.execute(standing).mappings())

    def judge(self, judged: Usability) -> None:
        row = {"table": judged.table, "usable": judged.usable, "reason": judged.reason}
        self._connection.execute(sa.insert(usability).values(**_whose(judged.of), **_by(judged.by, judged.at), **row))

    def judged(self, whole: Whole) -> tuple[Usability, ...]:
        each = (usability.c.region, usability.c.table)
        newest = (
            sa.select(usability)
            .ext(distinct_on(*each))
            .where(*_is(usability, whole))
            .order_by(*each, usability.c.number.desc())
        )
        return tuple(
            Usability(
                of=_expected(row.form, row.period, row.region, row.season),
                table=row.table,
                usable=row.usable,
                reason=row.reason,
                by=_actor(row.by_kind, row.by_id, row.by_name),
                at=row.at.astimezone(UTC),
            )
            for row in self._connection.execute(newest)
        )

    def keep(self, made: Snapshot) -> None:
        one = made.kept
        said = {"made_of": made.made_of, "made": made.made, "object": one.object, "key": one.key}
        said |= {"wrapped_by": one.wrapped_by, "sha256": one.sha256, "size": one.size}
        self._connection.execute(
            insert(snapshot)
            .values(**_key(made.whole), **said)
            .on_conflict_do_update(index_elements=["season", "form", "period"], set_=said)
        )

    def snapshot(self, whole: Whole, *, lock: bool = False) -> Snapshot | None:
        wanted = sa.select(snapshot).where(*_is(snapshot, whole), snapshot.c.key.is_not(None))
        found = self._connection.execute(wanted.with_for_update() if lock else wanted).mappings().first()
        return None if found is None else _snapshot(found)

    def snapshots(self) -> tuple[Snapshot, ...]:
        wanted = sa.select(snapshot).where(snapshot.c.key.is_not(None)).order_by(*snapshot.primary_key)
        return tuple(_snapshot(row) for row in self._connection.execute(wanted).mappings())

    def destroy_key(self, whole: Whole) -> None:
        self._connection.execute(sa.update(snapshot).where(*_is(snapshot, whole)).values(key=None))


_ACTS, _REASONS = {one.value: one for one in Act}, {one.value: one for one in Reason}
_KEPT = (kept.c.object, kept.c.key, kept.c.wrapped_by, kept.c.sha256, kept.c.size)


def _key(whole: Whole) -> dict[str, str]:
    return {"season": whole.season.value, "form": whole.form, "period": str(whole.period)}


def _is(table: sa.Table, whole: Whole) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in _key(whole).items()]


def _whose(of: Expected) -> dict[str, str]:
    return {"season": of.season.value, "form": of.form, "period": str(of.period), "region": of.unit}


def _by(actor: Actor, at: datetime) -> dict[str, Any]:
    return {"by_kind": actor.kind.value, "by_id": actor.id, "by_name": actor.name, "at": at}


def _row(one: Edit) -> dict[str, Any]:
    return {
        **_whose(one.of),
        **_by(one.actor, one.at),
        "id": one.id,
        "act": one.act.value,
        "submission": one.submission,
        "record": one.record,
        "line": one.line,
        "field": one.field,
        "before": one.before,
        "after": one.after,
        "reason": one.reason.value,
        "comment": one.comment,
        "answers": one.answers,
        "automatic": one.automatic,
        "rule": one.rule,
        "about": one.about,
        "digest": one.digest,
        "needs_second": one.needs_second,
    }


def _source(row: Mapping[Any, Any]) -> Source:
    return Source(
        unit=row["region"],
        submission=row["id"],
        content=Content(row["content"]),
        stage=Stage(row["stage"]),
        inndata=None if row["key"] is None else _kept(row),
        replaces=row["replaces"],
    )


def _snapshot(row: Mapping[Any, Any]) -> Snapshot:
    whole = Whole(row["form"], Period.read(row["period"]), Season(row["season"]))
    return Snapshot(whole, row["made_of"], row["made"].astimezone(UTC), _kept(row))


def _kept(row: Mapping[Any, Any]) -> Kept:
    return Kept(row["object"], bytes(row["key"]), row["wrapped_by"], row["sha256"], row["size"])


def _expected(form: str, period: str, unit: str, season: str) -> Expected:
    return Expected(form, Period.read(period), unit, Season(season))


def _actor(kind: str, id: str, name: str) -> Actor:
    return Actor(ActorKind(kind), id, name)
