"""Every table of the database as text, and back again: the same rows give the same bytes, on any server.

It uses COPY, which any version of PostgreSQL speaks, and no programs beside the database. Rows are ordered by their key, and everything
that decides how a value is written is set. A role that does not see every row is refused by the database itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import psycopg
from psycopg import sql

from kostra.model.errors import Broken

_AS_TEXT = (
    "SET row_security = off",
    "SET timezone = 'UTC'",
    "SET datestyle = 'ISO, YMD'",
    "SET intervalstyle = 'iso_8601'",
    "SET bytea_output = 'hex'",
    "SET extra_float_digits = 1",
    "SET client_encoding = 'UTF8'",
    "SET search_path = public",
)
_CHUNK = 1 << 20
MIGRATIONS = "alembic_version"


@dataclass(frozen=True, slots=True)
class Table:
    """`order` names the columns of its key, each with whether it is text."""

    name: str
    columns: tuple[str, ...]
    order: tuple[tuple[str, bool], ...]


def begin(connection: psycopg.Connection[Any], *, reading: bool) -> None:
    """One moment for all that follows."""
    for setting in _AS_TEXT:
        connection.execute(setting)
    connection.commit()
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = reading


def tables(connection: psycopg.Connection[Any]) -> tuple[Table, ...]:
    """In an order in which they can be filled: what others refer to comes first."""
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(
        """
        SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        ORDER BY relname COLLATE "C", attnum
        """
    ):
        columns.setdefault(table, []).append(column)
    keys: dict[str, list[tuple[str, bool]]] = {}
    for table, column, is_text in connection.execute(
        """
        SELECT relname, attname, attcollation <> 0 FROM pg_constraint JOIN pg_class ON conrelid = pg_class.oid
        CROSS JOIN LATERAL unnest(conkey) WITH ORDINALITY AS part (number, place)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = part.number
        WHERE contype = 'p' AND connamespace = 'public'::regnamespace ORDER BY relname, place
        """
    ):
        keys.setdefault(table, []).append((column, is_text))
    refers = connection.execute(
        "SELECT a.relname, b.relname FROM pg_constraint JOIN pg_class a ON conrelid = a.oid JOIN pg_class b ON confrelid = b.oid "
        "WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid"
    ).fetchall()
    return tuple(Table(name, tuple(columns[name]), tuple(keys.get(name, []))) for name in in_order(columns, refers))


def in_order(names: Iterable[str], refers: Iterable[tuple[str, str]]) -> list[str]:
    """The names, each after those it refers to."""
    waiting = {name: {to for of, to in refers if of == name} for name in names}
    ordered: list[str] = []
    while waiting:
        free = sorted(name for name, others in waiting.items() if not others & waiting.keys())
        if not free:
            raise Broken(f"These tables refer to each other in a ring: {', '.join(sorted(waiting))}.")
        ordered += free
        for name in free:
            del waiting[name]
    return ordered


def write(connection: psycopg.Connection[Any], table: Table, to: BinaryIO | None = None) -> tuple[int, str]:
    """How many rows it has and the sha256 of them, written to a file as well when there is one."""
    digest = hashlib.sha256()
    rows = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _names(table.columns), sql.Identifier(table.name), _order(table)
    )
    with connection.cursor() as cursor:
        with cursor.copy(rows) as copy:
            for block in copy:
                digest.update(block)
                if to is not None:
                    to.write(block)
        return cursor.rowcount, digest.hexdigest()


def fill(connection: psycopg.Connection[Any], table: Table, rows: BinaryIO) -> None:
    """With its own triggers off: what they did stands in the rows already."""
    name = sql.Identifier(table.name)
    connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, _names(table.columns))) as copy,
    ):
        while block := rows.read(_CHUNK):
            copy.write(block)
    connection.execute(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"))
    connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))


def is_empty(connection: psycopg.Connection[Any]) -> bool:
    return not any(
        connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table.name))).fetchone()
        for table in tables(connection)
        if table.name != MIGRATIONS
    )


def sequences(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Where those that have been used have come to."""
    found = connection.execute(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1"
    )
    return dict(found.fetchall())


def set_sequences(connection: psycopg.Connection[Any], at: Mapping[str, int]) -> None:
    for name, value in at.items():
        connection.execute("SELECT setval(format('public.%%I', %s::text)::regclass, %s)", [name, value])


def objects(connection: psycopg.Connection[Any]) -> Iterable[str]:
    """The objects that rows with a key tell of, whatever table they are in."""
    for table in tables(connection):
        if {"object", "key"} <= set(table.columns):
            wanted = sql.SQL('SELECT "object" FROM {} WHERE "key" IS NOT NULL').format(sql.Identifier(table.name))
            for (name,) in connection.execute(wanted):
                yield name


def releases(connection: psycopg.Connection[Any]) -> tuple[str, ...]:
    """The file that each release must have, in the folder of data."""
    return tuple(f"releases/{id}/manifest.json" for (id,) in connection.execute("SELECT id FROM release ORDER BY id"))


def _names(columns: tuple[str, ...]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(column) for column in columns)


def _order(table: Table) -> sql.Composable:
    """Text by its bytes, so that the order is the same wherever the database stands."""
    key = table.order or tuple((column, False) for column in table.columns)
    return sql.SQL(", ").join(
        sql.SQL('{} COLLATE "C"').format(sql.Identifier(column)) if is_text else sql.Identifier(column)
        for column, is_text in key
    )
