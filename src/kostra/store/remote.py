"""Objects in S3, Google or Azure, by address. What they hold is encrypted before it gets here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import obstore
from obstore.exceptions import BaseError
from obstore.store import from_url

from kostra.app.ports.vault import Unavailable
from kostra.model.errors import Refused
from kostra.store.objects import Missing, Opened, checked, is_name, telling

_Answer = TypeVar("_Answer")


class Remote:
    """S3 (s3://), Google (gs://), Azure (az://), or memory:// in tests. Who may is told by the environment, as each of them has it.

    A sender waits for the answer, so there is little retrying: better to say within half a minute that it did not go.
    """

    def __init__(self, address: str, spool: Path) -> None:
        self._spool = spool
        with telling():
            spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._store = (
                from_url(address)
                if address.startswith("memory:")
                else from_url(
                    address,
                    retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=10)},
                    client_options={"timeout": "20s", "connect_timeout": "5s"},
                )
            )
        except (BaseError, ValueError) as error:
            raise Refused(
                f"Lageret «{address}» kan ikke åpnes: {_first_line(error)}. Skriv en mappe, eller en adresse som s3://navn/mappe."
            ) from None

    @property
    def spool(self) -> Path:
        return self._spool

    def put(self, name: str, file: Path) -> None:
        try:
            self._ask(lambda: obstore.put(self._store, checked(name), file))
        except FileNotFoundError as error:
            raise _not_now() from error
        except Unavailable:
            # It is there as a whole or not at all; this is for a store that took it and whose answer was lost.
            with suppress(Unavailable):
                self.delete(name)
            raise
        finally:
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def open(self, name: str) -> Opened:
        try:
            size = self._ask(lambda: obstore.head(self._store, checked(name))["size"])
        except FileNotFoundError:
            raise Missing(f"the object {name} is not in the store") from None
        return _Ranges(size, lambda at, end: self._ask(lambda: _range(self._store, name, at, end)))

    def exists(self, name: str) -> bool:
        try:
            self._ask(lambda: obstore.head(self._store, checked(name)))
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self._ask(lambda: obstore.delete(self._store, checked(name)))

    def names(self, kind: str = "", older_than: float = 0) -> Iterator[str]:
        until = datetime.now(UTC) - timedelta(seconds=older_than)
        stream = obstore.list(self._store, prefix=kind or None)
        while batch := self._ask(lambda: next(stream, None)):
            for one in batch:
                if is_name(one["path"]) and one["last_modified"] <= until:
                    yield one["path"]

    @staticmethod
    def _ask(question: Callable[[], _Answer]) -> _Answer:
        try:
            return question()
        except FileNotFoundError:
            raise
        except (BaseError, OSError) as error:
            raise _not_now() from error


def _range(store: Any, name: str, at: int, end: int) -> bytes:
    try:
        return bytes(obstore.get_range(store, name, start=at, end=end))
    except FileNotFoundError:
        raise Missing(f"the object {name} is not in the store") from None


def _not_now() -> Unavailable:
    return Unavailable("Lageret svarer ikke, eller tar ikke imot akkurat nå. Ingenting er tapt. Prøv igjen om litt.")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


class _Ranges:
    def __init__(self, size: int, fetch: Callable[[int, int], bytes]) -> None:
        self._size = size
        self._fetch = fetch

    @property
    def size(self) -> int:
        return self._size

    def read(self, at: int, length: int) -> bytes:
        end = min(at + length, self._size)
        return self._fetch(at, end) if at < end else b""

    def close(self) -> None:
        """There is nothing that is held open between two questions."""
