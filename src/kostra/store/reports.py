"""Yearly reports in the database. There is no changing a row of them, and no right to."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import sqlalchemy as sa

from kostra.app.ports.reports import Made, Step
from kostra.model.people import Actor, ActorKind
from kostra.model.text import Language
from kostra.reporting.states import State
from kostra.reporting.writing import Written
from kostra.store.tables.reports import report, report_step, report_text


class StoredReports:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def lock(self, year: int) -> None:
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("report"), year)))

    def make(self, made: Made, record: str) -> None:
        row = {"id": made.id, "year": made.year, "sha256": made.sha256, "record": record, "at": made.at}
        self._connection.execute(sa.insert(report).values(**row, **_who(made.by)))

    def made(self, year: int) -> tuple[Made, ...]:
        columns = [column for column in report.c if column.name != "record"]
        wanted = sa.select(*columns).where(report.c.year == year).order_by(report.c.number.desc())
        return tuple(
            Made(row["id"], row["year"], row["sha256"], _actor(row), row["at"].astimezone(UTC), row["number"])
            for row in self._connection.execute(wanted).mappings()
        )

    def record(self, id: str) -> str | None:
        found: str | None = self._connection.scalar(sa.select(report.c.record).where(report.c.id == id))
        return found

    def write(self, written: Written) -> int:
        row = {
            "year": written.year,
            "slot": written.slot,
            "language": written.language.value,
            "text": written.text,
            "about": written.about,
            "at": written.at,
        }
        added = sa.insert(report_text).values(**row, **_who(written.by)).returning(report_text.c.number)
        return int(self._connection.execute(added).scalar_one())

    def texts(self, year: int) -> tuple[Written, ...]:
        wanted = sa.select(report_text).where(report_text.c.year == year).order_by(report_text.c.number)
        return tuple(_written(row) for row in self._connection.execute(wanted).mappings())

    def move(self, step: Step, record: str | None = None) -> None:
        row = {
            "year": step.year,
            "state": step.state.value,
            "edition": step.edition,
            "sha256": step.sha256,
            "record": record,
            "reason": step.reason,
            "at": step.at,
        }
        self._connection.execute(sa.insert(report_step).values(**row, **_who(step.by)))

    def steps(self, year: int) -> tuple[Step, ...]:
        columns = [column for column in report_step.c if column.name != "record"]
        wanted = sa.select(*columns).where(report_step.c.year == year).order_by(report_step.c.number.desc())
        return tuple(_step(row) for row in self._connection.execute(wanted).mappings())

    def finished(self, step: int) -> str | None:
        wanted = sa.select(report_step.c.record).where(report_step.c.number == step)
        found: str | None = self._connection.scalar(wanted)
        return found

    def years(self) -> tuple[int, ...]:
        every = sa.select(report.c.year).union(sa.select(report_text.c.year), sa.select(report_step.c.year))
        return tuple(sorted(self._connection.scalars(every), reverse=True))


def _written(row: sa.RowMapping) -> Written:
    return Written(
        number=row["number"],
        year=row["year"],
        slot=row["slot"],
        language=Language(row["language"]),
        text=row["text"],
        about=row["about"],
        by=_actor(row),
        at=row["at"].astimezone(UTC),
    )


def _step(row: sa.RowMapping) -> Step:
    return Step(
        year=row["year"],
        state=State(row["state"]),
        edition=row["edition"],
        sha256=row["sha256"],
        reason=row["reason"],
        by=_actor(row),
        at=row["at"].astimezone(UTC),
        number=row["number"],
    )


def _who(by: Actor) -> dict[str, Any]:
    return {"by_kind": by.kind.value, "by_id": by.id, "by_name": by.name}


def _actor(row: sa.RowMapping) -> Actor:
    return Actor(ActorKind(row["by_kind"]), row["by_id"], row["by_name"])
