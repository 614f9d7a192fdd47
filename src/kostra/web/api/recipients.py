"""What is delivered to a recipient on its legal basis, for its own systems: the list, the locked bytes, and what is signed about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kostra.app.deliveries import fetching
from kostra.model.delivery import Delivery, Stage
from kostra.model.errors import Missing
from kostra.model.protection import Said
from kostra.web.access import asker_of
from kostra.web.api.asked import delivery_of
from kostra.web.deliveries.box import file_name
from kostra.web.downloads import as_kept

_READY = (Stage.APPROVED, Stage.FETCHED)


def listed(request: Request) -> Response:
    """GET /deliveries"""
    _, _, deliveries = fetching.box(request.app.state.system, asker_of(request))
    return JSONResponse({"deliveries": [_shape(one) for one in deliveries]})


def content(request: Request) -> Response:
    """GET /deliveries/{delivery}"""
    delivery, file = fetching.fetch(request.app.state.system, asker_of(request), delivery_of(request))
    assert delivery.made is not None
    return as_kept(file, file_name(delivery), delivery.made.size, delivery.made.sha256)


def receipt(request: Request) -> Response:
    """GET /deliveries/{delivery}/receipt, that of the last time it was fetched"""
    fetched = _one(request).fetched
    return _signed(fetched[-1].receipt if fetched else None, "Leveransen er ikke hentet ennå. Hent den først.")


def manifest(request: Request) -> Response:
    """GET /deliveries/{delivery}/manifest"""
    made = _one(request).made
    return _signed(None if made is None else made.manifest, "Leveransen er ikke laget ennå. Prøv igjen senere.")


def proof(request: Request) -> Response:
    """GET /deliveries/{delivery}/proof"""
    return _signed(_one(request).proof, "Leveransen er ikke slettet, så det finnes ikke noe bevis på det.")


def _one(request: Request) -> Delivery:
    return fetching.one(request.app.state.system, asker_of(request), delivery_of(request))


def _signed(jws: str | None, otherwise: str) -> Response:
    if jws is None:
        raise Missing(otherwise)
    return Response(jws, media_type="application/jose")


def _shape(one: Delivery) -> dict[str, Any]:
    at = f"/api/v1/deliveries/{one.id}"
    ready = one.stage in _READY
    return {
        "id": one.id,
        "basis": one.order.basis,
        "form": one.order.form,
        "period": str(one.order.period),
        "stage": one.stage.value,
        "replaces": one.replaces,
        "ordered": _moment(one.ordered.at),
        "approved": _when(one.approved),
        "fetched": _moment(one.fetched[-1].at) if one.fetched else None,
        "deleted": _when(one.deleted),
        "rows": None if one.made is None else one.made.rows,
        "size": None if one.made is None else one.made.size,
        "sha256": None if one.made is None else one.made.sha256,
        "links": {
            "content": at if ready else None,
            "receipt": f"{at}/receipt" if one.fetched else None,
            "manifest": f"{at}/manifest" if one.made is not None else None,
            "proof": f"{at}/proof" if one.proof is not None else None,
        },
    }


def _when(said: Said | None) -> str | None:
    return None if said is None else _moment(said.at)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
