"""The routes of the API, made from its operations, and a page that tells of it."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web.access import PUBLIC, Body, guarded
from kostra.web.api import page
from kostra.web.api.openapi import addresses
from kostra.web.api.operations import OPERATIONS


def routes() -> list[BaseRoute]:
    made: list[BaseRoute] = [
        guarded(
            path,
            operation.answer,
            operation.access,
            (operation.method,),
            id,
            body=Body.RAW,
            query=[one.name for one in operation.parameters if one.place == "query"],
        )
        for operation in OPERATIONS
        for path, id in addresses(operation)
    ]
    return [*made, guarded("/{language:written}/api", page.page, PUBLIC)]
