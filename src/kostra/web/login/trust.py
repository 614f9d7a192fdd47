"""Whom this site believes when somebody says who they are, and the time on the wall that logins are counted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request

from kostra.web.login.issuers import Trusted
from kostra.web.login.provider import Provider


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Trust:
    """`persons` gives the provider for a request: in the demo the test provider lives at the address that the browser uses.

    `wall` is the time on the wall: logins and tokens are real also when a season is played.
    """

    persons: Callable[[Request], Provider] | None = None
    systems: Trusted | None = None
    wall: Callable[[], datetime] = _now
