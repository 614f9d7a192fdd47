"""What the desk has said of residuals. An answer is added and never changed; a later one about the same stands over it."""

from __future__ import annotations

from typing import Protocol

from kostra.reconciling.explanations import Explanation


class Explanations(Protocol):
    def add(self, explanation: Explanation) -> None: ...

    def of(self, comparison: str, *, until: int | None = None, region: str | None = None) -> tuple[Explanation, ...]:
        """In the order they were added. `until` is the last year they may be about."""
