"""Style sheets and drawings, read once. An address holds the fingerprint of the content, so that a browser never asks twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    kind: str
    mark: str


@cache
def assets(folder: Path = FOLDER) -> dict[str, Asset]:
    """Every file that is served, by its path under the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in _KINDS:
            content = path.read_bytes()
            mark = hashlib.sha256(content).hexdigest()[:16]
            found[path.relative_to(folder).as_posix()] = Asset(content, _KINDS[path.suffix], mark)
    return found


def address(name: str) -> str:
    return f"/static/{assets()[name].mark}/{name}"


async def asset(request: Request) -> Response:
    """An old fingerprint still gets today's file, but is not told to keep it."""
    found = assets().get(request.path_params["name"])
    if found is None:
        return Response(
            "Filen finnes ikke her. Last siden på nytt. / Fila finst ikkje her. Last sida på nytt.\n",
            404,
            media_type="text/plain",
        )
    headers = {"ETag": f'"{found.mark}"'}
    if request.path_params["mark"] == found.mark:
        headers["Cache-Control"] = _FOR_EVER
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.content, headers=headers, media_type=found.kind)
