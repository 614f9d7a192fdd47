"""An attempt outside a basis: it is refused in words, and it is always an event, also where nothing else was changed."""

from __future__ import annotations

from collections.abc import Sequence

from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker
from kostra.app.system import System
from kostra.deliveries.refusing import Refusal
from kostra.model.delivery import Order
from kostra.model.errors import Refused
from kostra.model.event import Event

REFUSED = "delivery.refused"
_LONGEST = 60


class Outside(Refused):
    """What was asked for is not covered. `refusals` are all the reasons."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(" ".join(one.sentence for one in refusals))
        self.refusals = tuple(refusals)


def refuse(
    system: System, asker: Asker, subject: str, refusals: Sequence[Refusal], order: Order | None = None
) -> Outside:
    """Records the attempt, and gives what is to be raised. `subject` is the delivery, the basis or the recipient that it was about."""
    details = {"why": ", ".join(dict.fromkeys(one.why.value for one in refusals))}
    form = period = None
    if order is not None:
        form, period = _told(order.form), str(order.period)
        details |= {"recipient": _told(order.recipient), "basis": _told(order.basis)}
    event = Event(REFUSED, _told(subject), form=form, period=period, details=details)
    system.transactions.refuse(asker.actor, event)
    return Outside(refusals)


def _told(name: str) -> str:
    """What somebody has typed as a name of ours may be anything, and the log is for ever."""
    try:
        refuse_what_is_no_reason(name)
    except Refused:
        return "..."
    return name[:_LONGEST]
