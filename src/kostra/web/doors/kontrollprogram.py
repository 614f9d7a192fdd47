"""The doors of the public control program: a file and what it is about go in, and the report comes out. Nothing is kept.

`POST /api/kontroller-skjema` takes a form with a file, `POST /api/kontroller-altinn-skjema` a file in Base64 inside JSON, and
`GET /api/ui-data` tells which years and forms there are. The file lies in memory while it is checked, and never on the disk.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from io import BytesIO
from typing import Any, BinaryIO

from starlette.datastructures import FormData, UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from kostra import __version__
from kostra.app.controls.as_kontrollprogram import as_altinn, as_kontrollprogram
from kostra.app.controls.check import Report
from kostra.app.controls.kontrollprogram import check_said
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.form import Form
from kostra.model.period import Span
from kostra.model.text import Language
from kostra.web.bodies import TooLarge, TooSlow, Unreadable, form_of
from kostra.web.doors import wrong
from kostra.web.doors.answering import streamed
from kostra.web.doors.asked import WHOLE, Wanted, WrongFields, form_wanted, respondent_wanted
from kostra.web.doors.limits import Limits
from kostra.web.doors.room import NoRoom, Room, room_of

_BESIDE = 1 << 20
"""What a request may have beside the file."""
_MEGA = 1 << 20
_JSON_TAKES = 4
"""A file in Base64 lies in memory as bytes, as text inside JSON and decoded, before it is a file."""

Endpoint = Callable[[Request], Awaitable[Response]]


class _WrongKey(Exception):
    """X-API-KEY is missing or wrong."""


def told(endpoint: Endpoint) -> Endpoint:
    """Whatever is wrong is told in the shape that the clients of these doors read."""

    async def door(request: Request) -> Response:
        limits = room_of(request.app).limits
        try:
            return await endpoint(request)
        except _WrongKey:
            return wrong.answer(request, 401, "X-API-KEY mangler eller er feil. Send nøkkelen som du har fått.")
        except WrongFields as fields:
            return wrong.answer(request, 400, fields.wrong)
        except Refused as refused:
            return wrong.answer(request, 400, refused.message)
        except TooLarge:
            return wrong.answer(
                request,
                413,
                f"Filen er større enn {limits.largest // _MEGA} MiB. Del den opp, eller bruk kostra check.",
            )
        except (TooSlow, ClientDisconnect):
            return wrong.answer(
                request, 408, f"Filen kom ikke fram innen {limits.arrive:.0f} sekunder. Send den på nytt."
            )
        except Unreadable:
            sentence = "Forespørselen kan ikke leses. Send multipart/form-data med kostraFormAsJson og file."
            return wrong.answer(request, 400, sentence)
        except NoRoom:
            sentence = (
                "Det kontrolleres så mange filer nå at det ikke er plass til flere. Prøv igjen om et halvt minutt."
            )
            return wrong.answer(request, 503, sentence, Retry_After="30")

    return door


@told
async def kontroller_skjema(request: Request) -> Response:
    room = room_of(request.app)
    async with room.taken(declared(request, room.limits.largest)), form_with_file(request, room.limits) as form:
        said, file = form.get("kostraFormAsJson"), form.get("file")
        if not isinstance(file, UploadFile):
            raise WrongFields({"file": "Filvedlegget mangler. Send filen i feltet file."})
        if not isinstance(said, str):
            raise WrongFields({"kostraFormAsJson": "kostraFormAsJson mangler. Send aar, skjema og region som JSON."})
        wanted = form_wanted(_json(said, "kostraFormAsJson"), file.filename or "")
        report = await checked(room, file.file, wanted)
    return streamed(as_kontrollprogram(report, wanted.given))


@told
async def kontroller_altinn_skjema(request: Request) -> Response:
    room = room_of(request.app)
    _demand_key(request, room.limits)
    largest = room.limits.largest * 4 // 3
    async with room.taken(_JSON_TAKES * declared(request, largest)):
        sent = _json(await _body(request, largest + _BESIDE, room.limits.arrive), WHOLE)
        if not isinstance(sent, dict):
            raise WrongFields({WHOLE: "Forespørselen er ikke et JSON-objekt. Send respondent og base64KodedeData."})
        wanted = respondent_wanted(sent.get("respondent"))
        content = _decoded(sent.pop("base64KodedeData", None))
        report = await checked(room, BytesIO(content), wanted)
    return streamed(as_altinn(report, wanted.given))


async def ui_data(request: Request) -> Response:
    return JSONResponse(_ui_data())


def declared(request: Request, largest: int) -> int:
    """What the body will take: what the client says, and the most it may be when it does not say."""
    said = request.headers.get("content-length", "")
    if not (said.isascii() and said.isdigit()):
        return largest
    if int(said) > largest + _BESIDE:
        raise TooLarge(largest)
    return int(said)


@asynccontextmanager
async def form_with_file(request: Request, limits: Limits) -> AsyncIterator[FormData]:
    """A form with a file in it, held in memory until the block ends."""
    form = await form_of(request, limits.largest + _BESIDE, limits.arrive)
    try:
        yield form
    finally:
        await form.close()


async def checked(room: Room, file: BinaryIO, wanted: Wanted) -> Report:
    def check() -> Report:
        return check_said(file, wanted.form, wanted.period, wanted.region, room.limits.findings)

    try:
        return await room.run(check)
    except Refused as refused:
        raise WrongFields({"file": refused.message}) from None


async def _body(request: Request, largest: int, seconds: float) -> bytes:
    content = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                if len(content) + len(piece) > largest:
                    raise TooLarge(largest)
                content += piece
    except TimeoutError:
        raise TooSlow from None
    return bytes(content)


def _demand_key(request: Request, limits: Limits) -> None:
    given = request.headers.get("x-api-key", "")
    if limits.key is not None and not hmac.compare_digest(given.encode(), limits.key.encode()):
        raise _WrongKey


def _json(text: str | bytes, name: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise WrongFields({name: f"{_named(name)} er ikke gyldig JSON. Rett den, og send på nytt."}) from None


def _named(name: str) -> str:
    return "Forespørselen" if name == WHOLE else name


def _decoded(text: object) -> bytes:
    name = "base64KodedeData"
    if not isinstance(text, str) or not text.strip():
        raise WrongFields({name: "Filvedlegget mangler. Send filen som Base64 i base64KodedeData."})
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise WrongFields({name: "base64KodedeData er ikke gyldig Base64. Kod filen på nytt."}) from None


@cache
def _ui_data() -> dict[str, Any]:
    current = [form for form in catalogue.all_forms() if not form.ended]
    return {
        "releaseVersion": __version__,
        "years": sorted({year for form in current for year in form.years}, reverse=True),
        "formTypes": [one for form in current for one in _types(form)],
    }


def _types(form: Form) -> list[dict[str, str | None]]:
    title = form.title.at(form.last_year)[Language.BOKMAL]
    quarters = "1234" if Span.QUARTER in form.periods else ""
    whole = [] if form.periods == (Span.QUARTER,) else [(form.id, title, None)]
    kinds = [*whole, *((f"{form.id}K{one}", f"{title}, {one}. kvartal", one) for one in quarters)]
    return [
        {"id": id, "tittel": f"{id}. {named}", "kvartal": quarter, "labelOrgnr": None} for id, named, quarter in kinds
    ]
