"""What every use case may need, put together once by `main`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kostra.app.ports.keys import Opener, Pseudonymiser, Signer
from kostra.app.ports.mail import Mailer
from kostra.app.ports.transaction import Transactions
from kostra.app.ports.vault import Vault
from kostra.model.errors import Broken


class Clock(Protocol):
    def now(self) -> datetime:
        """Now, in UTC. In the demo the time of the season that is played."""


@dataclass(frozen=True, slots=True)
class System:
    """`demo` says that persons, keys and figures are made up; nothing real may be sent to such a system, and nobody answers for its
    figures. `producer` is who does elsewhere.
    """

    clock: Clock
    transactions: Transactions
    vault: Vault
    signer: Signer
    opener: Opener
    pseudonymiser: Pseudonymiser
    demo: bool = False
    mailer: Mailer | None = None
    """None where letters are not sent from: they wait in the outbox for a process that does."""
    producer: str | None = None
    drafts: Path | None = None
    """Where drafts of the next year's content are laid out; they are made again where they are gone. None for a folder of the process's
    own.
    """

    def __post_init__(self) -> None:
        if self.demo and self.producer is not None:
            raise Broken("a demo has figures that somebody answers for")
