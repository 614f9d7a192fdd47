"""Our side of a login with a provider of the ID-porten kind: code, PKCE, state and nonce, a signed statement of who we are, and a token
that is checked in full before anything in it is believed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from joserfc.jwt import JWTClaimsRegistry

from kostra.model.errors import Refused, system_said
from kostra.web.login.bearer import FAULTS
from kostra.web.login.issuers import PATIENCE, Published, Unreachable

LEVELS = ("idporten-loa-high", "idporten-loa-substantial")
_ALGORITHM = "RS256"
_LEEWAY, _STATEMENT_LASTS = 10, 60
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

Post = Callable[[str, dict[str, str]], Awaitable[httpx.Response]]
"""Sends a form to an address of the provider."""


class NotBelieved(Exception):
    """What came back is not a login: refused by the person or the provider, out of date, or not for us. Told without its content."""


@dataclass(frozen=True, slots=True)
class Client:
    """What we are called at the provider, and the key that we prove it with."""

    id: str
    key: RSAKey


@dataclass(frozen=True, slots=True)
class Attempt:
    """One login on its way. It is kept by the browser that began it, so that nobody else can end it."""

    state: str
    nonce: str
    verifier: str
    to: str

    @classmethod
    def new(cls, to: str) -> Attempt:
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), to)

    def written(self) -> str:
        return base64.urlsafe_b64encode(json.dumps([self.state, self.nonce, self.verifier, self.to]).encode()).decode()

    @classmethod
    def read(cls, written: str) -> Attempt | None:
        try:
            parts = json.loads(base64.urlsafe_b64decode(written.encode()))
        except ValueError:
            return None
        if not isinstance(parts, list) or len(parts) != 4 or not all(isinstance(part, str) for part in parts):
            return None
        return cls(*parts)


async def posted(address: str, form: dict[str, str]) -> httpx.Response:
    """Over the network."""
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            return await client.post(address, data=form)
    except httpx.HTTPError as error:
        raise Unreachable(f"{address} does not answer") from error


@dataclass(frozen=True, slots=True)
class Provider:
    client: Client
    published: Published
    post: Post = posted

    async def where_to_begin(self, attempt: Attempt, answer_to: str, language: str, now: datetime) -> str:
        """The address to send the browser to. What is asked for goes behind its back (PAR), where the provider takes it that way."""
        metadata = await self.published.metadata()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "client_id": self.client.id,
            "response_type": "code",
            "redirect_uri": answer_to,
            "scope": "openid profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "acr_values": LEVELS[1],
            "ui_locales": language,
        }
        authorize = _endpoint(metadata, "authorization_endpoint")
        if "pushed_authorization_request_endpoint" not in metadata:
            return f"{authorize}?{urlencode(asked)}"
        pushing = _endpoint(metadata, "pushed_authorization_request_endpoint")
        pushed = _content(await self.post(pushing, asked | self._statement(now)))
        request = {"client_id": self.client.id, "request_uri": str(pushed.get("request_uri", ""))}
        return f"{authorize}?{urlencode(request)}"

    async def who(self, attempt: Attempt, answer: dict[str, str], answer_to: str, now: datetime) -> str:
        """The national id of the person, from the answer that the browser brought. It is for the next call, and for nothing else."""
        metadata = await self.published.metadata()
        if not secrets.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
            raise NotBelieved("the state is not that of this browser")
        if answer.get("iss", self.published.issuer) != self.published.issuer:
            raise NotBelieved("the answer is from another issuer")
        if "error" in answer or not answer.get("code"):
            raise NotBelieved("the provider said no, or the person did")
        asked = {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": answer_to,
            "code_verifier": attempt.verifier,
            "client_id": self.client.id,
        }
        tokens = _content(await self.post(_endpoint(metadata, "token_endpoint"), asked | self._statement(now)))
        return await self._read(str(tokens.get("id_token", "")), attempt.nonce, now)

    async def _read(self, token: str, nonce: str, now: datetime) -> str:
        registry = JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": self.published.issuer},
            aud={"essential": True, "value": self.client.id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
            acr={"essential": True, "values": list(LEVELS)},
        )
        try:
            claims = jwt.decode(token, await self.published.keys(token), algorithms=[_ALGORITHM]).claims
            registry.validate(claims)
        except FAULTS as error:
            raise NotBelieved(f"the token does not hold: {type(error).__name__}") from None
        if not isinstance(claims["nonce"], str) or not isinstance(claims["acr"], str):
            raise NotBelieved("the token has lists where there should be one value")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != self.client.id:
            raise NotBelieved("the token is meant for several, and not made for us")
        id = claims.get("pid")
        if not isinstance(id, str) or not re.fullmatch("[0-9]{11}", id):
            raise NotBelieved("the token does not say who the person is")
        return id

    def _statement(self, now: datetime) -> dict[str, str]:
        """That we are who we say, signed for this provider, for a minute."""
        at = int(now.timestamp())
        claims: dict[str, Any] = {
            "iss": self.client.id,
            "sub": self.client.id,
            "aud": self.published.issuer,
            "iat": at,
            "exp": at + _STATEMENT_LASTS,
            "jti": str(uuid4()),
        }
        signed = jwt.encode({"alg": _ALGORITHM, "kid": self.client.key.kid}, claims, self.client.key)
        return {"client_assertion_type": _ASSERTION, "client_assertion": signed}


def key_in(file: Path) -> RSAKey:
    """Our own key at the provider, as a JWK in a file."""
    try:
        return RSAKey.import_key(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise Refused(
            f"Nøkkelen til innloggingen kan ikke leses fra «{file}»: {system_said(error)}. Se KOSTRA_OIDC_KEY."
        ) from None
    except (ValueError, JoseError):
        raise Refused(f"«{file}» er ikke en privat RSA-nøkkel som JWK. Se KOSTRA_OIDC_KEY.") from None


def _endpoint(metadata: dict[str, Any], name: str) -> str:
    address = metadata.get(name)
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        raise Unreachable(f"the provider publishes no {name}")
    return address


def _content(answer: httpx.Response) -> dict[str, Any]:
    if answer.status_code >= 500:
        raise Unreachable("the provider fails")
    try:
        content = answer.json()
    except ValueError:
        raise Unreachable("the provider answers with something else") from None
    if not answer.is_success or not isinstance(content, dict):
        raise NotBelieved("the provider would not")
    return content
