"""Sending letters. The default keeps them as files; another sends them on."""

from __future__ import annotations

from typing import Protocol

from kostra.followup.letters import Letter


class NotSent(Exception):
    """It could not be sent now; with `for_good` it never can: the address takes no mail. Says why, and never what the letter holds."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


class Mailer(Protocol):
    def send(self, letter: Letter) -> None:
        """Raises `NotSent`. The same letter sent twice has the same message id, so that one of them can be dropped on the way."""
