"""The site as one application: which path is answered by what. Everything it needs from outside stands in its settings."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from kostra.web import changes, checked, controls, documentation, errors, front, guide, listing, search, specification
from kostra.web.assets import asset
from kostra.web.headers import SecurityHeaders
from kostra.web.settings import Settings

_FORM = "/{language:written}/skjema/{form}"


def site(settings: Settings) -> Starlette:
    """Paths with a file ending stand before the same path without: `2026.json` is no year."""
    app = Starlette(
        routes=[
            Route("/", front.choose_language),
            Route("/helse", front.health),
            Route("/robots.txt", front.robots),
            Route("/static/{mark}/{name:path}", asset),
            Route("/sprak/{language:written}/{path:path}", front.switch),
            Route("/dokumentasjon/{path:path}", documentation.documentation),
            Route("/{language:written}/", front.front),
            Route("/{language:written}/sok", search.search),
            Route("/{language:written}/skjema", listing.all_forms),
            Route("/{language:written}/skjema.json", listing.all_forms_json),
            Route("/{language:written}/skjema.md", listing.all_forms_markdown),
            Route("/{language:written}/kontrollert", checked.page),
            Route(_FORM, listing.one_form),
            Route(f"{_FORM}/veiledning.md", guide.one_guide_markdown),
            Route(f"{_FORM}/veiledning", guide.one_guide),
            Route(f"{_FORM}/endringer.md", changes.history_markdown),
            Route(f"{_FORM}/endringer", changes.history),
            Route(f"{_FORM}/endringer/{{before}}/{{after}}.json", changes.between_json),
            Route(f"{_FORM}/endringer/{{before}}/{{after}}.md", changes.between_markdown),
            Route(f"{_FORM}/endringer/{{before}}/{{after}}", changes.between),
            Route(f"{_FORM}/kontroller/{{control}}", controls.one),
            Route(f"{_FORM}/{{year}}/kontroller.json", controls.of_year_json),
            Route(f"{_FORM}/{{year}}/kontroller.md", controls.of_year_markdown),
            Route(f"{_FORM}/{{year}}/kontroller", controls.of_year),
            Route(f"{_FORM}/{{year}}.json", specification.one_year_json),
            Route(f"{_FORM}/{{year}}.md", specification.one_year_markdown),
            Route(f"{_FORM}/{{year}}", specification.one_year),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={
            errors.Wrong: errors.wrong,
            HTTPException: errors.refused_by_server,
            Exception: errors.broken,
        },
    )
    app.state.settings = settings
    return app
