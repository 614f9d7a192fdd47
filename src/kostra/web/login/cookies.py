"""The cookie of a session, and the words that a form must bring back to show that it was this site's own.

The cookie is 256 random bits; the server keeps only its sha256. The token of a form is made anew for every page from the cookie and a few
random bytes, so that it is never twice the same in a compressed page.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

from kostra.web.address import is_secure

_NAME = "sesjon"
_LONGEST = 100


def _name(request: Request) -> str:
    """With the prefix that binds it to this host, wherever the browser would take it: on https."""
    return f"__Host-{_NAME}" if is_secure(request) else _NAME


def session_of(request: Request) -> str | None:
    """The secret of the session that the browser brings, or None."""
    secret = request.cookies.get(_name(request))
    return secret if secret and len(secret) <= _LONGEST else None


def give(request: Request, response: Response, secret: str) -> None:
    response.set_cookie(_name(request), secret, secure=is_secure(request), httponly=True, samesite="lax", path="/")


def take_back(request: Request, response: Response) -> None:
    response.delete_cookie(_name(request), secure=is_secure(request), httponly=True, samesite="lax", path="/")


def csrf_token(request: Request) -> str:
    """For a form on a page of this session; empty when nobody is logged in."""
    secret = session_of(request)
    if secret is None:
        return ""
    salt = secrets.token_hex(8)
    return f"{salt}.{_bound(secret, salt)}"


def is_ours(request: Request, token: str) -> bool:
    secret = session_of(request)
    salt, dot, bound = token.partition(".")
    return bool(secret and dot) and hmac.compare_digest(_bound(secret or "", salt).encode(), bound.encode())


def _bound(secret: str, salt: str) -> str:
    return hmac.new(secret.encode(), f"csrf:{salt}".encode(), hashlib.sha256).hexdigest()
