"""The site as one application: which path is answered by what, and who may. Everything it needs from outside is given to it.

Without a system it is the open site alone: forms, controls, documentation, and the doors that check a file and keep nothing.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute
from starlette.types import Lifespan

from kostra.app.ports.vault import Unavailable
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.web import bodies, errors, open_pages, rates
from kostra.web.doors import routes as doors
from kostra.web.headers import SecurityHeaders
from kostra.web.idp import routes as test_provider
from kostra.web.login.assembly import trust
from kostra.web.login.trust import Trust
from kostra.web.menu import PARTS
from kostra.web.metrics import Counting
from kostra.web.settings import Settings


def site(settings: Settings, system: System | None = None) -> Starlette:
    routes = [*open_pages.routes(), *doors.routes()]
    if system is None:
        routes += open_pages.front_page()
    else:
        routes += _with_a_system()
        if system.demo:
            routes += [*test_provider.routes(system), *_in_the_demo()]
    app = Starlette(
        routes=routes,
        lifespan=None if system is None else _reading_ahead(),
        middleware=[Middleware(Counting), Middleware(SecurityHeaders), Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={
            errors.Wrong: errors.wrong,
            Refused: errors.refused,
            Unavailable: errors.unavailable,
            rates.TooMany: errors.too_many,
            bodies.TooLarge: errors.bad_body,
            bodies.TooSlow: errors.bad_body,
            bodies.Unreadable: errors.bad_body,
            HTTPException: errors.refused_by_server,
            Exception: errors.broken,
        },
    )
    paths = {getattr(route, "path", "") for route in routes}
    app.state.settings = settings
    app.state.system = system
    app.state.buckets = rates.Buckets()
    app.state.parts = frozenset(part.place for part in PARTS if f"/{{language:written}}/{part.place}" in paths)
    app.state.trust = Trust() if system is None else trust(app, settings, system)
    return app


def _with_a_system() -> list[BaseRoute]:
    """The rooms where something is kept, each a package beside this module. The open site is started without reading them."""
    from kostra.web.api import routes as api
    from kostra.web.audit import routes as audit
    from kostra.web.calendar import routes as calendar
    from kostra.web.deliveries import routes as deliveries
    from kostra.web.desk import routes as desk
    from kostra.web.disclosure import routes as disclosure
    from kostra.web.editing import routes as editing
    from kostra.web.eforms import routes as eforms
    from kostra.web.estimating import routes as estimating
    from kostra.web.evaluation import routes as evaluation
    from kostra.web.feedback import routes as feedback
    from kostra.web.login import routes as login
    from kostra.web.open_data import routes as open_data
    from kostra.web.passing import routes as passing
    from kostra.web.places import routes as places
    from kostra.web.portal import routes as portal
    from kostra.web.proposals import routes as proposals
    from kostra.web.publishing import routes as publishing
    from kostra.web.readers import routes as readers
    from kostra.web.reconciling import routes as reconciling
    from kostra.web.registers import routes as registers
    from kostra.web.reporting import routes as reporting
    from kostra.web.rights import routes as rights
    from kostra.web.series import routes as series
    from kostra.web.statbank import routes as statbank

    work = (desk, reconciling, estimating, editing, disclosure, publishing, evaluation)
    read = (statbank, places, readers, series, calendar, open_data, reporting, proposals)
    # Routes are tried one by one, and of all addresses those of readers are asked for most.
    rooms = (*read, login, rights, portal, eforms, *work, registers, deliveries, passing, audit, feedback, api)
    return [route for room in rooms for route in room.routes()]


def _reading_ahead() -> Lifespan[Starlette]:
    from kostra.web.statbank.ahead import reading_ahead

    return reading_ahead


def _in_the_demo() -> list[BaseRoute]:
    from kostra.web.season import routes as season

    return season.routes()
