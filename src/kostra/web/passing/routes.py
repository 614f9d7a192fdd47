"""The addresses of passing on."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, guarded
from kostra.web.passing import boxes

_TOP = "/{language:written}/videresending"


def routes() -> list[BaseRoute]:
    client = DUTY(Duty.CLIENT)
    return [
        guarded(_TOP, boxes.page, DUTY(Duty.CLIENT, Duty.STATISTICIAN, Duty.STEWARD), name="passing"),
        guarded(f"{_TOP}/{{id}}/innhold", boxes.content, client),
        guarded(f"{_TOP}/{{id}}/kvittering", boxes.receipt, client),
    ]
