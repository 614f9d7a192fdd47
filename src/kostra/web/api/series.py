"""The frequent figures as anybody may have them, and the scorecard for the bodies that would else type it in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kostra.app.series import showing, written
from kostra.app.system import System
from kostra.model.period import Period
from kostra.web.access import asker_of


def periods(request: Request) -> Response:
    """GET /series"""
    system: System = request.app.state.system
    return JSONResponse({"periods": [str(one.period) for one in showing.public(system)]})


def one(request: Request) -> Response:
    """GET /series/{period}"""
    system: System = request.app.state.system
    return JSONResponse(written.public(showing.of_period(system, _period(request)), system.producer))


def scorecard(request: Request) -> Response:
    """GET /scorecard/{period}"""
    system: System = request.app.state.system
    found = showing.scorecard(system, asker_of(request), _period(request))
    return JSONResponse(written.scorecard(found, system.producer))


def _period(request: Request) -> Period:
    return Period.read(str(request.path_params["period"])[:40])
