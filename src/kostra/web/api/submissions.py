"""What was sent: where it stands, its receipt, its report, and what happens to it while one watches. The file itself is never given out."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from kostra.app.controls.reports import kept
from kostra.app.passing.seeing import demand_records
from kostra.app.portal.listing import listed
from kostra.app.receiving import seeing
from kostra.app.receiving.refusals import Unknown
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.model.submission import Submission
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.address import address_of
from kostra.web.api import shapes
from kostra.web.api.asked import form_of, id_of, region_of, season_of
from kostra.web.doors.answering import gathered
from kostra.web.doors.room import room_of
from kostra.web.downloads import pieces
from kostra.web.errors import Wrong
from kostra.web.login.identity import identify

FORMATS = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WATCHERS = 500
"""How many one process watches for at a time. Whoever comes after them is told how it is now, and asks again."""
_FIRST, _LONGEST, _HEARTBEAT, _MOST = 0.5, 3.0, 15.0, 600.0
"""Seconds: between the first looks and between the later ones, between signs of life, and for one client in all."""


def expected(request: Request) -> Response:
    """GET /expected"""
    asked = request.query_params
    period = asked.get("period")
    found = listed(
        _system(request),
        asker_of(request),
        region=None if "region" not in asked else region_of(asked["region"]),
        form=None if "form" not in asked else form_of(asked["form"]),
        period=None if period is None else Period.read(period[:40]),
        season=season_of(request),
    )
    return JSONResponse({"expected": [shapes.owed(one) for one in found]})


def one(request: Request) -> Response:
    """GET /submissions/{id}"""
    return JSONResponse(shapes.seen(_seen(request)))


def receipt(request: Request) -> Response:
    """GET /submissions/{id}/receipt"""
    signed = seeing.receipt(_system(request), asker_of(request), _seen(request).submission.id)
    return Response(signed, media_type="application/jose")


async def report(request: Request) -> Response:
    """GET /submissions/{id}/report"""
    format = request.query_params.get("format", "json")
    if format not in FORMATS:
        raise Wrong(422, f"format kan ikke være «{format[:20]}». Velg mellom {', '.join(FORMATS)}.")
    found, file = await run_in_threadpool(_report, request)
    expected = found.answers
    headers = {
        "Content-Disposition": f'attachment; filename="{expected.form}_{expected.period}_{expected.unit}.{format}"'
    }
    if format != "xlsx":
        return StreamingResponse(
            _pieces(file, format, address_of(request)), headers=headers, media_type=FORMATS[format]
        )
    # A workbook is made whole, in memory: a few at a time.
    content = await room_of(request.app).run(partial(_workbook, file))
    return Response(content, headers=headers, media_type=FORMATS[format])


def _report(request: Request) -> tuple[Submission, BinaryIO]:
    found = _seen(request).submission
    demand_records(asker_of(request), found.answers.unit, found.answers.form)
    return found, seeing.report(_system(request), asker_of(request), found.id)


def _workbook(file: BinaryIO) -> bytes:
    out = BytesIO()
    with file:
        kept.as_xlsx(file, out, Language.BOKMAL)
    return out.getvalue()


async def events(request: Request) -> Response:
    """GET /submissions/{id}/events"""
    first = await run_in_threadpool(_seen, request)
    return StreamingResponse(
        _watched(request, first), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
    )


def keys(request: Request) -> Response:
    """GET /keys"""
    system = _system(request)
    return JSONResponse({"receipts": system.signer.public(), "age": system.opener.recipient()})


async def _watched(request: Request, found: seeing.Seen) -> AsyncIterator[str]:
    """Progress when there is any, and the outcome when there is one. Who may see it is asked anew at every look."""
    state, system, id = request.app.state, _system(request), found.submission.id
    watching = getattr(state, "watching", 0)
    if watching >= _WATCHERS:
        yield _event("progress", shapes.progress(found) or _NOT_BEGUN)
        return
    state.watching = watching + 1
    try:
        async for event in _looks(request, system, id, found):
            yield event
    finally:
        state.watching -= 1


async def _looks(request: Request, system: System, id: str, found: seeing.Seen) -> AsyncIterator[str]:
    told, wait = "", _FIRST
    began = spoken = time.monotonic()
    while True:
        if not shapes.is_running(found.submission):
            yield _event("outcome", shapes.seen(found))
            return
        if (now := _event("progress", shapes.progress(found) or _NOT_BEGUN)) != told:
            told, wait, spoken = now, _FIRST, time.monotonic()
            yield now
        elif time.monotonic() - spoken > _HEARTBEAT:
            spoken = time.monotonic()
            yield ": fortsatt her\n\n"
        if time.monotonic() - began > _MOST:
            return
        await asyncio.sleep(wait)
        wait = min(wait * 1.5, _LONGEST)
        try:
            found = await run_in_threadpool(partial(seeing.see, system, await identify(request), id))
        except Refused:
            return


_NOT_BEGUN = {"done": 0, "of": 0, "step": "waiting"}


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _pieces(file: BinaryIO, format: str, site: str) -> Iterator[bytes]:
    with file:
        if format == "csv":
            yield from gathered(kept.as_csv(file))
        elif format == "html":
            yield from gathered(kept.as_page(file, Language.BOKMAL, site))
        else:
            yield from pieces(file)


def _seen(request: Request) -> seeing.Seen:
    """Refused like one that is not there when it belongs to the other season."""
    found = seeing.see(_system(request), asker_of(request), id_of(request))
    if found.submission.answers.season is not season_of(request):
        raise Unknown("Innsendingen finnes ikke i denne sesongen. Testen har adresser for seg, under /api/v1/test.")
    return found


def _system(request: Request) -> System:
    system: System = request.app.state.system
    return system
