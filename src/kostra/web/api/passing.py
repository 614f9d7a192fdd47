"""What was received for a body, for its own systems: the list, the bytes as they were sent, and the receipt."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kostra.app.passing import fetching
from kostra.app.passing.fetching import InBox
from kostra.web.access import asker_of
from kostra.web.api.asked import form_of, id_of
from kostra.web.downloads import as_kept
from kostra.web.passing.boxes import file_name


def box(request: Request) -> Response:
    """GET /handed-on"""
    form = request.query_params.get("form")
    found = fetching.box(request.app.state.system, asker_of(request), None if form is None else form_of(form))
    return JSONResponse({"handed_on": [_shape(one) for one in found]})


def content(request: Request) -> Response:
    """GET /handed-on/{id}"""
    handed, file = fetching.fetch(request.app.state.system, asker_of(request), id_of(request))
    return as_kept(file, file_name(handed), handed.size, handed.sha256)


def receipt(request: Request) -> Response:
    """GET /handed-on/{id}/receipt"""
    handed = fetching.one(request.app.state.system, asker_of(request), id_of(request))
    return Response(handed.receipt, media_type="application/jose")


def _shape(one: InBox) -> dict[str, Any]:
    handed = one.handed
    at = f"/api/v1/handed-on/{handed.id}"
    return {
        "id": handed.id,
        "submission": handed.submission,
        "form": handed.answers.form,
        "period": str(handed.answers.period),
        "region": handed.answers.unit,
        "season": str(handed.answers.season),
        "received": handed.received.isoformat(timespec="milliseconds"),
        "handed_on": handed.at.isoformat(timespec="milliseconds"),
        "sha256": handed.sha256,
        "size": handed.size,
        "file_name": handed.file_name,
        "opened": handed.opened,
        "newest": one.newest,
        "fetched": handed.fetched and handed.fetched.isoformat(timespec="milliseconds"),
        "links": {"content": at, "receipt": f"{at}/receipt"},
    }
