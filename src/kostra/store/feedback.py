"""What readers say of the guide, in the database. There is no changing a row of it, and no right to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from kostra.app.ports.feedback import Summed
from kostra.model.feedback import Feedback, Stage, Step
from kostra.model.people import Actor, ActorKind
from kostra.model.protection import Said
from kostra.model.text import Language
from kostra.store.tables.feedback import feedback, feedback_step

_LAST = (
    sa.select(feedback_step.c.feedback, feedback_step.c.stage)
    .ext(distinct_on(feedback_step.c.feedback))
    .order_by(feedback_step.c.feedback, feedback_step.c.number.desc())
    .subquery("last")
)
_STAGE = sa.func.coalesce(_LAST.c.stage, Stage.NEW.value)
_WITH_STAGE = feedback.outerjoin(_LAST, _LAST.c.feedback == feedback.c.id)


class StoredFeedbacks:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("feedback"))))

    def add(self, one: Feedback) -> None:
        self._connection.execute(
            sa.insert(feedback).values(
                id=one.id,
                form=one.form,
                year=one.year,
                field=one.field,
                language=one.language.value,
                helped=one.helped,
                text=one.text,
                at=one.at,
            )
        )

    def move(self, id: str, stage: Stage, said: Said) -> None:
        by = said.by
        who = {"by_kind": by.kind.value, "by_id": by.id, "by_name": by.name}
        self._connection.execute(
            sa.insert(feedback_step).values(feedback=id, stage=stage.value, said=said.text, at=said.at, **who)
        )

    def one(self, id: str, *, lock: bool = False) -> Feedback | None:
        if lock:
            self.lock()
        found = self._read(sa.select(feedback).where(feedback.c.id == id))
        return found[0] if found else None

    def listed(self, stage: Stage | None = None, form: str | None = None, most: int = 200) -> tuple[Feedback, ...]:
        wanted = sa.select(feedback).select_from(_WITH_STAGE).order_by(feedback.c.number.desc()).limit(most)
        if stage is not None:
            wanted = wanted.where(_STAGE.in_([stage.value]))
        if form is not None:
            wanted = wanted.where(feedback.c.form == form)
        return self._read(wanted)

    def by_stage(self) -> Mapping[Stage, int]:
        counted = sa.select(_STAGE, sa.func.count()).select_from(_WITH_STAGE).group_by(_STAGE)
        found = {Stage(stage): count for stage, count in self._connection.execute(counted)}
        return {stage: found.get(stage, 0) for stage in Stage}

    def since(self, moment: datetime) -> int:
        counted = sa.select(sa.func.count()).select_from(feedback).where(feedback.c.at >= moment)
        return self._connection.execute(counted).scalar_one()

    def answers(self, form: str, fields: Collection[str]) -> tuple[Said, ...]:
        last = (
            sa.select(feedback_step)
            .ext(distinct_on(feedback_step.c.feedback))
            .join(feedback, feedback.c.id == feedback_step.c.feedback)
            .where(feedback.c.form == form)
            .where(feedback.c.field.in_(list(fields)))
            .where(feedback_step.c.stage == Stage.ANSWERED.value)
            .order_by(feedback_step.c.feedback, feedback_step.c.number.desc())
            .subquery()
        )
        rows = self._connection.execute(sa.select(last).order_by(last.c.number.desc())).mappings()
        return tuple(_said(row) for row in rows)

    def summed(self, first: datetime, before: datetime) -> tuple[Summed, ...]:
        keys = (feedback.c.form, feedback.c.year, feedback.c.field, feedback.c.helped, _STAGE)
        counted = (
            sa.select(*keys, sa.func.count(), sa.func.count().filter(feedback.c.text != ""))
            .select_from(_WITH_STAGE)
            .where(feedback.c.at >= first, feedback.c.at < before)
            .group_by(*keys)
            .order_by(*keys)
        )
        return tuple(
            Summed(form, year, field, helped, Stage(stage), count, with_text)
            for form, year, field, helped, stage, count, with_text in self._connection.execute(counted)
        )

    def _read(self, wanted: sa.Select[Any]) -> tuple[Feedback, ...]:
        rows = self._connection.execute(wanted).mappings().all()
        steps = self._steps(row["id"] for row in rows)
        return tuple(
            Feedback(
                id=row["id"],
                form=row["form"],
                year=row["year"],
                field=row["field"],
                language=Language(row["language"]),
                helped=row["helped"],
                text=row["text"],
                at=row["at"].astimezone(UTC),
                steps=tuple(steps[row["id"]]),
            )
            for row in rows
        )

    def _steps(self, ids: Iterable[str]) -> dict[str, list[Step]]:
        wanted = (
            sa.select(feedback_step).where(feedback_step.c.feedback.in_(list(ids))).order_by(feedback_step.c.number)
        )
        found: dict[str, list[Step]] = defaultdict(list)
        for row in self._connection.execute(wanted).mappings():
            found[row["feedback"]].append(Step(Stage(row["stage"]), _said(row)))
        return found


def _said(row: sa.RowMapping) -> Said:
    by = Actor(ActorKind(row["by_kind"]), row["by_id"], row["by_name"])
    return Said(by, row["at"].astimezone(UTC), row["said"])
