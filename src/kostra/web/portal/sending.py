"""Sending from a page: a file, the statement that there is nothing, and what a colleague prepared. Taking back what was not sent."""

from __future__ import annotations

from contextlib import ExitStack, aclosing

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kostra.app.permissions import Forbidden
from kostra.app.receiving import accepting, door, nothing, taking
from kostra.app.receiving.arriving import Acknowledged
from kostra.app.receiving.taking import Taken
from kostra.app.system import System
from kostra.model.errors import Missing, Refused
from kostra.model.people import Right
from kostra.model.submission import Expected, Submission
from kostra.web.access import asker_of, demand_own_form
from kostra.web.api.pace import Pace
from kostra.web.portal import one
from kostra.web.portal.asked import address, expected_of, language_of
from kostra.web.portal.uploading import Upload, stream
from kostra.web.portal.words import Words

PREPARE = "klargjor"


async def upload(request: Request) -> Response:
    """From a browser without a script: on to the next page, or the same again with what was wrong."""
    expected = expected_of(request)
    try:
        acknowledged = await _taken(request, expected)
    except ClientDisconnect:
        return _cut_off()
    except (Forbidden, Missing):
        raise
    except Refused as refused:
        return await run_in_threadpool(one.show_again, request, expected, refused)
    return RedirectResponse(_next(request, acknowledged), 303)


async def upload_and_tell(request: Request) -> Response:
    """The same for the script that shows how far it has come. At an address with a file ending, where every error is told as JSON."""
    try:
        acknowledged = await _taken(request, expected_of(request))
    except ClientDisconnect:
        return _cut_off()
    return JSONResponse({"location": _next(request, acknowledged)})


async def _taken(request: Request, expected: Expected) -> Acknowledged:
    """What came of the file. Nothing is left of one that was refused or cut off; the rest of a refused one is let come and thrown away,
    for a browser shows no answer before it has sent all it had to send.
    """
    pace: Pace = request.app.state.settings.receiving
    sent, opened = Upload(), ExitStack()
    try:
        async with aclosing(stream(request, sent, pace)) as coming:
            try:
                first = await anext(coming, b"")
                taken: Taken = await run_in_threadpool(_begin, request, expected, sent, opened)
                await run_in_threadpool(taken.write, first)
                async for piece in coming:
                    await run_in_threadpool(taken.write, piece)
            except Refused:
                async for _ in coming:
                    pass
                raise
        if not sent.file_name:
            raise Refused(Words(language_of(request))("file_missing"))
        # From here on it happens as a whole, also when nobody waits for the answer any more.
        register = accepting.prepare if _prepares(sent) else accepting.accept
        system, asker = _system(request), asker_of(request)
        with anyio.CancelScope(shield=True):
            told = await run_in_threadpool(register, system, asker, expected, taken, file_name=sent.file_name)
    finally:
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(opened.close)
    return told


def _begin(request: Request, expected: Expected, sent: Upload, opened: ExitStack) -> Taken:
    """Before the first byte of the file is taken: is it from this page, and may they?"""
    demand_own_form(request, sent.fields.get("csrf", request.headers.get("x-csrf", "")))
    system, asker = _system(request), asker_of(request)
    door.may_send(system, asker, expected, Right.PREPARE if _prepares(sent) else Right.SEND)
    pace: Pace = request.app.state.settings.receiving
    return opened.enter_context(taking.taking(system, pace.largest))


def _prepares(sent: Upload) -> bool:
    return sent.fields.get("hva") == PREPARE


def nil(request: Request) -> Response:
    expected = expected_of(request)
    try:
        if request.state.form.get("sikker") != "ja":
            raise Refused(Words(language_of(request))("nil_tick"))
        acknowledged = nothing.nil(_system(request), asker_of(request), expected)
    except (Forbidden, Missing):
        raise
    except Refused as refused:
        return one.show_again(request, expected, refused)
    return RedirectResponse(_next(request, acknowledged), 303)


def forward(request: Request) -> Response:
    """Sends what a colleague prepared."""
    sent = accepting.send_prepared(_system(request), asker_of(request), request.path_params["id"])
    return RedirectResponse(f"/{language_of(request)}/innsending/{sent.id}", 303)


def withdraw(request: Request) -> Response:
    taken_back: Submission = accepting.withdraw(_system(request), asker_of(request), request.path_params["id"])
    return RedirectResponse(address(language_of(request), taken_back.answers), 303)


def _next(request: Request, acknowledged: Acknowledged) -> str:
    return f"/{language_of(request)}/innsending/{acknowledged.submission.id}"


def _cut_off() -> Response:
    """Nobody is there to read it."""
    return Response(status_code=400)


def _system(request: Request) -> System:
    system: System = request.app.state.system
    return system
