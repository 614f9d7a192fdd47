"""Reading what a path and its query ask for. What cannot be understood is refused with the value and how it should be."""

from __future__ import annotations

import re

from starlette.requests import Request

from kostra.app.receiving.refusals import Unknown
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.model.submission import Expected, Season
from kostra.web.errors import Wrong

_SHOWN = 40
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_ID = re.compile(r"[0-9a-f]{32}")
_DELIVERY = re.compile(r"[0-9a-f]{16}")


def season_of(request: Request) -> Season:
    return Season.TEST if request.scope["path"].startswith("/api/v1/test/") else Season.REAL


def expected_of(request: Request) -> Expected:
    """From /{form}/{period}/{region}. Whether anybody owes it is the use case's question."""
    given = request.path_params
    return Expected(
        form_of(given["form"]), Period.read(given["period"][:_SHOWN]), region_of(given["region"]), season_of(request)
    )


def form_of(written: str) -> str:
    if written not in catalogue.ids():
        raise Unknown(f"Det finnes ikke noe skjema «{written[:_SHOWN]}». Skjemaene er {', '.join(catalogue.ids())}.")
    return written


def region_of(written: str) -> str:
    if not re.fullmatch("[0-9]{6}", written):
        raise Refused(f"«{written[:_SHOWN]}» er ikke en region. Skriv seks siffer, for eksempel 110300 eller 030104.")
    return written


def id_of(request: Request) -> str:
    """The id of a submission. What cannot be one is as unknown as one that is not there."""
    id: str = request.path_params["id"]
    if not _ID.fullmatch(id):
        raise Unknown("Innsendingen finnes ikke, eller du har ikke tilgang til den. Se i listen over innsendinger.")
    return id


def delivery_of(request: Request) -> str:
    """The id of a delivery to a recipient."""
    id: str = request.path_params["delivery"]
    if not _DELIVERY.fullmatch(id):
        raise Unknown("Det finnes ingen slik leveranse til dere. Se i listen over leveransene deres.")
    return id


def key_of(request: Request) -> str | None:
    written = request.headers.get("idempotency-key")
    if written is not None and not _KEY.fullmatch(written):
        raise Wrong(
            400, "Idempotency-Key må være 1 til 200 tegn uten mellomrom og uten æ, ø og å. En UUID passer godt."
        )
    return written


def file_name_of(request: Request) -> str | None:
    """Sent as it is, or percent-encoded when it holds more than ASCII."""
    from urllib.parse import unquote

    written = request.headers.get("x-file-name")
    return None if written is None else unquote(written)
