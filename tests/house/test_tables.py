"""Every table as the database has it: what web and worker may do with it was decided, and what belongs to a region stands behind a wall.

That the walls hold is tried in tests/integration/store/test_walls.py; here it is seen that none was forgotten.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from integration.databases import dropped, made
from kostra.store.database import APP, migrate
from kostra.store.embedded import Embedded
from kostra.store.tables import load

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
EXTRA = {"alembic_version": {"SELECT"}}
"""What is no table of ours."""
QUEUE = "procrastinate_"
"""Tables of the queue, which looks after them itself."""
ONLY_ADDED_TO = {"event", "attempt", "reminder", "draft", "edit", "usability", "estimate", "estimate_outcome"} | {
    *("protection", "protection_audit", "protection_approval", "forcing", "forcing_answer", "merge", "merge_undone"),
}
"""What has happened, and versions: nothing in them is changed."""
EMPTIED = {"session", "contact", "tally"}
"""What may be deleted: a login that is over, a contact who wants to be forgotten, the counts of a control that is run again."""


@pytest.fixture(scope="module")
def owner() -> Iterator[psycopg.Connection[Any]]:
    with tempfile.TemporaryDirectory(prefix="kostra-house-") as folder:
        server = Embedded(Path(folder), FAST)
        server.join()
        try:
            one = made(server, "house")
            assert one.addresses.owner is not None
            migrate(one.addresses.owner)
            with psycopg.connect(one.addresses.owner) as connection:
                yield connection
            dropped(one)
        finally:
            server.stop()
            server.leave()


def _granted(owner: psycopg.Connection[Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, right in owner.execute(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
        "WHERE grantee IN (%s, 'PUBLIC') AND table_schema = 'public'",
        [APP],
    ):
        found.setdefault(table, set()).add(right)
    return found


def _columns(owner: psycopg.Connection[Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, column in owner.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t "
        "USING (table_schema, table_name) WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
    ):
        found.setdefault(table, set()).add(column)
    return found


def test_what_the_app_may_do_with_each_table_was_decided(owner: psycopg.Connection[Any]) -> None:
    granted = {table: rights for table, rights in _granted(owner).items() if not table.startswith(QUEUE)}
    for table, rights in granted.items():
        if table not in EXTRA:
            added = {"SELECT", "INSERT"}
            changed = set() if table in ONLY_ADDED_TO else {"UPDATE"}
            emptied = {"DELETE"} if table in EMPTIED else set()
            assert added <= rights <= added | changed | emptied, f"{APP} may {sorted(rights)} {table}"
    assert {table: granted[table] for table in EXTRA} == EXTRA
    assert granted.keys() - EXTRA.keys() == load().tables.keys(), (
        "a table that the app cannot reach, or that nobody knows of"
    )


def test_what_belongs_to_a_region_or_a_body_stands_behind_a_wall(owner: psycopg.Connection[Any]) -> None:
    walled = {
        table
        for (table,) in owner.execute(
            "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity"
        )
    }
    for table, columns in _columns(owner).items():
        # A duty says which body somebody works for, which is for whoever gives duties to know.
        if columns & {"region", "unit", "body"} and table != "duty":
            assert table in walled, f"{table} has rows of regions or bodies, and no wall"


def test_the_app_owns_nothing_and_passes_no_wall(owner: psycopg.Connection[Any]) -> None:
    (row,) = owner.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", [APP]
    )
    assert row == (False, False, False, False)
    owned = owner.execute(
        "SELECT relname FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE r.rolname = %s", [APP]
    ).fetchall()
    assert owned == []


def test_only_the_end_of_the_log_is_told_past_the_wall(owner: psycopg.Connection[Any]) -> None:
    """A function that runs as its owner passes the wall. There is one, and it tells numbers and hashes."""
    found = owner.execute(
        "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE prosecdef AND nspname = 'public'"
    )
    assert {name for (name,) in found} == {"last_event"}
