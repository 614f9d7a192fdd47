"""Recipients, legal bases and deliveries in the database. There is no changing a row of them, and no right to, but for the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from kostra.app.ports.vault import Kept
from kostra.model.delivery import Basis, Delivery, Fetched, Identity, Made, Order, Persons, Recipient, RecipientKind
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.model.protection import Said
from kostra.store.registers import read_kept, written_kept
from kostra.store.tables.deliveries import (
    delivery,
    delivery_approved,
    delivery_deleted,
    delivery_fetched,
    delivery_kept,
    delivery_made,
    delivery_region,
    legal_basis,
    legal_basis_approved,
    legal_basis_ended,
    recipient,
    recipient_key,
)

_Row: TypeAlias = Mapping[str, Any] | sa.RowMapping


class StoredDeliveries:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def lock(self) -> None:
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("deliveries"))))

    def add_recipient(self, one: Recipient) -> None:
        self._insert(recipient, id=one.id, name=one.name, kind=one.kind.value, **_who(one.entered))

    def put_key(self, of: str, key: str, said: Said) -> None:
        self._insert(recipient_key, recipient=of, key=key, **_who(said))

    def recipient(self, id: str) -> Recipient | None:
        return next(iter(self._recipients(recipient.c.id == id)), None)

    def recipients(self) -> tuple[Recipient, ...]:
        return self._recipients()

    def _recipients(self, *wanted: sa.ColumnElement[bool]) -> tuple[Recipient, ...]:
        newest = sa.select(recipient_key.c.recipient, recipient_key.c.key).order_by(recipient_key.c.number)
        keys = {row.recipient: row.key for row in self._connection.execute(newest)}
        rows = self._connection.execute(sa.select(recipient).where(*wanted).order_by(recipient.c.name)).mappings()
        return tuple(
            Recipient(row["id"], row["name"], RecipientKind(row["kind"]), _said(row), keys.get(row["id"]))
            for row in rows
        )

    def add_basis(self, one: Basis) -> None:
        first, last = one.years
        self._insert(
            legal_basis,
            id=one.id,
            recipient=one.recipient,
            paragraph=one.paragraph,
            purpose=one.purpose,
            document=one.document,
            variables=[[form, list(variables)] for form, variables in one.variables.items()],
            persons=_written_persons(one.persons),
            identity=one.identity.value,
            first_year=first,
            last_year=last,
            since=one.since,
            until=one.until,
            **_who(one.entered),
        )

    def approve_basis(self, basis: str, said: Said) -> None:
        self._insert(legal_basis_approved, basis=basis, **_who(said))

    def end_basis(self, basis: str, said: Said) -> None:
        self._insert(legal_basis_ended, basis=basis, **_who(said))

    def basis(self, id: str) -> Basis | None:
        return next(iter(self._bases(legal_basis.c.id == id)), None)

    def bases(self, recipient: str | None = None) -> tuple[Basis, ...]:
        return self._bases(*([] if recipient is None else [legal_basis.c.recipient == recipient]))

    def _bases(self, *wanted: sa.ColumnElement[bool]) -> tuple[Basis, ...]:
        every = sa.select(legal_basis).where(*wanted).order_by(legal_basis.c.number)
        rows = self._connection.execute(every).mappings().all()
        ids = [row["id"] for row in rows]
        approved, ended = (self._by(table.c.basis, ids) for table in (legal_basis_approved, legal_basis_ended))
        return tuple(_basis(row, approved.get(row["id"]), ended.get(row["id"])) for row in rows)

    def order(self, one: Delivery) -> None:
        self._insert(
            delivery,
            id=one.id,
            body=one.order.recipient,
            basis=one.order.basis,
            form=one.order.form,
            period=str(one.order.period),
            variables=list(one.order.variables),
            persons=_written_persons(one.order.persons),
            replaces=one.replaces,
            **_who(one.ordered),
        )

    def make(self, of: str, made: Made) -> None:
        self._insert(
            delivery_made,
            delivery=of,
            at=made.at,
            rows=made.rows,
            persons=made.persons,
            manifest=made.manifest,
            sha256=made.sha256,
            size=made.size,
        )
        if made.regions:
            self._connection.execute(
                sa.insert(delivery_region),
                [{"delivery": of, "region": region, "rows": rows} for region, rows in made.regions.items()],
            )

    def approve(self, of: str, said: Said) -> None:
        self._insert(delivery_approved, delivery=of, **_who(said))

    def fetch(self, of: str, fetched: Fetched) -> None:
        said = Said(fetched.by, fetched.at)
        self._insert(delivery_fetched, delivery=of, receipt=fetched.receipt, **_who(said))

    def delete(self, of: str, said: Said, proof: str) -> None:
        self._insert(delivery_deleted, delivery=of, proof=proof, **_who(said))

    def delivery(self, id: str) -> Delivery | None:
        return next(iter(self._deliveries(delivery.c.id == id)), None)

    def deliveries(self, recipient: str | None = None) -> tuple[Delivery, ...]:
        return self._deliveries(*([] if recipient is None else [delivery.c.body == recipient]))

    def _deliveries(self, *wanted: sa.ColumnElement[bool]) -> tuple[Delivery, ...]:
        every = sa.select(delivery).where(*wanted).order_by(delivery.c.number.desc())
        rows = self._connection.execute(every).mappings().all()
        ids = [row["id"] for row in rows]
        made, approved, deleted = (
            self._by(table.c.delivery, ids) for table in (delivery_made, delivery_approved, delivery_deleted)
        )
        regions: dict[str, dict[str, int]] = {}
        of = sa.select(delivery_region).where(delivery_region.c.delivery.in_(ids)).order_by(delivery_region.c.region)
        for one in self._connection.execute(of):
            regions.setdefault(one.delivery, {})[one.region] = one.rows
        fetched: dict[str, list[Fetched]] = {}
        times = (
            sa.select(delivery_fetched).where(delivery_fetched.c.delivery.in_(ids)).order_by(delivery_fetched.c.number)
        )
        for row in self._connection.execute(times).mappings():
            said = _said(row)
            fetched.setdefault(row["delivery"], []).append(Fetched(said.by, said.at, row["receipt"]))
        return tuple(
            Delivery(
                row["id"],
                _order(row),
                _said(row),
                row["replaces"],
                None if (found := made.get(row["id"])) is None else _made(found, regions.get(row["id"], {})),
                None if (yes := approved.get(row["id"])) is None else _said(yes),
                tuple(fetched.get(row["id"], ())),
                None if (gone := deleted.get(row["id"])) is None else _said(gone),
                None if gone is None else gone["proof"],
                row["number"],
            )
            for row in rows
        )

    def keep(self, of: str, recipient: str, what: str, kept: Kept) -> None:
        values = written_kept(kept)
        self._connection.execute(
            insert(delivery_kept)
            .values(delivery=of, what=what, body=recipient, **values)
            .on_conflict_do_update(index_elements=["delivery", "what"], set_=values)
        )

    def kept(self, of: str, what: str) -> Kept | None:
        there = (delivery_kept.c.delivery == of, delivery_kept.c.what == what, delivery_kept.c.key.is_not(None))
        row = self._connection.execute(sa.select(delivery_kept).where(*there).with_for_update()).one_or_none()
        return None if row is None else read_kept(row)

    def all_kept(self) -> Iterator[tuple[str, str, Kept]]:
        wanted = sa.select(delivery_kept).where(delivery_kept.c.key.is_not(None)).order_by(delivery_kept.c.delivery)
        for row in self._connection.execute(wanted):
            yield row.delivery, row.what, read_kept(row)

    def destroy_key(self, of: str, what: str, at: datetime) -> None:
        there = (delivery_kept.c.delivery == of, delivery_kept.c.what == what, delivery_kept.c.key.is_not(None))
        self._connection.execute(sa.update(delivery_kept).where(*there).values(key=None, destroyed=at))

    def _insert(self, table: sa.Table, **values: Any) -> None:
        self._connection.execute(sa.insert(table).values(**values))

    def _by(self, column: sa.Column[Any], ids: list[str]) -> dict[str, _Row]:
        found = self._connection.execute(sa.select(column.table).where(column.in_(ids))).mappings()
        return {row[column.name]: row for row in found}


def _basis(row: _Row, approved: _Row | None, ended: _Row | None) -> Basis:
    return Basis(
        id=row["id"],
        recipient=row["recipient"],
        paragraph=row["paragraph"],
        purpose=row["purpose"],
        document=row["document"],
        variables={form: tuple(variables) for form, variables in row["variables"]},
        persons=_persons(row["persons"]),
        identity=Identity(row["identity"]),
        years=(row["first_year"], row["last_year"]),
        since=row["since"],
        until=row["until"],
        entered=_said(row),
        approved=None if approved is None else _said(approved),
        ended=None if ended is None else _said(ended),
    )


def _order(row: _Row) -> Order:
    period = Period.read(row["period"])
    return Order(row["body"], row["basis"], row["form"], period, tuple(row["variables"]), _persons(row["persons"]))


def _made(row: _Row, regions: dict[str, int]) -> Made:
    at = row["at"].astimezone(UTC)
    return Made(at, row["rows"], row["persons"], row["manifest"], row["sha256"], row["size"], regions)


def _written_persons(persons: Persons) -> dict[str, Any]:
    return {
        "regions": list(persons.regions),
        "youngest": persons.youngest,
        "oldest": persons.oldest,
        "where": [[id, list(answers)] for id, answers in persons.where.items()],
    }


def _persons(found: dict[str, Any]) -> Persons:
    where = {id: tuple(answers) for id, answers in found["where"]}
    return Persons(tuple(found["regions"]), found["youngest"], found["oldest"], where)


def _who(said: Said) -> dict[str, Any]:
    by = said.by
    return {"said": said.text, "by_kind": by.kind.value, "by_id": by.id, "by_name": by.name, "at": said.at}


def _said(row: _Row) -> Said:
    actor = Actor(ActorKind(row["by_kind"]), row["by_id"], row["by_name"])
    return Said(actor, row["at"].astimezone(UTC), row["said"])
