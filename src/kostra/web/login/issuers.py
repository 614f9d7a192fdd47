"""The two services that say who somebody is: the provider of logins for persons, and the issuer of tokens for systems.

What they publish about themselves is fetched when it is first needed and kept for a while. A key that we do not know makes us ask again,
but not more than once a minute, whatever is sent to us.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from kostra.app.ports.vault import Unavailable
from kostra.web.login.bearer import FAULTS

PATIENCE = 5.0
"""How many seconds we wait for an issuer to answer."""
_KEPT, _AGAIN = 600.0, 60.0

Fetch = Callable[[str], Awaitable[dict[str, Any]]]
"""The JSON at an address."""


class Unreachable(Unavailable):
    """The provider does not answer, or says something that cannot be understood."""


@dataclass(slots=True)
class Published:
    """The metadata and keys of one issuer. `wellknown` is the whole address of its metadata."""

    issuer: str
    wellknown: str
    fetch: Fetch
    _metadata: dict[str, Any] | None = None
    _keys: KeySet | None = None
    _at: float = 0.0

    async def metadata(self) -> dict[str, Any]:
        if self._metadata is None or time.monotonic() - self._at > _KEPT:
            await self._refresh()
        assert self._metadata is not None
        return self._metadata

    async def keys(self, token: str) -> KeySet:
        """The keys of the issuer, fetched again when the token names one that is not among them."""
        age = time.monotonic() - self._at
        if self._keys is None or age > _KEPT or (age > _AGAIN and kid_of(token) not in _kids(self._keys)):
            await self._refresh()
        assert self._keys is not None
        return self._keys

    async def _refresh(self) -> None:
        metadata = await self.fetch(self.wellknown)
        if metadata.get("issuer") != self.issuer:
            raise Unreachable(f"{self.wellknown} speaks for another issuer")
        try:
            self._keys = KeySet.import_key_set(await self.fetch(str(metadata["jwks_uri"])))  # type: ignore[arg-type]
        except (KeyError, ValueError, JoseError) as error:
            raise Unreachable(f"{self.issuer} publishes no keys") from error
        self._metadata, self._at = metadata, time.monotonic()


@dataclass(frozen=True, slots=True)
class Trusted:
    """Whose tokens we take from systems, and what they must say."""

    issuer: str
    scope: str
    audience: str | None
    keys: Callable[[str], Awaitable[KeySet]]


async def fetched(address: str) -> dict[str, Any]:
    """From the network."""
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            answer = await client.get(address)
            answer.raise_for_status()
            content = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unreachable(f"{address} does not answer") from error
    if not isinstance(content, dict):
        raise Unreachable(f"{address} answers with something else")
    return content


def kid_of(token: str) -> str | None:
    """Which key the token says that it was signed with."""
    try:
        return str(jws.extract_compact(token.encode()).headers().get("kid"))
    except FAULTS:
        return None


def _kids(keys: KeySet) -> set[str | None]:
    return {key.kid for key in keys.keys}
