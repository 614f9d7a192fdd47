"""The addresses of the guide site, open to everybody. Guides and their search stood elsewhere before; those addresses lead here."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web.access import PUBLIC, guarded
from kostra.web.guide import form_pages, front, search

_TOP = "/{language:written}/veiledning"
_FORM = f"{_TOP}/{{form}}"


def routes() -> list[BaseRoute]:
    """Paths with a file ending stand before the same path without, and words before the forms."""
    return [
        guarded(_TOP, front.front, PUBLIC, name="guide"),
        guarded(f"{_TOP}/sok", search.search, PUBLIC, name="guide_search"),
        guarded(f"{_TOP}/ord", front.terms_page, PUBLIC, name="guide_terms"),
        guarded(f"{_TOP}/aar/{{year}}.md", front.year_markdown, PUBLIC),
        guarded(f"{_TOP}/aar/{{year}}", front.year_page, PUBLIC, name="guide_year"),
        guarded(_FORM, form_pages.newest, PUBLIC),
        guarded(f"{_FORM}/{{year}}.md", form_pages.form_markdown, PUBLIC),
        guarded(f"{_FORM}/{{year}}", form_pages.form_page, PUBLIC, name="guide_form"),
        guarded(f"{_FORM}/{{year}}/{{field}}", form_pages.question_page, PUBLIC, name="guide_question"),
        guarded("/{language:written}/skjema/{form}/veiledning.md", form_pages.every_year_markdown, PUBLIC),
        guarded("/{language:written}/skjema/{form}/veiledning", form_pages.moved, PUBLIC, name="guide_before"),
        guarded("/{language:written}/sok", search.moved, PUBLIC, name="search_before"),
    ]
