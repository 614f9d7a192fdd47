"""Proposals for changes in the database. There is no changing a row of them, and no right to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from kostra.model.form_change import Change
from kostra.model.people import Actor, ActorKind
from kostra.model.proposal import (
    Answer,
    Hearing,
    Meeting,
    Minutes,
    Move,
    Proposal,
    Stance,
    State,
    Trial,
    Version,
)
from kostra.model.protection import Said
from kostra.store.proposal_content import read_content, written_content
from kostra.store.tables import proposals as tables

_ACCEPTED = frozenset({State.ACCEPTED, State.IN_FORM, State.PUBLISHED})


class StoredProposals:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("proposals"))))

    def add(self, proposal: Proposal) -> int:
        table = tables.proposal
        added = sa.insert(table).values(id=proposal.id, **_who(proposal.created)).returning(table.c.number)
        number: int = self._connection.execute(added).scalar_one()
        for version in proposal.versions:
            self.write(proposal.id, version)
        return number

    def write(self, proposal: str, version: Version) -> None:
        content = written_content(version.content)
        self._insert(tables.proposal_version, proposal=proposal, content=content, **_who(version.said))

    def move(self, proposal: str, move: Move) -> None:
        self._insert(
            tables.proposal_move,
            proposal=proposal,
            before=move.before.value,
            after=move.after.value,
            year=move.year,
            meeting=move.meeting,
            **_who(move.said),
        )

    def keep_trial(self, proposal: str, trial: Trial) -> None:
        values = {"version": trial.version, "result": dict(trial.result), **_who(trial.said)}
        self._insert(tables.proposal_trial, proposal=proposal, **values)

    def open_hearing(self, hearing: Hearing, addresses: Mapping[str, str]) -> None:
        self._insert(
            tables.proposal_hearing,
            id=hearing.id,
            proposal=hearing.proposal,
            deadline=hearing.deadline,
            parties=list(hearing.parties),
            **_who(hearing.said),
        )
        for party, address in addresses.items():
            self._insert(tables.proposal_contact, hearing=hearing.id, party=party, address=address)

    def addresses(self, hearing: str) -> Mapping[str, str]:
        table = tables.proposal_contact
        wanted = sa.select(table.c.party, table.c.address).where(table.c.hearing == hearing).order_by(table.c.party)
        return {row.party: row.address for row in self._connection.execute(wanted)}

    def answer(self, answer: Answer) -> None:
        self._insert(
            tables.proposal_answer,
            id=answer.id,
            hearing=answer.hearing,
            party=answer.party,
            stance=answer.stance.value,
            came=answer.came,
            **_who(answer.said),
        )

    def reminded(self, hearing: str) -> frozenset[int]:
        table = tables.proposal_reminder
        return frozenset(self._connection.scalars(sa.select(table.c.days).where(table.c.hearing == hearing)))

    def remind(self, hearing: str, days: int, at: datetime, letters: int) -> None:
        self._insert(tables.proposal_reminder, hearing=hearing, days=days, at=at, letters=letters)

    def add_meeting(self, meeting: Meeting) -> int:
        table = tables.proposal_meeting
        values = {"id": meeting.id, "held": meeting.held, "place": meeting.place, **_who(meeting.said)}
        number: int = self._connection.execute(sa.insert(table).values(**values).returning(table.c.number)).scalar_one()
        return number

    def write_minutes(self, meeting: str, minutes: Minutes) -> None:
        self._insert(tables.proposal_minutes, meeting=meeting, proposal=minutes.proposal, **_who(minutes.said))

    def one(self, number: int) -> Proposal | None:
        return next(iter(self._proposals(tables.proposal.c.number == number)), None)

    def every(self) -> tuple[Proposal, ...]:
        return self._proposals()

    def accepted(self, year: int) -> tuple[tuple[Proposal, tuple[Change, ...]], ...]:
        found = [
            (decided.said.at, one.number, one)
            for one in self._proposals()
            if one.state in _ACCEPTED
            and (decided := one.decision) is not None
            and one.year == year
            and one.content.changes
        ]
        return tuple((one, one.content.changes) for _, _, one in sorted(found, key=lambda it: it[:2]))

    def meeting(self, number: int) -> Meeting | None:
        return next(iter(self._meetings(tables.proposal_meeting.c.number == number)), None)

    def meetings(self) -> tuple[Meeting, ...]:
        return self._meetings()

    def open_hearings(self, until: date | None = None) -> tuple[tuple[Proposal, Hearing], ...]:
        return tuple(
            (one, one.hearing)
            for one in self._proposals()
            if one.state is State.IN_HEARING
            and one.hearing is not None
            and (until is None or one.hearing.deadline < until)
        )

    def _proposals(self, *wanted: sa.ColumnElement[bool]) -> tuple[Proposal, ...]:
        table = tables.proposal
        rows = self._rows(sa.select(table).where(*wanted).order_by(table.c.number.desc()))
        ids = [row["id"] for row in rows]
        versions, moves, trials, hearings = (
            self._by(each.c.proposal, each, ids)
            for each in (
                tables.proposal_version,
                tables.proposal_move,
                tables.proposal_trial,
                tables.proposal_hearing,
            )
        )
        heard = [row["id"] for each in hearings.values() for row in each]
        answers = self._by(tables.proposal_answer.c.hearing, tables.proposal_answer, heard)
        return tuple(
            Proposal(
                row["id"],
                _said(row),
                tuple(
                    Version(read_content(each["content"]), _said(each), each["number"]) for each in versions[row["id"]]
                ),
                tuple(_move(each) for each in moves.get(row["id"], ())),
                tuple(Trial(each["version"], each["result"], _said(each)) for each in trials.get(row["id"], ())),
                tuple(_hearing(each, answers.get(each["id"], [])) for each in hearings.get(row["id"], ())),
                row["number"],
            )
            for row in rows
        )

    def _meetings(self, *wanted: sa.ColumnElement[bool]) -> tuple[Meeting, ...]:
        table = tables.proposal_meeting
        rows = self._rows(sa.select(table).where(*wanted).order_by(table.c.held.desc(), table.c.number.desc()))
        minutes = self._by(tables.proposal_minutes.c.meeting, tables.proposal_minutes, [row["id"] for row in rows])
        return tuple(
            Meeting(
                row["id"],
                row["held"],
                row["place"],
                _said(row),
                tuple(Minutes(each["proposal"], _said(each)) for each in minutes.get(row["id"], ())),
                row["number"],
            )
            for row in rows
        )

    def _insert(self, table: sa.Table, **values: Any) -> None:
        self._connection.execute(sa.insert(table).values(**values))

    def _rows(self, wanted: sa.Select[Any]) -> list[sa.RowMapping]:
        return list(self._connection.execute(wanted).mappings())

    def _by(self, column: sa.Column[Any], table: sa.Table, ids: list[str]) -> dict[str, list[sa.RowMapping]]:
        """Rows in the order they were written, by what they are of."""
        found: dict[str, list[sa.RowMapping]] = {}
        for row in self._rows(sa.select(table).where(column.in_(ids)).order_by(table.c.number)):
            found.setdefault(row[column.name], []).append(row)
        return found


def _move(row: sa.RowMapping) -> Move:
    return Move(State(row["before"]), State(row["after"]), _said(row), row["year"], row["meeting"])


def _hearing(row: sa.RowMapping, answers: list[sa.RowMapping]) -> Hearing:
    return Hearing(
        row["id"],
        row["proposal"],
        row["deadline"],
        tuple(row["parties"]),
        _said(row),
        tuple(
            Answer(each["id"], each["hearing"], each["party"], Stance(each["stance"]), each["came"], _said(each))
            for each in answers
        ),
    )


def _who(said: Said) -> dict[str, Any]:
    by = said.by
    return {"said": said.text, "by_kind": by.kind.value, "by_id": by.id, "by_name": by.name, "at": said.at}


def _said(row: sa.RowMapping) -> Said:
    actor = Actor(ActorKind(row["by_kind"]), row["by_id"], row["by_name"])
    return Said(actor, row["at"].astimezone(UTC), row["said"])
