"""Who asks from the command line: whoever has it has the machine, and the log says who it was there."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kostra.app.permissions import Asker
    from kostra.model.people import Duty


def statistician() -> Asker:
    from kostra.model.people import Duty

    return _with(Duty.STATISTICIAN)


def steward() -> Asker:
    from kostra.model.people import Duty

    return _with(Duty.STEWARD)


def _with(duty: Duty) -> Asker:
    from kostra.app.permissions import Asker
    from kostra.model.people import Actor, ActorKind

    user = getpass.getuser()
    return Asker(Actor(ActorKind.HOUSE, f"cli:{user}", f"kommandolinjen ({user})"), duties=frozenset({duty}))
