"""The addresses of the pages about places, and of pictures of any table. They are for everybody, and there in three languages."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web.access import PUBLIC, STATIC, guarded
from kostra.web.places import comparing, drawings, mapping, municipalities, presenting
from kostra.web.places.asked import SECTION

_TOP = f"/{{language:read}}/{SECTION}"
_ONE = f"{_TOP}/{{code}}"


def routes() -> list[BaseRoute]:
    return [
        guarded("/{language:read}/figur/{id}.{kind}", drawings.figure, STATIC, name="figure"),
        guarded(_TOP, municipalities.municipalities, PUBLIC, name="municipalities"),
        guarded(f"{_TOP}/sammenlign", comparing.compare, PUBLIC, name="compare_places"),
        guarded(f"{_TOP}/kart", mapping.page, PUBLIC, name="map"),
        guarded(f"{_TOP}/kart.{{kind}}", mapping.file, STATIC, name="map_file"),
        guarded(_ONE, municipalities.municipality, PUBLIC, name="municipality"),
        guarded(f"{_ONE}/presentasjon.{{kind}}", presenting.presentation, STATIC, name="presentation"),
    ]
