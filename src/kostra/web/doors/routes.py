"""The routes of the doors. They ask nobody who they are: nothing is kept, and nothing is told but what the asker sent."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web.access import PUBLIC, STATIC, Body, guarded
from kostra.web.doors import kontrollprogram, page

_PAGE = "/{language:written}/kontroller-fil"


def routes() -> list[BaseRoute]:
    return [
        guarded("/api/kontroller-skjema", kontrollprogram.kontroller_skjema, STATIC, ("POST",)),
        guarded("/api/kontroller-altinn-skjema", kontrollprogram.kontroller_altinn_skjema, STATIC, ("POST",)),
        guarded("/api/ui-data", kontrollprogram.ui_data, STATIC),
        guarded(_PAGE, page.empty, PUBLIC),
        guarded(_PAGE, page.check, PUBLIC, ("POST",), body=Body.STREAMED),
    ]
