"""Row security alone: a body reaches its own registers, the desk reaches all, and nobody else anything."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from integration.databases import Database
from integration.registers.sending import OF_NAV, send
from kostra.app.system import System
from unit.registers.files import nav, persons

_TABLES = ("register_file", "register_kept")


@pytest.fixture
def filled(system: System, database: Database) -> Database:
    send(system, "nav_kvp", nav(), OF_NAV)
    send(system, "folkeregisteret", persons())
    return database


@pytest.fixture
def app(filled: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(filled.addresses.app) as connection:
        yield connection
        connection.rollback()


def _within(connection: psycopg.Connection, regions: str, body: str) -> None:
    connection.execute(
        "SELECT set_config('kostra.regions', %s, true), set_config('kostra.body', %s, true)", [regions, body]
    )


def _bodies(connection: psycopg.Connection, table: str) -> set[str]:
    return {row[0] for row in connection.execute(f"SELECT body FROM {table}")}


@pytest.mark.parametrize("table", _TABLES)
def test_a_body_reaches_its_own(app: psycopg.Connection, table: str) -> None:
    for body, reached in (("NAV", {"NAV"}), ("Skatteetaten", {"Skatteetaten"}), ("IMDi", set()), ("", set())):
        _within(app, "110300", body)
        assert _bodies(app, table) == reached


@pytest.mark.parametrize("table", _TABLES)
def test_the_desk_reaches_all(app: psycopg.Connection, table: str) -> None:
    _within(app, "*", "")
    assert _bodies(app, table) == {"NAV", "Skatteetaten"}


def test_a_transaction_that_has_said_nothing_reaches_nothing(app: psycopg.Connection) -> None:
    for table in _TABLES:
        assert _bodies(app, table) == set()


def test_a_body_cannot_give_itself_another_bodys_file(app: psycopg.Connection) -> None:
    _within(app, "", "NAV")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("UPDATE register_file SET body = 'IMDi'")


def test_nothing_is_deleted(app: psycopg.Connection) -> None:
    _within(app, "*", "")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("DELETE FROM register_kept")
