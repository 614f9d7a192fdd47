"""Row security alone, at SQL level, on the role of web and worker: nobody reaches rows of a region that is not theirs.

The rows are made from what the database itself tells of its tables, so that a new table with a region is held to the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from integration.databases import Database, dropped, made
from kostra.store.embedded import Embedded
from kostra.store.tables import load

OWN, OTHER = "310100", "310300"
NO_WALL = {"duty", "office", "office_member", "person", "session", "system"}
"""Who somebody is, which says nothing of any region. What they may do stands behind the wall, as mandates."""


def _walled() -> list[str]:
    return sorted(table.name for table in load().tables.values() if "region" in table.columns)


@pytest.fixture(scope="module")
def filled(server: Embedded, migrated: str) -> Iterator[Database]:
    """With one row of each of the two regions in every table. The tests change nothing for good."""
    one = made(server, "test_walls", migrated)
    with one.everything() as everything:
        # Not asking whether what a row refers to is there, or whether its values make sense.
        everything.execute("SET session_replication_role = replica")
        for table in _walled():
            for check in _checks(everything, table):
                everything.execute(
                    sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(check))
                )
            for region in (OWN, OTHER):
                everything.execute(*_row(everything, table, region))
    yield one
    dropped(one)


@pytest.fixture
def app(filled: Database) -> Iterator[psycopg.Connection[Any]]:
    connection = psycopg.connect(filled.addresses.app)
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()


def _columns(connection: psycopg.Connection[Any], table: str) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute "
        "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [table],
    ).fetchall()


def _value(column: str, kind: str, region: str) -> Any:
    if column == "region":
        return region
    return {
        "text": f"{column}-{region}",
        "bigint": int(region),
        "integer": int(region),
        "smallint": 1,
        "boolean": False,
        "bytea": b"x",
        "jsonb": "{}",
        "date": "2027-01-01",
        "timestamp with time zone": "2027-01-01T00:00:00Z",
        "text[]": [],
    }.get(kind, "1")


def _row(connection: psycopg.Connection[Any], table: str, region: str) -> tuple[sql.Composed, list[Any]]:
    columns = _columns(connection, table)
    into = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns),
        sql.SQL(", ").join(sql.Placeholder() for _ in columns),
    )
    return into, [_value(name, kind, region) for name, kind in columns]


def _checks(connection: psycopg.Connection[Any], table: str) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", [table]
        )
    ]


def _may(connection: psycopg.Connection[Any], table: str, right: str) -> bool:
    found = connection.execute("SELECT has_table_privilege(%s, %s)", [f'"{table}"', right]).fetchone()
    return bool(found and found[0])


def _scoped(connection: psycopg.Connection[Any], regions: str | None) -> None:
    connection.rollback()
    if regions is not None:
        connection.execute("SELECT set_config('kostra.regions', %s, true)", [regions])


def _regions(connection: psycopg.Connection[Any], table: str) -> list[str | None]:
    found = connection.execute(sql.SQL("SELECT region FROM {} ORDER BY region").format(sql.Identifier(table)))
    return [region for (region,) in found]


def test_there_are_tables_to_try() -> None:
    assert {"expected", "submission", "kept", "tally", "progress", "event", "mandate"} <= set(_walled())


def test_every_table_has_a_wall_or_is_known_to_need_none(app: psycopg.Connection[Any]) -> None:
    walled = {name for (name,) in app.execute("SELECT relname FROM pg_class WHERE relrowsecurity").fetchall()}
    assert load().tables.keys() - walled == NO_WALL


@pytest.mark.parametrize("table", _walled())
def test_rows_are_seen_in_their_own_region_alone(app: psycopg.Connection[Any], table: str) -> None:
    for regions, seen in (("*", [OWN, OTHER]), (f"{OWN},{OTHER}", [OWN, OTHER]), (OWN, [OWN]), ("", []), (None, [])):
        _scoped(app, regions)
        assert _regions(app, table) == seen, regions


@pytest.mark.parametrize("table", _walled())
@pytest.mark.parametrize("right", ["UPDATE", "DELETE"])
def test_rows_of_another_region_are_not_changed_or_deleted(
    app: psycopg.Connection[Any], table: str, right: str
) -> None:
    named = sql.Identifier(table)
    change = (
        sql.SQL("DELETE FROM {}").format(named)
        if right == "DELETE"
        else sql.SQL("UPDATE {} SET region = region").format(named)
    )
    for regions, reached in ((OWN, 1), ("*", 2), ("", 0)):
        _scoped(app, regions)
        if _may(app, table, right):
            assert app.execute(change).rowcount == reached
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(change)


@pytest.mark.parametrize("table", _walled())
def test_a_row_is_not_moved_to_another_region(app: psycopg.Connection[Any], table: str) -> None:
    _scoped(app, OWN)
    move = sql.SQL("UPDATE {} SET region = %s").format(sql.Identifier(table))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(move, [OTHER])


@pytest.mark.parametrize("table", sorted(set(_walled()) - {"event"}))
def test_a_row_is_added_to_its_own_region_alone(app: psycopg.Connection[Any], table: str) -> None:
    for regions in (OWN, ""):
        _scoped(app, regions)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(*_row(app, table, OTHER))
    # With the right scope the wall lets it through, and only its key, which is there already, stops it.
    _scoped(app, OTHER)
    with pytest.raises(psycopg.errors.UniqueViolation):
        app.execute(*_row(app, table, OTHER))


def test_an_event_may_be_added_for_any_region_and_is_then_not_seen(app: psycopg.Connection[Any]) -> None:
    into, row = _row(app, "event", OTHER)
    _scoped(app, OWN)
    app.execute(into, [999 if value == int(OTHER) else value for value in row])
    assert _regions(app, "event") == [OWN]
    _scoped(app, None)


def test_an_event_without_a_region_is_seen_from_everywhere_alone(app: psycopg.Connection[Any]) -> None:
    into, row = _row(app, "event", OWN)
    nowhere = [999 if value == int(OWN) else None if value == OWN else value for value in row]
    for regions, seen in (("*", [OWN, OTHER, None]), (OWN, [OWN]), ("", [])):
        _scoped(app, regions)
        app.execute(into, nowhere)
        assert _regions(app, "event") == seen


def test_the_role_owns_nothing_and_cannot_pass(app: psycopg.Connection[Any]) -> None:
    row = app.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    )
    assert row.fetchone() == (False, False, False, False)
    owned = app.execute(
        "SELECT count(*) FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE rolname = current_user"
    )
    assert owned.fetchone() == (0,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE mine (a int)")
