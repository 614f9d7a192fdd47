"""The addresses of disclosure control. Everything here is for statisticians."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, guarded
from kostra.web.disclosure import one_run, picture, runs, table

_TOP = "/{language:written}/prikking"
_RUN = f"{_TOP}/{{id}}"
_TABLE = f"{_RUN}/tabell/{{table}}"


def routes() -> list[BaseRoute]:
    desk = DUTY(Duty.STATISTICIAN)
    return [
        guarded(_TOP, runs.runs, desk, name="protections"),
        guarded(_RUN, one_run.one_run, desk, name="protection"),
        guarded(f"{_RUN}/godkjenn", one_run.approve, desk, ("POST",), name="approve_protection"),
        guarded(f"{_RUN}/bevis/{{source}}", one_run.proof, desk, name="proof_of_protection"),
        guarded(f"{_RUN}/forslag/{{forcing}}", one_run.answer, desk, ("POST",), name="answer_forcing"),
        guarded(_TABLE, table.table, desk, name="protected_table"),
        guarded(f"{_TABLE}/bilde", picture.picture, desk, name="protection_picture"),
        guarded(f"{_TABLE}/slipp-ut", table.force, desk, ("POST",), name="force_out"),
        guarded(f"{_TABLE}/slaa-sammen", table.merge, desk, ("POST",), name="merge_categories"),
        guarded(f"{_TABLE}/opphev/{{merge}}", table.undo, desk, ("POST",), name="undo_merge"),
    ]
