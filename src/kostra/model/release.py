"""A release: tables that become visible together, at their hour, and never change afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Finality(StrEnum):
    PROVISIONAL = "provisional"
    FINAL = "final"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Release:
    """`hour` has a time zone. `made_by` and `approved_by` are two people. `corrects` names the release it puts right."""

    id: str
    year: int
    finality: Finality
    hour: datetime
    tables: tuple[str, ...]
    made_by: str
    approved_by: str | None = None
    corrects: str | None = None
    reason: str | None = None

    def visible(self, now: datetime) -> bool:
        """Nothing before its hour, and nothing that nobody approved."""
        return self.approved_by is not None and now >= self.hour
