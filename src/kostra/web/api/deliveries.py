"""Sending a file, saying that there is nothing to report, and checking a file without sending it.

Who asks and what is expected is settled before a byte of the body is read. The bytes go encrypted to the vault as they come; writing waits
for a disk, so it is done in threads, a piece at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from io import BytesIO
from typing import TypeVar

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from kostra.app.controls.as_json import as_json
from kostra.app.controls.one import How, check_one
from kostra.app.controls.recognise import Said, is_one_blank
from kostra.app.receiving.accepting import accept
from kostra.app.receiving.arriving import Acknowledged
from kostra.app.receiving.door import known, may_send
from kostra.app.receiving.nothing import nil
from kostra.app.receiving.taking import Taken, taking
from kostra.app.system import System
from kostra.web.access import asker_of
from kostra.web.api import shapes
from kostra.web.api.asked import expected_of, file_name_of, key_of
from kostra.web.api.pace import Pace
from kostra.web.api.streaming import declared, pieces, refuse_before_reading
from kostra.web.doors.answering import streamed
from kostra.web.doors.room import NoRoom, room_of
from kostra.web.errors import Wrong

VIA = "api"
_SHORT = 16
Answer = TypeVar("Answer")


async def deliver(request: Request) -> Response:
    """PUT /deliveries/{form}/{period}/{region}"""
    system, asker, pace = _system(request), asker_of(request), _pace(request)
    expected, key = expected_of(request), key_of(request)
    refuse_before_reading(request, pace)
    await run_in_threadpool(may_send, system, asker, expected)

    def received(taken: Taken) -> Acknowledged:
        return accept(system, asker, expected, taken, file_name=file_name_of(request), idempotency_key=key, via=VIA)

    return _acknowledged(await _taken(request, system, pace, received))


async def nothing(request: Request) -> Response:
    """POST /deliveries/{form}/{period}/{region}/nil"""
    system, asker = _system(request), asker_of(request)
    expected, key = expected_of(request), key_of(request)
    await _refuse_content(request)
    return _acknowledged(await run_in_threadpool(partial(nil, system, asker, expected, idempotency_key=key, via=VIA)))


async def check(request: Request) -> Response:
    """POST /check/{form}/{period}/{region}: the same controls as when it is sent, and nothing is kept."""
    expected, room = expected_of(request), room_of(request.app)
    pace = Pace(room.limits.largest)
    refuse_before_reading(request, pace)
    known(expected)
    size = declared(request)
    file = BytesIO()
    try:
        async with room.taken(pace.largest if size is None else size):
            async for piece in pieces(request, pace):
                file.write(piece)
            is_nil = is_one_blank(file.getvalue()[:_SHORT])
            file.seek(0)
            said = Said(expected.form, expected.period, expected.unit)
            report = await room.run(partial(check_one, file, said, How(room.limits.findings, nil=is_nil)))
    except NoRoom:
        raise Wrong(
            503, "Det kontrolleres så mange filer nå at det ikke er plass til flere. Prøv igjen om et halvt minutt."
        ) from None
    except ClientDisconnect:
        return _cut_off()
    return streamed(as_json(report))


async def _taken(
    request: Request, system: System, pace: Pace, received: Callable[[Taken], Acknowledged]
) -> Acknowledged | None:
    """What came of the bytes; None when the sender was cut off. Whatever happens, nothing is left of what was not acknowledged."""
    opened = ExitStack()
    try:
        taken = await run_in_threadpool(opened.enter_context, taking(system, pace.largest))
        async for piece in pieces(request, pace):
            await run_in_threadpool(taken.write, piece)
        # From here on it happens as a whole, also when nobody waits for the answer any more.
        with anyio.CancelScope(shield=True):
            told = await run_in_threadpool(received, taken)
    except ClientDisconnect:
        told = None
    finally:
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(opened.close)
    return told


def _acknowledged(told: Acknowledged | None) -> Response:
    """202 for what is new, 200 with the receipt from that time for what had come before."""
    if told is None:
        return _cut_off()
    headers = {"Location": shapes.place(told.submission)}
    return JSONResponse(shapes.receipt(told.submission), 202 if told.new else 200, headers=headers)


def _cut_off() -> Response:
    """Nobody is there to read it."""
    return Response(status_code=400)


async def _refuse_content(request: Request) -> None:
    try:
        async for piece in request.stream():
            if piece.strip():
                raise Wrong(
                    422,
                    "Her sier du at det ikke er noe å rapportere, men det fulgte noe med. Send filen med PUT, eller send ingenting.",
                )
    except ClientDisconnect:
        return


def _system(request: Request) -> System:
    system: System = request.app.state.system
    return system


def _pace(request: Request) -> Pace:
    pace: Pace = request.app.state.settings.receiving
    return pace
