"""What was sent, in the database: the submission itself, the keys to its bytes, and what came of its controls.

What belongs to a submission gets its region from it. For one that cannot be reached there is therefore nothing to add, and that is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from kostra.app.ports.submissions import Frequency, Progress, Tally
from kostra.app.ports.vault import Kept
from kostra.app.receiving.refusals import KeyUsed
from kostra.model.errors import Broken
from kostra.model.finding import Severity
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Season, Stage, Submission
from kostra.store.tables.campaign import expected as expected_table
from kostra.store.tables.submissions import ONE_KEY
from kostra.store.tables.submissions import kept as kept_table
from kostra.store.tables.submissions import progress as progress_table
from kostra.store.tables.submissions import submission as table
from kostra.store.tables.submissions import tally as tally_table


class StoredSubmissions:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def add(self, submission: Submission, idempotency_key: str | None = None) -> None:
        adding = sa.insert(table).values(**_written(submission), idempotency_key=idempotency_key or None)
        try:
            self._connection.execute(adding)
        except IntegrityError as error:
            if _constraint(error) != ONE_KEY:
                raise
            raise KeyUsed from None

    def put(self, submission: Submission) -> None:
        done = self._connection.execute(
            sa.update(table).where(table.c.id == submission.id).values(**_written(submission))
        )
        _must(done.rowcount == 1, submission.id)

    def one(self, id: str, *, lock: bool = False) -> Submission | None:
        wanted = sa.select(table).where(table.c.id == id)
        return self._one(wanted.with_for_update() if lock else wanted)

    def of(self, expected: Expected) -> tuple[Submission, ...]:
        return self._several(sa.select(table).where(*_answering(table, expected)))

    def newest(self, expected: Expected) -> Submission | None:
        later = table.alias("later")
        replaced = sa.exists().where(
            *_answering(later, expected), later.c.received.is_not(None), later.c.replaces == table.c.id
        )
        delivered = sa.select(table).where(*_answering(table, expected), table.c.received.is_not(None), ~replaced)
        return self._one(delivered.order_by(table.c.uploaded.desc(), table.c.id.desc()).limit(1))

    def listed(
        self, *, season: Season = Season.REAL, form: str | None = None, unit: str | None = None, limit: int = 200
    ) -> tuple[Submission, ...]:
        wanted = sa.select(table).where(table.c.season == season.value)
        if form is not None:
            wanted = wanted.where(table.c.form == form)
        if unit is not None:
            wanted = wanted.where(table.c.region == unit)
        return self._several(wanted.limit(limit))

    def waiting_since(self, moment: datetime) -> tuple[Submission, ...]:
        waiting = (Stage.PREPARED.value, Stage.RECEIVED.value)
        return self._several(
            sa.select(table).where(
                table.c.season == Season.REAL.value, table.c.stage.in_(waiting), table.c.uploaded > moment
            )
        )

    def by_idempotency_key(self, holder: str, key: str, season: Season = Season.REAL) -> Submission | None:
        return self._one(
            sa.select(table).where(
                table.c.season == season.value, table.c.preparer_id == holder, table.c.idempotency_key == key
            )
        )

    def keep(self, submission: str, what: str, kept: Kept) -> None:
        said = {
            "object": kept.object,
            "key": kept.key,
            "wrapped_by": kept.wrapped_by,
            "sha256": kept.sha256,
            "size": kept.size,
            "destroyed": None,
        }
        self._connection.execute(
            insert(kept_table)
            .values(submission=submission, what=what, region=self._region(submission), **said)
            .on_conflict_do_update(index_elements=[kept_table.c.submission, kept_table.c.what], set_=said)
        )

    def kept(self, submission: str, what: str) -> Kept | None:
        row = self._connection.execute(
            sa.select(kept_table).where(
                kept_table.c.submission == submission, kept_table.c.what == what, kept_table.c.key.is_not(None)
            )
        ).one_or_none()
        return None if row is None else _kept(row)

    def all_kept(self) -> Iterator[tuple[str, str, Kept]]:
        wanted = (
            sa.select(kept_table)
            .where(kept_table.c.key.is_not(None))
            .order_by(kept_table.c.submission, kept_table.c.what)
            .execution_options(yield_per=1000)
        )
        with self._connection.execute(wanted) as rows:
            for row in rows:
                yield row.submission, row.what, _kept(row)

    def destroy_key(self, submission: str, what: str, at: datetime) -> None:
        self._connection.execute(
            sa.update(kept_table)
            .where(kept_table.c.submission == submission, kept_table.c.what == what, kept_table.c.key.is_not(None))
            .values(key=None, destroyed=at)
        )

    def tally(self, submission: str, tallies: Iterable[Tally]) -> None:
        """In place of what was counted before: controls that are run again count anew."""
        region = self._region(submission)
        self._connection.execute(sa.delete(tally_table).where(tally_table.c.submission == submission))
        counted: dict[tuple[str, str, int], int] = {}
        for one in tallies:
            place = (one.control, one.field or "", int(one.severity))
            counted[place] = counted.get(place, 0) + one.count
        if counted:
            self._connection.execute(
                sa.insert(tally_table),
                [
                    {
                        "submission": submission,
                        "region": region,
                        "control": control,
                        "field": field,
                        "severity": severity,
                        "count": count,
                    }
                    for (control, field, severity), count in counted.items()
                ],
            )

    def tallies(self, submission: str) -> tuple[Tally, ...]:
        wanted = (
            sa.select(tally_table)
            .where(tally_table.c.submission == submission)
            .order_by(tally_table.c.severity.desc(), tally_table.c["count"].desc(), tally_table.c.control)
        )
        return tuple(
            Tally(row.control, Severity(row.severity), row.field or None, row._mapping["count"])
            for row in self._connection.execute(wanted)
        )

    def tallies_of(self, form: str, year: int, season: Season = Season.REAL) -> dict[str, tuple[Tally, ...]]:
        wanted = (
            sa.select(tally_table)
            .join(table, table.c.id == tally_table.c.submission)
            .where(table.c.season == season.value, table.c.form == form, table.c.period.startswith(f"{year:04d}"))
            .order_by(tally_table.c.submission, tally_table.c.control, tally_table.c.field, tally_table.c.severity)
        )
        found: dict[str, tuple[Tally, ...]] = {}
        for row in self._connection.execute(wanted):
            one = Tally(row.control, Severity(row.severity), row.field or None, row._mapping["count"])
            found[row.submission] = (*found.get(row.submission, ()), one)
        return found

    def most_frequent(self, form: str, year: int, season: Season = Season.REAL) -> tuple[Frequency, ...]:
        """`vendor` is the sender where that is a system, and empty where a person sent it."""
        vendor = sa.case((table.c.sender_kind == ActorKind.SYSTEM.value, table.c.sender_name), else_="")
        findings = sa.func.sum(tally_table.c["count"]).cast(sa.BigInteger)
        wanted = (
            sa.select(
                tally_table.c.control,
                tally_table.c.severity,
                vendor.label("vendor"),
                findings.label("findings"),
                sa.func.count(sa.distinct(tally_table.c.submission)).label("submissions"),
            )
            .join(table, table.c.id == tally_table.c.submission)
            .join(expected_table, expected_table.c.submission == table.c.id)
            .where(
                expected_table.c.season == season.value,
                expected_table.c.form == form,
                expected_table.c.period.startswith(f"{year:04d}"),
            )
            .group_by(tally_table.c.control, tally_table.c.severity, vendor)
            .order_by(findings.desc(), tally_table.c.control, tally_table.c.severity, vendor)
        )
        return tuple(
            Frequency(row.control, Severity(row.severity), row.vendor, row.findings, row.submissions)
            for row in self._connection.execute(wanted)
        )

    def progress(self, submission: str, progress: Progress) -> None:
        said = {"done": progress.done, "of": progress.of, "step": progress.step}
        self._connection.execute(
            insert(progress_table)
            .values(submission=submission, region=self._region(submission), **said)
            .on_conflict_do_update(index_elements=[progress_table.c.submission], set_=said)
        )

    def progress_of(self, submission: str) -> Progress | None:
        row = self._connection.execute(
            sa.select(progress_table).where(progress_table.c.submission == submission)
        ).one_or_none()
        return None if row is None else Progress(row.done, row.of, row.step)

    def _region(self, submission: str) -> str:
        found = self._connection.execute(sa.select(table.c.region).where(table.c.id == submission)).scalar_one_or_none()
        _must(found is not None, submission)
        return str(found)

    def _one(self, wanted: sa.Select[Any]) -> Submission | None:
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else _read(row)

    def _several(self, wanted: sa.Select[Any]) -> tuple[Submission, ...]:
        newest = wanted.order_by(table.c.uploaded.desc(), table.c.id.desc())
        return tuple(_read(row) for row in self._connection.execute(newest))


def _answering(rows: sa.FromClause, expected: Expected) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        rows.c.season == expected.season.value,
        rows.c.form == expected.form,
        rows.c.period == str(expected.period),
        rows.c.region == expected.unit,
    )


def _constraint(error: IntegrityError) -> str | None:
    return error.orig.diag.constraint_name if isinstance(error.orig, psycopg.Error) else None


def _must(there: bool, submission: str) -> None:
    if not there:
        raise Broken(f"There is no submission {submission} within reach.")


def _written(one: Submission) -> dict[str, Any]:
    return {
        "id": one.id,
        "season": one.answers.season.value,
        "form": one.answers.form,
        "period": str(one.answers.period),
        "region": one.answers.unit,
        "content": one.content.value,
        "stage": one.stage.value,
        "uploaded": one.uploaded,
        **_written_actor("preparer", one.preparer),
        "sha256": one.sha256,
        "size": one.size,
        "received": one.received,
        **_written_actor("sender", one.sender),
        "file_name": one.file_name,
        "replaces": one.replaces,
        "severity": None if one.severity is None else int(one.severity),
        "records": one.records,
        "receipt": one.receipt,
    }


def _written_actor(role: str, actor: Actor | None) -> dict[str, str | None]:
    return {
        f"{role}_kind": None if actor is None else actor.kind.value,
        f"{role}_id": None if actor is None else actor.id,
        f"{role}_name": None if actor is None else actor.name,
    }


def _read(row: Any) -> Submission:
    return Submission(
        id=row.id,
        answers=Expected(row.form, Period.read(row.period), row.region, Season(row.season)),
        content=Content(row.content),
        stage=Stage(row.stage),
        uploaded=row.uploaded.astimezone(UTC),
        preparer=Actor(ActorKind(row.preparer_kind), row.preparer_id, row.preparer_name),
        sha256=row.sha256,
        size=row.size,
        received=None if row.received is None else row.received.astimezone(UTC),
        sender=None if row.sender_kind is None else Actor(ActorKind(row.sender_kind), row.sender_id, row.sender_name),
        file_name=row.file_name,
        replaces=row.replaces,
        severity=None if row.severity is None else Severity(row.severity),
        records=row.records,
        receipt=row.receipt,
    )


def _kept(row: Any) -> Kept:
    return Kept(row.object, bytes(row.key), row.wrapped_by, row.sha256, row.size)
