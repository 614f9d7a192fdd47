"""Queries of published tables that readers keep. They are of nobody, and there is no changing one."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Saved(Protocol):
    def add(self, id: str, query: str) -> None:
        """One that is there already stays as it is."""

    def query(self, id: str) -> str | None: ...

    def since(self, moment: datetime) -> int:
        """How many have been added."""
