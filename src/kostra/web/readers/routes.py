"""The addresses of the pages for readers, in three languages, and those of older table banks, which lead to them."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web.access import PUBLIC, STATIC, guarded
from kostra.web.readers import find, front, older, table

_TOP = "/{language:read}"


def routes() -> list[BaseRoute]:
    return [
        guarded(f"{_TOP}/", front.front, PUBLIC, name="readers_front"),
        guarded(f"{_TOP}/finn", find.find, PUBLIC, name="find_figures"),
        guarded(f"{_TOP}/tabeller", front.tables, PUBLIC, name="tables"),
        guarded(f"{_TOP}/tabeller/{{id}}", table.table, PUBLIC, name="table"),
        guarded(f"{_TOP}/tema/{{topic}}", front.topic, PUBLIC, name="topic"),
        *_older(),
    ]


def _older() -> list[BaseRoute]:
    return [
        *(
            guarded(path, older.by_path, STATIC, name="older_table")
            for path in (
                "/statbank/table/{id}",
                "/statbank/table/{id}/{rest:path}",
                "/en/statbank/table/{id}",
                "/en/statbank/table/{id}/{rest:path}",
                "/tabell/{id}",
            )
        ),
        *(
            guarded(path, older.by_query, STATIC, name="older_query")
            for path in ("/statistikkbanken/{rest:path}", "/statbank/selectvarval/{rest:path}", "/pxweb/{rest:path}")
        ),
    ]
