"""What the database says when it cannot: gone, full, or waited for too long, told as `Unavailable`. All else is a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from procrastinate.exceptions import ConnectorException
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from kostra.app.ports.vault import Unavailable

_SENTENCE = "Databasen svarer ikke akkurat nå. Ingenting er tapt. Prøv igjen om litt."
_PASSING = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    # A standby that has not been told yet that it is in charge.
    psycopg.errors.ReadOnlySqlTransaction,
    # No connection became free in time.
    TimeoutError,
    OperationalError,
    InterfaceError,
)


@contextmanager
def telling() -> Iterator[None]:
    """What the database refuses just now, told to whoever asked."""
    try:
        yield
    except (DBAPIError, TimeoutError, psycopg.Error, ConnectorException) as error:
        if not is_passing(error):
            raise
        raise Unavailable(_SENTENCE) from error


def is_passing(error: BaseException | None) -> bool:
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, _PASSING) or isinstance(error.orig, _PASSING)
    if isinstance(error, ConnectorException):
        return is_passing(error.__cause__)
    return isinstance(error, _PASSING)
