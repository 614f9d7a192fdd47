"""What the test provider signs and what it checks. A request that was pushed and a code are tokens of its own, so that it remembers
nothing and any process of the demo can go on where another began. That a code is used once is the one thing it cannot promise; the real
ones do.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import RSAKey
from joserfc.jwt import JWTClaimsRegistry
from starlette.requests import Request
from starlette.responses import JSONResponse

from kostra.app.people import demo_keys
from kostra.web.login.bearer import FAULTS
from kostra.web.settings import Settings

ALGORITHM = "RS256"
_LONGEST_STATEMENT = 120


class Turned(Exception):
    """The test provider will not: `error` is the word of the standard for it."""

    def __init__(self, error: str, why: str) -> None:
        super().__init__(why)
        self.error = error
        self.why = why


def folder(request: Request) -> Path:
    settings: Settings = request.app.state.settings
    return settings.data / demo_keys.FOLDER


def provider_key(request: Request) -> RSAKey:
    return demo_keys.key(folder(request), demo_keys.PROVIDER)


def signed(request: Request, kind: str, seconds: int, claims: dict[str, Any]) -> str:
    """A token of the provider's own. `kind` keeps one from being used as another."""
    now = int(time.time())
    key = provider_key(request)
    whole = {"iat": now, "exp": now + seconds, "jti": str(uuid4())} | claims
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": kind}, whole, key)


def own(request: Request, kind: str, token: str) -> dict[str, Any]:
    """The content of one of its own tokens."""
    try:
        found = jwt.decode(token, provider_key(request), algorithms=[ALGORITHM])
        JWTClaimsRegistry(exp={"essential": True}).validate(found.claims)
    except FAULTS:
        raise Turned("invalid_grant", f"the {kind} is not ours, or has run out") from None
    if found.header.get("typ") != kind:
        raise Turned("invalid_grant", f"this is not a {kind}")
    return dict(found.claims)


def stated(statement: str, key: RSAKey, audience: str) -> dict[str, Any]:
    """What a client or a system says about itself, signed with its key, for this provider, lately."""
    try:
        claims = jwt.decode(statement, key, algorithms=[ALGORITHM, "RS384", "RS512"]).claims
        registry = JWTClaimsRegistry(
            leeway=10,
            aud={"essential": True, "value": audience},
            iss={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        registry.validate(claims)
    except FAULTS as error:
        raise Turned("invalid_client", f"the assertion does not hold: {type(error).__name__}") from None
    if claims["exp"] - claims["iat"] > _LONGEST_STATEMENT:
        raise Turned("invalid_client", f"the assertion lasts longer than {_LONGEST_STATEMENT} seconds")
    return dict(claims)


def answer(turned: Turned) -> JSONResponse:
    status = 401 if turned.error == "invalid_client" else 400
    return JSONResponse({"error": turned.error, "error_description": turned.why}, status, _UNSTORED)


def given(content: dict[str, Any], status: int = 200) -> JSONResponse:
    return JSONResponse(content, status, _UNSTORED)


_UNSTORED = {"Cache-Control": "no-store"}
