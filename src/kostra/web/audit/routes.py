"""The addresses of the log. Only stewards read it whole; everybody else sees the events of what is theirs, on its own page."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, guarded
from kostra.web.audit import chain, events

_EVENTS = "/{language:written}/hendelser"


def routes() -> list[BaseRoute]:
    """Paths with a file ending stand before the same path without."""
    steward = DUTY(Duty.STEWARD)
    return [
        guarded(f"{_EVENTS}.{{kind:kind}}", events.export, steward),
        guarded(_EVENTS, events.page, steward, name="events"),
        guarded(f"{_EVENTS}/kjeden", chain.page, steward),
    ]
