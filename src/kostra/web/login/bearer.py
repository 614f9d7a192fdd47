"""The token that a system brings: signed by the issuer we trust, for us, not out of date, with our scope. Anything else is no login.

The form is Maskinporten's: the consumer is an organisation, the client a program. Who they are to us, and for whom they may act, is said by
mandates and never by the token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from kostra.app.permissions import NotLoggedIn

ALGORITHMS = ["RS256", "RS384", "RS512"]
FAULTS = (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a token can end with: anybody may have written it, down to a header that is no header."""
_LEEWAY = 10
_LONGEST = 8192
_ORGNR = re.compile(r"0192:([0-9]{9})")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Which program, on behalf of which organisation."""

    client: str
    orgnr: str


def read(token: str, keys: KeySet, issuer: str, scope: str, audience: str | None, now: datetime) -> Bearer:
    """Refuses, in words that say which part was wrong, what is not a token for us. The token itself is never repeated."""
    if len(token) > _LONGEST:
        raise NotLoggedIn("Tokenet er for langt. Hent et nytt token fra Maskinporten.")
    try:
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        registry = JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": issuer},
            exp={"essential": True},
            iat={"essential": True},
        )
        registry.validate(claims)
    except FAULTS as error:
        raise NotLoggedIn(f"Tokenet kan ikke brukes: {_why(error)}. Hent et nytt token fra Maskinporten.") from None
    return _bearer(claims, scope, audience)


def _bearer(claims: dict[str, object], scope: str, audience: str | None) -> Bearer:
    if scope not in str(claims.get("scope", "")).split():
        raise NotLoggedIn(f"Tokenet mangler scopet «{scope}». Be om det når du henter tokenet.")
    meant_for = claims.get("aud")
    if meant_for is not None and audience not in (meant_for if isinstance(meant_for, list) else [meant_for]):
        raise NotLoggedIn("Tokenet er utstedt for en annen mottaker (aud). Hent et token for denne tjenesten.")
    consumer = claims.get("consumer")
    known = consumer.get("ID") if isinstance(consumer, dict) else None
    found = _ORGNR.fullmatch(str(known))
    client = claims.get("client_id")
    if found is None or not isinstance(client, str) or not 0 < len(client) <= 200:
        raise NotLoggedIn(
            "Tokenet sier ikke hvilken virksomhet det gjelder (consumer) eller hvilken klient (client_id)."
        )
    return Bearer(client, found[1])


def _why(error: Exception) -> str:
    match getattr(error, "error", ""):
        case "expired_token":
            return "det er gått ut på tid"
        case "bad_signature" | "invalid_key_id":
            return "det er ikke signert av utstederen vi stoler på"
        case "invalid_claim" | "missing_claim":
            return f"feltet «{getattr(error, 'claim', '?')}» er galt eller mangler"
        case _:
            return "det er ikke et gyldig signert token"
