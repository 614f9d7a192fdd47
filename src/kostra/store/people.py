"""Persons, systems, offices, mandates, duties and sessions in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from kostra.app.ports.people import DutyHeld, KnownSystem, Membership, Office, Person, Session
from kostra.model.people import Actor, ActorKind, Duty, Mandate, Right
from kostra.model.text import Language
from kostra.store.tables import people as tables


class StoredPeople:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def person(self, id: str) -> Person | None:
        return self._person(tables.person.c.id == id)

    def person_by_key(self, key: str) -> Person | None:
        return self._person(tables.person.c.key == key)

    def person_by_code(self, code: str) -> Person | None:
        return self._person(sa.and_(tables.person.c.code == code, tables.person.c.code_until > self._now))

    def add_person(self, person: Person, key: str) -> Person:
        row = _person_row(person) | {"id": person.id, "key": key, "created": person.created}
        self._connection.execute(insert(tables.person).values(row).on_conflict_do_nothing(index_elements=["key"]))
        return self.person_by_key(key) or person

    def put_person(self, person: Person) -> None:
        changed = sa.update(tables.person).where(tables.person.c.id == person.id).values(_person_row(person))
        self._connection.execute(changed)

    def system(self, client: str, orgnr: str) -> KnownSystem | None:
        row = self._first(tables.system, tables.system.c.client == client, tables.system.c.orgnr == orgnr)
        return None if row is None else KnownSystem(row["id"], row["client"], row["orgnr"], row["name"])

    def add_system(self, system: KnownSystem) -> KnownSystem:
        row = {"id": system.id, "client": system.client, "orgnr": system.orgnr, "name": system.name}
        self._connection.execute(insert(tables.system).values(row).on_conflict_do_nothing())
        return self.system(system.client, system.orgnr) or system

    def offices(self) -> tuple[Office, ...]:
        rows = self._connection.execute(sa.select(tables.office).order_by(tables.office.c.name)).mappings()
        return tuple(Office(row["id"], row["name"]) for row in rows)

    def add_office(self, office: Office) -> None:
        self._connection.execute(sa.insert(tables.office).values(id=office.id, name=office.name))

    def memberships(self, *, person: str | None = None, office: str | None = None) -> tuple[Membership, ...]:
        member = tables.member
        chosen = (
            sa.select(member, tables.office.c.name.label("office_name"), tables.person.c.name.label("person_name"))
            .join(tables.office, tables.office.c.id == member.c.office)
            .join(tables.person, tables.person.c.id == member.c.person)
            .where(member.c.ended.is_(None))
            .order_by(tables.office.c.name, tables.person.c.name)
        )
        if person is not None:
            chosen = chosen.where(member.c.person == person)
        if office is not None:
            chosen = chosen.where(member.c.office == office)
        return tuple(
            Membership(
                Office(row["office"], row["office_name"]),
                Actor(ActorKind.PERSON, row["person"], row["person_name"]),
                row["administers"],
                row["since"],
            )
            for row in self._connection.execute(chosen).mappings()
        )

    def put_member(self, membership: Membership) -> None:
        row = {"administers": membership.administers, "since": membership.since, "ended": None}
        new = insert(tables.member).values(office=membership.office.id, person=membership.person.id, **row)
        self._connection.execute(new.on_conflict_do_update(index_elements=["office", "person"], set_=row))

    def end_member(self, office: str, person: str) -> None:
        member = tables.member.c
        chosen = sa.and_(member.office == office, member.person == person, member.ended.is_(None))
        self._connection.execute(sa.update(tables.member).where(chosen).values(ended=self._now))

    def mandate(self, id: str, *, lock: bool = False) -> Mandate | None:
        chosen = _mandates().where(tables.mandate.c.id == id)
        if lock:
            chosen = chosen.with_for_update(of=tables.mandate)
        row = self._connection.execute(chosen).mappings().first()
        return None if row is None else _mandate(row)

    def mandates(self, *, holder: Actor | None = None, region: str | None = None) -> tuple[Mandate, ...]:
        mandate = tables.mandate.c
        chosen = _mandates().where(mandate.ended.is_(None))
        if holder is not None:
            chosen = chosen.where(mandate.holder == holder.id, mandate.holder_kind == str(holder.kind))
        if region is not None:
            chosen = chosen.where(mandate.region == region)
        ordered = chosen.order_by(mandate.region, mandate.form.nulls_first(), sa.text("holder_name"), mandate.right)
        return tuple(_mandate(row) for row in self._connection.execute(ordered).mappings())

    def add_mandate(self, mandate: Mandate, given_by: Actor) -> None:
        self._connection.execute(
            sa.insert(tables.mandate).values(
                id=mandate.id,
                holder_kind=str(mandate.holder.kind),
                holder=mandate.holder.id,
                region=mandate.region,
                form=mandate.form,
                right=str(mandate.right),
                since=mandate.since,
                given_by_kind=str(given_by.kind),
                given_by=given_by.id,
            )
        )

    def end_mandate(self, id: str) -> None:
        chosen = sa.and_(tables.mandate.c.id == id, tables.mandate.c.ended.is_(None))
        self._connection.execute(sa.update(tables.mandate).where(chosen).values(ended=self._now))

    def duties(self, person: str | None = None) -> tuple[DutyHeld, ...]:
        duty = tables.duty
        chosen = (
            sa.select(duty, tables.person.c.name)
            .join(tables.person, tables.person.c.id == duty.c.person)
            .where(duty.c.ended.is_(None))
            .order_by(duty.c.duty, tables.person.c.name)
        )
        if person is not None:
            chosen = chosen.where(duty.c.person == person)
        return tuple(
            DutyHeld(
                row["id"],
                Actor(ActorKind.PERSON, row["person"], row["name"]),
                Duty(row["duty"]),
                row["body"],
                row["since"],
            )
            for row in self._connection.execute(chosen).mappings()
        )

    def add_duty(self, duty: DutyHeld) -> None:
        row = {"id": duty.id, "person": duty.person.id, "duty": str(duty.duty), "body": duty.body, "since": duty.since}
        self._connection.execute(sa.insert(tables.duty).values(row))

    def end_duty(self, id: str) -> None:
        chosen = sa.and_(tables.duty.c.id == id, tables.duty.c.ended.is_(None))
        self._connection.execute(sa.update(tables.duty).where(chosen).values(ended=self._now))

    def session(self, mark: str) -> Session | None:
        row = self._first(tables.session, tables.session.c.mark == mark)
        return None if row is None else Session(row["mark"], row["person"], row["started"], row["seen"])

    def start_session(self, session: Session) -> None:
        row = {"mark": session.mark, "person": session.person, "started": session.started, "seen": session.seen}
        self._connection.execute(sa.insert(tables.session).values(row))

    def touch_session(self, mark: str, seen: datetime) -> None:
        self._connection.execute(sa.update(tables.session).where(tables.session.c.mark == mark).values(seen=seen))

    def end_session(self, mark: str) -> None:
        self._connection.execute(sa.delete(tables.session).where(tables.session.c.mark == mark))

    def end_sessions(self, person: str) -> int:
        return self._connection.execute(sa.delete(tables.session).where(tables.session.c.person == person)).rowcount

    def end_sessions_unused_since(self, seen: datetime, started: datetime) -> int:
        session = tables.session.c
        old = sa.or_(session.seen < seen, session.started < started)
        return self._connection.execute(sa.delete(tables.session).where(old)).rowcount

    def language(self, region: str) -> Language:
        row = self._first(tables.language, tables.language.c.region == region)
        return Language.BOKMAL if row is None else Language(row["language"])

    def languages(self) -> dict[str, Language]:
        rows = self._connection.execute(sa.select(tables.language.c.region, tables.language.c.language))
        return {row.region: Language(row.language) for row in rows}

    def put_language(self, region: str, language: Language) -> None:
        new = insert(tables.language).values(region=region, language=str(language))
        changed = new.on_conflict_do_update(index_elements=["region"], set_={"language": str(language)})
        self._connection.execute(changed)

    def _person(self, which: sa.ColumnElement[bool]) -> Person | None:
        row = self._first(tables.person, which)
        if row is None:
            return None
        language = None if row["language"] is None else Language(row["language"])
        return Person(row["id"], row["name"], row["email"], language, row["created"], row["code"], row["code_until"])

    def _first(self, table: sa.Table, *which: sa.ColumnElement[bool]) -> Mapping[Any, Any] | None:
        return self._connection.execute(sa.select(table).where(*which)).mappings().first()


def _person_row(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email,
        "language": None if person.language is None else str(person.language),
        "code": person.code,
        "code_until": person.code_until,
    }


def _mandates() -> sa.Select[Any]:
    """With the name that the holder has today."""
    mandate, person, system, office = tables.mandate, tables.person, tables.system, tables.office
    name = sa.func.coalesce(person.c.name, system.c.name, office.c.name, "").label("holder_name")
    return (
        sa.select(mandate, name)
        .outerjoin(person, sa.and_(mandate.c.holder_kind == str(ActorKind.PERSON), person.c.id == mandate.c.holder))
        .outerjoin(system, sa.and_(mandate.c.holder_kind == str(ActorKind.SYSTEM), system.c.id == mandate.c.holder))
        .outerjoin(office, sa.and_(mandate.c.holder_kind == str(ActorKind.OFFICE), office.c.id == mandate.c.holder))
    )


def _mandate(row: Mapping[Any, Any]) -> Mandate:
    return Mandate(
        id=row["id"],
        holder=Actor(ActorKind(row["holder_kind"]), row["holder"], row["holder_name"]),
        region=row["region"],
        form=row["form"],
        right=Right(row["right"]),
        since=row["since"],
        ended=row["ended"],
    )
