"""Addresses as people write them, and which errors pass by themselves."""

from __future__ import annotations

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, TimeoutError

from kostra.app.ports.vault import Unavailable
from kostra.model.errors import Refused
from kostra.store.database import conninfo, url
from kostra.store.failing import telling


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_addresses_are_read_as_people_write_them(scheme: str) -> None:
    read = url(f"{scheme}://kostra_app:p%40ss@maskin:5433/kostra?sslmode=require")
    assert (read.drivername, read.password, read.port) == ("postgresql+psycopg", "p@ss", 5433)
    assert conninfo(f"{scheme}://kostra_app:p%40ss@maskin/kostra") == "postgresql://kostra_app:p%40ss@maskin/kostra"


@pytest.mark.parametrize("written", ["", "feil", "mysql://db/kostra", "sqlite:///fil"])
def test_other_addresses_are_refused_without_showing_them(written: str) -> None:
    with pytest.raises(Refused, match="KOSTRA_DATABASE") as refused:
        url(written)
    assert not written or written not in refused.value.message


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("", None, psycopg.OperationalError()),
        DBAPIError("", None, psycopg.errors.ReadOnlySqlTransaction()),
        DBAPIError("", None, psycopg.errors.DiskFull()),
        DBAPIError("", None, psycopg.Error(), connection_invalidated=True),
        TimeoutError(),
        psycopg.OperationalError(),
        psycopg.errors.LockNotAvailable(),
        _caused(ConnectorException(), psycopg.errors.AdminShutdown()),
    ],
)
def test_what_passes_by_itself_is_told_as_unavailable(error: Exception) -> None:
    with pytest.raises(Unavailable, match="Prøv igjen om litt"), telling():
        raise error


@pytest.mark.parametrize(
    "error",
    [
        IntegrityError("", None, psycopg.errors.UniqueViolation()),
        DBAPIError("", None, psycopg.errors.UndefinedTable()),
        psycopg.errors.InsufficientPrivilege(),
        _caused(ConnectorException(), psycopg.errors.UniqueViolation()),
        Refused("nei"),
    ],
)
def test_a_fault_of_ours_stays_one(error: Exception) -> None:
    with pytest.raises(type(error)), telling():
        raise error
