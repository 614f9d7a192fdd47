"""Reading the log of events. Writing is the transaction's own business, and there is no changing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from kostra.model.event import Recorded


class Log(Protocol):
    def of(
        self,
        *,
        region: str | None = None,
        form: str | None = None,
        period: str | None = None,
        subject: str | None = None,
        actions: tuple[str, ...] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        before: int | None = None,
        limit: int = 500,
    ) -> tuple[Recorded, ...]:
        """The newest first, within the scope of the transaction; with `before`, those with a lower number."""

    def actions(self) -> tuple[str, ...]:
        """Those there are any of, in the order of the alphabet."""

    def beginning(self) -> str | None:
        """The hash of the first event, by which this log is told from every other. It follows the log into a backup and out of it."""

    def whole(self, after: int = 0) -> Iterator[Recorded]:
        """All of it in order, for verifying the chain."""
