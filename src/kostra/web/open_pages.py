"""The pages that are open to everybody: forms, guides, controls, search, documentation, and the small answers that machines ask for."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web import changes, checked, controls, documentation, front, health, listing, specification
from kostra.web.access import PUBLIC, STATIC, guarded
from kostra.web.assets import asset
from kostra.web.guide import routes as guide

_FORM = "/{language:written}/skjema/{form}"


def routes() -> list[BaseRoute]:
    """Paths with a file ending stand before the same path without: `2026.json` is no year."""
    return [
        guarded("/", front.choose_language, STATIC),
        *health.routes(),
        guarded("/robots.txt", front.robots, STATIC),
        guarded("/static/{mark}/{name:path}", asset, STATIC),
        guarded("/sprak/{language:written}/{path:path}", front.switch, STATIC),
        guarded("/dokumentasjon/{path:path}", documentation.documentation, PUBLIC),
        guarded("/{language:written}/veien", front.way, PUBLIC),
        guarded("/{language:written}/skjema", listing.all_forms, PUBLIC),
        guarded("/{language:written}/skjema.json", listing.all_forms_json, PUBLIC),
        guarded("/{language:written}/skjema.md", listing.all_forms_markdown, PUBLIC),
        guarded("/{language:written}/kontrollert", checked.page, PUBLIC),
        *guide.routes(),
        guarded(_FORM, listing.one_form, PUBLIC),
        guarded(f"{_FORM}/endringer.md", changes.history_markdown, PUBLIC),
        guarded(f"{_FORM}/endringer", changes.history, PUBLIC),
        guarded(f"{_FORM}/endringer/{{before}}/{{after}}.json", changes.between_json, PUBLIC),
        guarded(f"{_FORM}/endringer/{{before}}/{{after}}.md", changes.between_markdown, PUBLIC),
        guarded(f"{_FORM}/endringer/{{before}}/{{after}}", changes.between, PUBLIC),
        guarded(f"{_FORM}/kontroller/{{control}}", controls.one, PUBLIC),
        guarded(f"{_FORM}/{{year}}/kontroller.json", controls.of_year_json, PUBLIC),
        guarded(f"{_FORM}/{{year}}/kontroller.md", controls.of_year_markdown, PUBLIC),
        guarded(f"{_FORM}/{{year}}/kontroller", controls.of_year, PUBLIC),
        guarded(f"{_FORM}/{{year}}.json", specification.one_year_json, PUBLIC),
        guarded(f"{_FORM}/{{year}}.md", specification.one_year_markdown, PUBLIC),
        guarded(f"{_FORM}/{{year}}", specification.one_year, PUBLIC),
    ]


def front_page() -> list[BaseRoute]:
    """Of a site that has no figures to show; of any other it is the readers' own."""
    return [guarded("/{language:written}/", front.front, PUBLIC)]
