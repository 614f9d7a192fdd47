"""Sending a file of a register from its page, and accepting one that was refused for being so different."""

from __future__ import annotations

from contextlib import ExitStack, aclosing

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kostra.app.registers.accepting import accept
from kostra.app.registers.receiving import Acknowledged, receive
from kostra.app.registers.taking import Incoming, taking
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.web.access import demand_own_form
from kostra.web.errors import status_of
from kostra.web.portal.uploading import Upload, stream
from kostra.web.registers.asked import Asked, asked
from kostra.web.registers.looking import show_file, show_register


async def upload(request: Request) -> Response:
    """Streams to the vault, and tells on the file's own page what came of it. A script that shows progress asks for JSON."""
    one = asked(request)
    register = request.path_params["register"]
    wants_json = "application/json" in request.headers.get("accept", "")
    try:
        acknowledged = await _received(one, register)
    except Refused as refused:
        if wants_json:
            status = status_of(refused)
            return JSONResponse({"error": {"status": status, "code": "refused", "message": refused.message}}, status)
        return await run_in_threadpool(show_register, one, register, refused)
    place = one.file(acknowledged.received.id)
    return JSONResponse({"location": place}) if wants_json else RedirectResponse(place, 303)


async def _received(one: Asked, register: str) -> Acknowledged:
    sent = Upload()
    opened = ExitStack()
    try:
        incoming = await _taken(one, register, sent, opened)
        # From here on it happens as a whole, also when nobody waits for the answer any more.
        with anyio.CancelScope(shield=True):
            acknowledged = await run_in_threadpool(_finish, one, register, sent, incoming)
    finally:
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(opened.close)
    return acknowledged


async def _taken(one: Asked, register: str, sent: Upload, opened: ExitStack) -> Incoming:
    """A file with nothing in it comes without any piece. It is taken in all the same, so that it stands there as refused."""
    incoming: Incoming | None = None
    async with aclosing(stream(one.request, sent, one.request.app.state.settings.receiving)) as coming:
        try:
            async for piece in coming:
                if incoming is None:
                    incoming = await run_in_threadpool(_begin, one, register, sent, opened)
                await run_in_threadpool(incoming.write, piece)
        except Refused:
            # A browser reads no answer before it has sent the whole file.
            async for _ in coming:
                pass
            raise
    if incoming is not None:
        return incoming
    if not sent.file_name:
        raise Refused(one.say("file_missing"))
    return await run_in_threadpool(_begin, one, register, sent, opened)


def _begin(one: Asked, register: str, sent: Upload, opened: ExitStack) -> Incoming:
    """Before the first byte is taken: is it from this page, for a period there is, and may they?"""
    demand_own_form(one.request, sent.fields.get("csrf", one.request.headers.get("x-csrf", "")))
    return opened.enter_context(taking(one.system, one.asker, register, _period(sent)))


def _finish(one: Asked, register: str, sent: Upload, incoming: Incoming) -> Acknowledged:
    rows = sent.fields.get("rader", "").strip()
    if rows and not (rows.isascii() and rows.isdigit() and len(rows) < 12):
        raise Refused(one.say("rows_wrong", written=rows[:20]))
    return receive(
        one.system,
        one.asker,
        register,
        _period(sent),
        incoming,
        file_name=sent.file_name,
        declared_rows=int(rows) if rows else None,
    )


def _period(sent: Upload) -> Period:
    return Period.read(sent.fields.get("periode", "").strip()[:20])


def accept_file(request: Request) -> Response:
    one = asked(request)
    id = request.path_params["id"]
    try:
        accept(one.system, one.asker, id, str(request.state.form.get("grunn", "")))
    except Refused as refused:
        return show_file(one, id, refused)
    return RedirectResponse(one.file(id), 303)
