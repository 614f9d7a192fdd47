"""Sending a register, and seeing what came of it: for the systems of the body whose register it is."""

from __future__ import annotations

import re
from contextlib import ExitStack
from functools import partial
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from kostra.app.ports.registers import Holds, Received
from kostra.app.registers import seeing
from kostra.app.registers.receiving import Acknowledged, receive
from kostra.app.registers.taking import Incoming, taking
from kostra.model.period import Period
from kostra.registers.catalogue import layout
from kostra.registers.told import sentence
from kostra.web.access import asker_of
from kostra.web.api.asked import file_name_of, id_of
from kostra.web.api.pace import Pace
from kostra.web.api.streaming import pieces, refuse_before_reading
from kostra.web.errors import Wrong

ROWS = "X-Rows"
_ROWS = re.compile("[0-9]{1,10}")


async def send(request: Request) -> Response:
    """PUT /registers/{register}/{period}"""
    pace: Pace = request.app.state.settings.receiving
    register, period = request.path_params["register"], Period.read(request.path_params["period"][:40])
    name, rows = file_name_of(request), _rows_of(request)
    refuse_before_reading(request, pace)
    system, asker = request.app.state.system, asker_of(request)
    opened = ExitStack()
    try:
        opening = partial(opened.enter_context, taking(system, asker, register, period))
        incoming: Incoming = await run_in_threadpool(opening)
        async for piece in pieces(request, pace):
            await run_in_threadpool(incoming.write, piece)
        finish = partial(receive, system, asker, register, period, incoming, file_name=name, declared_rows=rows)
        # From here on it happens as a whole, also when nobody waits for the answer any more.
        with anyio.CancelScope(shield=True):
            told = await run_in_threadpool(finish)
    except ClientDisconnect:
        return Response(status_code=400)
    finally:
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(opened.close)
    return _answered(told)


def one(request: Request) -> Response:
    """GET /register-files/{id}"""
    return JSONResponse(_shape(seeing.see(request.app.state.system, asker_of(request), id_of(request)).received))


def _rows_of(request: Request) -> int | None:
    written = request.headers.get(ROWS)
    if written is None:
        return None
    if not _ROWS.fullmatch(written):
        raise Wrong(
            400, f"{ROWS} er «{written[:20]}», og det er ikke et antall rader. Skriv et helt tall, eller utelat det."
        )
    return int(written)


def _answered(told: Acknowledged) -> Response:
    """201 for what is in force from now, 200 for what was so already, and an error for what was refused, which is kept all the same."""
    received = told.received
    headers = {"Location": f"/api/v1/register-files/{received.id}"}
    if received.holds is not Holds.REFUSED:
        return JSONResponse(_shape(received), 201 if told.new else 200, headers=headers)
    sentences = " ".join(one["message"] for one in _found(received) if one["severity"] in ("error", "fatal"))
    error = {"status": 422, "code": "refused", "message": f"{sentences} Filen er avvist, med id {received.id}."}
    return JSONResponse({"error": error}, 422, headers=headers)


def _shape(received: Received) -> dict[str, Any]:
    return {
        "id": received.id,
        "register": received.register,
        "period": str(received.period),
        "version": received.version,
        "outcome": str(received.holds),
        "received": received.received.isoformat(timespec="milliseconds"),
        "sender": received.by.name,
        "file_name": received.file_name,
        "sha256": received.sha256,
        "size": received.size,
        "rows": received.rows,
        "severity": str(received.severity),
        "replaces": received.replaces,
        "receipt": received.receipt,
        "found": _found(received),
    }


def _found(received: Received) -> list[dict[str, Any]]:
    about = layout(received.register)
    return [
        {
            "control": found.control,
            "severity": str(found.severity),
            "column": found.column,
            "count": found.count,
            "message": sentence(about, received.period, found).nb,
            "lines": [{"line": row.line, "value": row.value} for row in found.rows],
        }
        for found in received.found
    ]
