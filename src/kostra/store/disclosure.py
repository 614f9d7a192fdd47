"""Disclosure control in the database. There is no changing a row of it, and no right to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from kostra.model.cube import Status
from kostra.model.people import Actor, ActorKind
from kostra.model.protection import Answer, AuditVerdict, Forcing, Merge, Place, Protection, Said, Tally
from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.store.tables.disclosure import (
    forcing,
    forcing_answer,
    merge,
    merge_undone,
    protection,
    protection_approval,
    protection_audit,
)

_Row: TypeAlias = Mapping[str, Any] | sa.RowMapping


class StoredDisclosure:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def lock(self) -> None:
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("disclosure"))))

    def add(self, made: Protection) -> None:
        self._connection.execute(
            sa.insert(protection).values(
                id=made.id,
                year=made.year,
                status=made.status.value,
                input=made.input,
                pattern=made.pattern,
                counts=_counts(made),
                **_who(made.made),
            )
        )
        if made.verdict is not None:
            self.judge(made.id, made.verdict, made.made)

    def judge(self, protection: str, verdict: AuditVerdict, said: Said) -> None:
        self._connection.execute(
            sa.insert(protection_audit).values(protection=protection, **asdict(verdict), **_who(said))
        )

    def approve(self, protection: str, said: Said) -> None:
        self._connection.execute(sa.insert(protection_approval).values(protection=protection, **_who(said)))

    def protection(self, id: str) -> Protection | None:
        return next(iter(self._protections(protection.c.id == id)), None)

    def protections(self, year: int | None = None, status: Status | None = None) -> tuple[Protection, ...]:
        wanted = [] if year is None else [protection.c.year == year]
        return self._protections(*wanted, *([] if status is None else [protection.c.status == status.value]))

    def _protections(self, *wanted: sa.ColumnElement[bool]) -> tuple[Protection, ...]:
        every = sa.select(protection).where(*wanted).order_by(protection.c.number.desc())
        rows = self._connection.execute(every).mappings().all()
        ids = [row["id"] for row in rows]
        verdicts = self._by(protection_audit, protection_audit.c.protection, ids)
        approvals = self._by(protection_approval, protection_approval.c.protection, ids)
        return tuple(_protection(row, verdicts.get(row["id"]), approvals.get(row["id"])) for row in rows)

    def _by(self, table: sa.Table, column: sa.Column[Any], ids: list[str]) -> dict[str, _Row]:
        found = self._connection.execute(sa.select(table).where(column.in_(ids))).mappings()
        return {row[column.name]: row for row in found}

    def propose(self, one: Forcing) -> None:
        self._connection.execute(
            sa.insert(forcing).values(
                id=one.id,
                year=one.year,
                status=one.status.value,
                cell=str(one.cell),
                seen_in=one.seen_in,
                **_who(one.proposed),
            )
        )

    def answer(self, forcing: str, answer: Answer, said: Said) -> None:
        self._connection.execute(sa.insert(forcing_answer).values(forcing=forcing, answer=answer.value, **_who(said)))

    def forcing(self, id: str) -> Forcing | None:
        return next(iter(self._forcings(forcing.c.id == id)), None)

    def forcings(self, year: int, status: Status) -> tuple[Forcing, ...]:
        return self._forcings(forcing.c.year == year, forcing.c.status == status.value)

    def _forcings(self, *wanted: sa.ColumnElement[bool]) -> tuple[Forcing, ...]:
        every = sa.select(forcing).where(*wanted).order_by(forcing.c.number)
        rows = self._connection.execute(every).mappings().all()
        of = forcing_answer.c.forcing.in_([row["id"] for row in rows])
        answers: dict[str, list[tuple[Answer, Said]]] = {}
        for row in self._connection.execute(
            sa.select(forcing_answer).where(of).order_by(forcing_answer.c.number)
        ).mappings():
            answers.setdefault(row["forcing"], []).append((Answer(row["answer"]), _said(row)))
        return tuple(
            Forcing(
                id=row["id"],
                year=row["year"],
                status=Status(row["status"]),
                cell=Place.read(row["cell"]),
                seen_in=row["seen_in"],
                proposed=_said(row),
                answers=tuple(answers.get(row["id"], ())),
            )
            for row in rows
        )

    def merge(self, one: Merge) -> None:
        self._connection.execute(
            sa.insert(merge).values(
                id=one.id,
                table=one.table,
                dimension=one.dimension,
                codes=list(one.codes),
                code=one.code,
                title_nb=one.title.nb,
                title_nn=one.title.nn,
                since=one.since,
                **_who(one.decided),
            )
        )

    def undo(self, merge: str, said: Said) -> None:
        self._connection.execute(sa.insert(merge_undone).values(merge=merge, **_who(said)))

    def merges(self, table: str | None = None) -> tuple[Merge, ...]:
        every = sa.select(merge).order_by(merge.c.number)
        if table is not None:
            every = every.where(merge.c.table == table)
        rows = self._connection.execute(every).mappings().all()
        undone = self._by(merge_undone, merge_undone.c.merge, [row["id"] for row in rows])
        return tuple(_merge(row, undone.get(row["id"])) for row in rows)


def _counts(made: Protection) -> str:
    return json.dumps(
        {
            "levels": [[kind.value, asdict(tally)] for kind, tally in made.levels],
            "tables": [[table, asdict(tally)] for table, tally in made.tables],
            "forced": made.forced,
            "merged": made.merged,
        }
    )


def _protection(row: _Row, verdict: _Row | None, approved: _Row | None) -> Protection:
    counts = json.loads(row["counts"])
    return Protection(
        id=row["id"],
        year=row["year"],
        status=Status(row["status"]),
        made=_said(row),
        input=row["input"],
        pattern=row["pattern"],
        forced=tuple(counts["forced"]),
        merged=tuple(counts["merged"]),
        levels=tuple((RegionKind(kind), Tally(**tally)) for kind, tally in counts["levels"]),
        tables=tuple((table, Tally(**tally)) for table, tally in counts["tables"]),
        verdict=None if verdict is None else AuditVerdict(**{name: verdict[name] for name in _VERDICT}),
        approved=None if approved is None else _said(approved),
    )


_VERDICT = tuple(AuditVerdict.__dataclass_fields__)


def _merge(row: _Row, undone: _Row | None) -> Merge:
    return Merge(
        id=row["id"],
        table=row["table"],
        dimension=row["dimension"],
        codes=tuple(row["codes"]),
        code=row["code"],
        title=Text(row["title_nb"], row["title_nn"]),
        since=row["since"],
        decided=_said(row),
        undone=None if undone is None else _said(undone),
    )


def _who(said: Said) -> dict[str, Any]:
    by = said.by
    return {"said": said.text, "by_kind": by.kind.value, "by_id": by.id, "by_name": by.name, "at": said.at}


def _said(row: _Row) -> Said:
    actor = Actor(ActorKind(row["by_kind"]), row["by_id"], row["by_name"])
    return Said(actor, row["at"].astimezone(UTC), row["said"])
