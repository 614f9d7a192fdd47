"""Row security, put up by the migrations: what a query forgets to ask, the database still refuses.

A transaction says which regions it is for (`kostra.regions`: six-digit regions with commas between, or `*`). Where it has said nothing,
there is nothing to see. The owner of the tables stands outside the wall: migrations, backup and restore use it, and nothing else has its
address.
"""

from __future__ import annotations

from alembic import op

APP = "kostra_app"
"""The role of web and worker. It owns nothing and cannot pass the wall."""

_SAID = "(SELECT current_setting('kostra.regions', true))"
"""In a select of its own, so that it is read once for a query and not for every row."""


def seen(column: str = "region") -> str:
    return f"{_SAID} = '*' OR {column} = ANY (string_to_array({_SAID}, ','))"


def wall(table: str, column: str = "region") -> None:
    """Rows of other regions are not seen, changed, deleted or added. A row without a region is reached from everywhere alone."""
    _up(table)
    op.execute(f'CREATE POLICY wall ON "{table}" USING ({seen(column)}) WITH CHECK ({seen(column)})')


def one_way_wall(table: str, column: str = "region") -> None:
    """Rows of other regions are not seen, and there is no changing, but anybody may add one."""
    _up(table)
    op.execute(f'CREATE POLICY wall ON "{table}" FOR SELECT USING ({seen(column)})')
    op.execute(f'CREATE POLICY added ON "{table}" FOR INSERT WITH CHECK (true)')


def grant(table: str, *rights: str) -> None:
    """What web and worker may do with a table: `grant("draft", "select", "insert")`."""
    op.execute(f'GRANT {", ".join(right.upper() for right in rights)} ON "{table}" TO {APP}')


def _up(table: str) -> None:
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
