"""Contacts, letters, messages, reminders and error lists, kept in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from kostra.app.ports.cases import Reminder
from kostra.followup.contacts import Attempt, Channel, Contact, ContactRole
from kostra.followup.errorlists import ErrorList, Fate, Line
from kostra.followup.letters import Letter, LetterState
from kostra.followup.messages import Message, Side, Thread
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.model.submission import Expected, Season
from kostra.model.text import Language
from kostra.store import error_lists as rows
from kostra.store.tables import cases as tables

Row = Mapping[Any, Any]


class StoredCases:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def contacts(self, unit: str | None = None) -> tuple[Contact, ...]:
        chosen = sa.select(tables.contact).order_by(tables.contact.c.region, tables.contact.c.name, tables.contact.c.id)
        return tuple(_contact(row) for row in self._rows(_of(chosen, tables.contact, unit)))

    def put_contact(self, contact: Contact) -> None:
        values = {
            "region": contact.unit,
            "name": contact.name,
            "roles": ",".join(contact.roles),
            "email": contact.email,
            "phone": contact.phone,
        }
        put = insert(tables.contact).values(id=contact.id, **values)
        self._connection.execute(put.on_conflict_do_update(index_elements=["id"], set_=values))

    def remove_contact(self, id: str) -> None:
        self._connection.execute(sa.delete(tables.contact).where(tables.contact.c.id == id))

    def add_attempt(self, attempt: Attempt) -> None:
        self._connection.execute(
            sa.insert(tables.attempt).values(
                id=attempt.id,
                region=attempt.unit,
                at=attempt.at,
                channel=str(attempt.channel),
                outcome=attempt.outcome,
                person=attempt.person,
                form=attempt.form,
                period=None if attempt.period is None else str(attempt.period),
                next_on=attempt.next_on,
                note=attempt.note,
                **_actor_columns("by", attempt.by),
            )
        )

    def attempts(self, unit: str | None = None, limit: int = 500) -> tuple[Attempt, ...]:
        table = tables.attempt
        chosen = sa.select(table).order_by(table.c.at.desc(), table.c.id).limit(limit)
        return tuple(_attempt(row) for row in self._rows(_of(chosen, table, unit)))

    def put_thread(self, thread: Thread) -> None:
        values = {
            "region": thread.unit,
            "subject": thread.subject,
            "opened": thread.opened,
            "form": thread.form,
            "period": None if thread.period is None else str(thread.period),
            "closed": thread.closed,
        }
        put = insert(tables.thread).values(id=thread.id, **values)
        self._connection.execute(put.on_conflict_do_update(index_elements=["id"], set_=values))

    def thread(self, id: str) -> Thread | None:
        found = self._rows(sa.select(tables.thread).where(tables.thread.c.id == id))
        return next((_thread(row) for row in found), None)

    def threads(self, unit: str | None = None, limit: int = 200) -> tuple[Thread, ...]:
        table = tables.thread
        chosen = sa.select(table).order_by(table.c.closed.is_not(None), table.c.opened.desc(), table.c.id).limit(limit)
        return tuple(_thread(row) for row in self._rows(_of(chosen, table, unit)))

    def add_message(self, message: Message) -> None:
        self._connection.execute(
            sa.insert(tables.message).values(
                id=message.id,
                thread=message.thread,
                region=message.unit,
                at=message.at,
                side=str(message.side),
                text=message.text,
                read=message.read,
                **_actor_columns("author", message.author),
            )
        )

    def messages(self, thread: str) -> tuple[Message, ...]:
        table = tables.message
        chosen = sa.select(table).where(table.c.thread == thread).order_by(table.c.at, table.c.id)
        return tuple(_message(row) for row in self._rows(chosen))

    def mark_read(self, thread: str, by: Side, at: datetime) -> None:
        table = tables.message
        unseen = sa.and_(table.c.thread == thread, table.c.side == str(by.other), table.c.read.is_(None))
        self._connection.execute(sa.update(table).where(unseen).values(read=at))

    def unread(self, by: Side) -> Mapping[str, int]:
        table = tables.message
        chosen = (
            sa.select(table.c.thread, sa.func.count())
            .where(table.c.side == str(by.other), table.c.read.is_(None))
            .group_by(table.c.thread)
        )
        return {row[0]: row[1] for row in self._connection.execute(chosen)}

    def post(self, letter: Letter) -> None:
        self._connection.execute(sa.insert(tables.letter).values(_letter_row(letter)))

    def put_letter(self, letter: Letter) -> None:
        table = tables.letter
        changed = {key: value for key, value in _letter_row(letter).items() if key in _CHANGING}
        self._connection.execute(sa.update(table).where(table.c.id == letter.id).values(changed))

    def next_letter(self, now: datetime) -> Letter | None:
        table = tables.letter
        chosen = (
            sa.select(table)
            .where(table.c.state == str(LetterState.WAITING), table.c.next_try <= now)
            .order_by(table.c.next_try, table.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return next((_letter(row) for row in self._rows(chosen)), None)

    def letters(
        self, *, round: str | None = None, unit: str | None = None, state: LetterState | None = None, limit: int = 500
    ) -> tuple[Letter, ...]:
        table = tables.letter
        chosen = _of(sa.select(table), table, unit)
        if round is not None:
            chosen = chosen.where(table.c.round == round)
        if state is not None:
            chosen = chosen.where(table.c.state == str(state))
        return tuple(_letter(row) for row in self._rows(chosen.order_by(table.c.made.desc(), table.c.id).limit(limit)))

    def add_reminders(self, reminders: Iterable[Reminder]) -> None:
        values = [
            {
                **rows.expected_columns(one.expected),
                **_actor_columns("by", one.by),
                "round": one.round,
                "step": one.step,
                "at": one.at,
                "letter": one.letter,
            }
            for one in reminders
        ]
        if values:
            self._connection.execute(sa.insert(tables.reminder), values)

    def reminders(
        self, *, season: Season = Season.REAL, period: Period | None = None, unit: str | None = None
    ) -> tuple[Reminder, ...]:
        table = tables.reminder
        chosen = _of(sa.select(table), table, unit).where(table.c.season == str(season))
        if period is not None:
            chosen = chosen.where(table.c.period == str(period))
        ordered = chosen.order_by(table.c.at, table.c.form, table.c.period, table.c.region)
        return tuple(_reminder(row) for row in self._rows(ordered))

    def add_list(self, made: ErrorList, lines: Iterable[Line]) -> None:
        self._connection.execute(sa.insert(tables.error_list).values(rows.list_row(made)))
        values = [rows.line_row(line, made.expected.unit) for line in lines]
        if values:
            self._connection.execute(sa.insert(tables.error_line), values)

    def put_list(self, changed: ErrorList) -> None:
        table = tables.error_list
        self._connection.execute(sa.update(table).where(table.c.id == changed.id).values(rows.list_row(changed)))

    def error_list(self, id: str, *, lock: bool = False) -> ErrorList | None:
        chosen = sa.select(tables.error_list).where(tables.error_list.c.id == id)
        found = self._rows(chosen.with_for_update() if lock else chosen)
        return next((rows.error_list(row) for row in found), None)

    def error_lists(
        self,
        *,
        expected: Expected | None = None,
        season: Season = Season.REAL,
        form: str | None = None,
        period: Period | None = None,
        unit: str | None = None,
        only_open: bool = False,
    ) -> tuple[ErrorList, ...]:
        table = tables.error_list
        if expected is not None:
            season, form, period, unit = expected.season, expected.form, expected.period, expected.unit
        chosen = _about(_of(sa.select(table), table, unit), table, season, form, period)
        if only_open:
            chosen = chosen.where(table.c.closed.is_(None))
        ordered = chosen.order_by(table.c.form, table.c.period, table.c.region, table.c.round)
        return tuple(rows.error_list(row) for row in self._rows(ordered))

    def lines(self, list: str) -> tuple[Line, ...]:
        table = tables.error_line
        chosen = sa.select(table).where(table.c.list == list).order_by(table.c.number)
        return tuple(rows.line(row) for row in self._rows(chosen))

    def put_lines(self, lines: Iterable[Line]) -> None:
        table = tables.error_line
        changes = [rows.line_changes(line) for line in lines]
        if changes:
            self._connection.execute(
                sa.update(table)
                .where(table.c.list == sa.bindparam("of_list"), table.c.number == sa.bindparam("of_number"))
                .values({name: sa.bindparam(f"new_{name}") for name in rows.CHANGING}),
                changes,
            )

    def open_lines(
        self, *, season: Season = Season.REAL, form: str | None = None, period: Period | None = None
    ) -> Mapping[Expected, int]:
        table, line = tables.error_list, tables.error_line
        key = (table.c.form, table.c.period, table.c.region)
        chosen = (
            sa.select(*key, sa.func.count())
            .join(line, line.c.list == table.c.id)
            .where(table.c.closed.is_(None), line.c.fate.in_([str(Fate.OPEN), str(Fate.REMAINING)]))
            .group_by(*key)
        )
        found = self._connection.execute(_about(chosen, table, season, form, period))
        return {Expected(form_, Period.read(at), unit, season): count for form_, at, unit, count in found}

    def _rows(self, chosen: sa.Select[Any]) -> Iterable[Row]:
        return self._connection.execute(chosen).mappings()


def _of(chosen: sa.Select[Any], table: sa.Table, unit: str | None) -> sa.Select[Any]:
    return chosen if unit is None else chosen.where(table.c.region == unit)


def _about(
    chosen: sa.Select[Any], table: sa.Table, season: Season, form: str | None, period: Period | None
) -> sa.Select[Any]:
    chosen = chosen.where(table.c.season == str(season))
    if form is not None:
        chosen = chosen.where(table.c.form == form)
    return chosen if period is None else chosen.where(table.c.period == str(period))


def _actor_columns(prefix: str, actor: Actor) -> dict[str, str]:
    return {f"{prefix}_kind": str(actor.kind), f"{prefix}_id": actor.id, f"{prefix}_name": actor.name}


def _actor(row: Row, prefix: str) -> Actor:
    return Actor(ActorKind(row[f"{prefix}_kind"]), row[f"{prefix}_id"], row[f"{prefix}_name"])


def _period(row: Row) -> Period | None:
    return None if row["period"] is None else Period.read(row["period"])


def _contact(row: Row) -> Contact:
    roles = tuple(ContactRole(role) for role in row["roles"].split(",") if role)
    return Contact(row["id"], row["region"], row["name"], roles, row["email"], row["phone"])


def _attempt(row: Row) -> Attempt:
    return Attempt(
        id=row["id"],
        unit=row["region"],
        at=row["at"],
        by=_actor(row, "by"),
        channel=Channel(row["channel"]),
        outcome=row["outcome"],
        person=row["person"],
        form=row["form"],
        period=_period(row),
        next_on=row["next_on"],
        note=row["note"],
    )


def _thread(row: Row) -> Thread:
    return Thread(row["id"], row["region"], row["subject"], row["opened"], row["form"], _period(row), row["closed"])


def _message(row: Row) -> Message:
    return Message(
        id=row["id"],
        thread=row["thread"],
        unit=row["region"],
        at=row["at"],
        author=_actor(row, "author"),
        side=Side(row["side"]),
        text=row["text"],
        read=row["read"],
    )


_CHANGING = {"state", "attempts", "next_try", "sent"}
"""What may change in a letter. What it says never does."""


def _letter_row(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "region": letter.unit,
        "round": letter.round,
        "to": ",".join(letter.to),
        "language": str(letter.language),
        "subject": letter.subject,
        "body": letter.body,
        "made": letter.made,
        "state": str(letter.state),
        "attempts": letter.attempts,
        "next_try": letter.next_try,
        "sent": letter.sent,
    }


def _letter(row: Row) -> Letter:
    return Letter(
        id=row["id"],
        unit=row["region"],
        to=tuple(address for address in row["to"].split(",") if address),
        language=Language(row["language"]),
        subject=row["subject"],
        body=row["body"],
        made=row["made"],
        next_try=row["next_try"],
        round=row["round"],
        state=LetterState(row["state"]),
        attempts=row["attempts"],
        sent=row["sent"],
    )


def _reminder(row: Row) -> Reminder:
    expected = rows.expected(row)
    return Reminder(row["round"], expected, row["step"], row["at"], _actor(row, "by"), row["letter"])
