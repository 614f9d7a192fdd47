"""What this site is called from outside: as it was set, or, on a machine of its own, as the request says."""

from __future__ import annotations

import re

from starlette.requests import Request

from kostra.web.settings import Settings


def address_of(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return settings.address or f"{request.url.scheme}://{request.url.netloc}"


def is_secure(request: Request) -> bool:
    """Whether the browser speaks to it over https; a proxy in front may have taken that off again."""
    return address_of(request).startswith("https://")


def local(path: str, otherwise: str) -> str:
    """A path on this site to go on to; anything that a browser could take for an address elsewhere is not one."""
    return path if re.fullmatch(r"/(?![/\\])[\w./~%@:+-]*", path, re.ASCII) and len(path) <= 500 else otherwise
