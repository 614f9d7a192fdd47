"""What a case system may know of the files it has sent itself: findings and errors for each thousand records."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kostra.app.evaluation import told, vendors
from kostra.app.system import System
from kostra.web.access import asker_of
from kostra.web.api.asked import form_of


def own(request: Request) -> Response:
    """GET /own-errors/{form}"""
    system: System = request.app.state.system
    form = form_of(str(request.path_params["form"]))
    return JSONResponse(told.own_as_json(form, vendors.own(system, asker_of(request), form)))
