"""The addresses of registers. Whose register it is, the use case asks."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, Body, guarded
from kostra.web.registers import looking, sending

_TOP = "/{language:written}/registre"
_FILE = f"{_TOP}/fil/{{id}}"
_ONE = f"{_TOP}/{{register}}"


def routes() -> list[BaseRoute]:
    who = DUTY(Duty.STATISTICIAN, Duty.STEWARD, Duty.CLIENT)
    return [
        guarded(_TOP, looking.front, who, name="registers"),
        guarded(_FILE, looking.file, who),
        guarded(f"{_FILE}/kvittering", looking.receipt, who),
        guarded(f"{_FILE}/funn.csv", looking.found_csv, who),
        guarded(f"{_FILE}/innhold", looking.content, who),
        guarded(f"{_FILE}/godta", sending.accept_file, DUTY(Duty.STEWARD), ("POST",)),
        guarded(_ONE, looking.register, who),
        guarded(f"{_ONE}/filer.csv", looking.files_csv, who),
        guarded(f"{_ONE}/last-opp", sending.upload, DUTY(Duty.STEWARD, Duty.CLIENT), ("POST",), body=Body.STREAMED),
    ]
