"""The login of a person: every part of what the provider answers must hold, whatever else is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from apart import run_apart
from kostra.web.login.issuers import Published, Unreachable
from kostra.web.login.provider import Attempt, Client, NotBelieved, Provider

ISSUER, ANSWER = "https://idporten.example", "https://kostra.example.no/innlogging/svar"
NOW = datetime(2027, 1, 12, 9, tzinfo=UTC)
AT = int(NOW.timestamp())
ID = "0" * 11


@cache
def key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class Other:
    """The other side, which answers as the test wants."""

    changes: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    signer: RSAKey = field(default_factory=lambda: key("provider"))
    posted: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    nonce: str = ""
    fetched: int = 0

    async def fetch(self, address: str) -> dict[str, Any]:
        self.fetched += 1
        if address.endswith("/jwks"):
            return {"keys": [key("provider").as_dict(private=False)]}
        told = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
        }
        return {name: value for name, value in (told | self.metadata).items() if value is not None}

    async def post(self, address: str, form: dict[str, str]) -> httpx.Response:
        self.posted.append((address, form))
        if address.endswith("/par"):
            return httpx.Response(201, json={"request_uri": "urn:x"})
        claims = {
            "iss": ISSUER,
            "aud": "kostra",
            "sub": "someone",
            "pid": ID,
            "nonce": self.nonce,
            "acr": "idporten-loa-high",
            "iat": AT,
            "exp": AT + 60,
        } | self.changes
        held = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode({"alg": "RS256", "kid": self.signer.kid}, held, self.signer)
        return httpx.Response(self.status, json={"id_token": token})

    @property
    def provider(self) -> Provider:
        published = Published(ISSUER, f"{ISSUER}/.well-known/openid-configuration", self.fetch)
        return Provider(Client("kostra", key("site")), published, self.post)


def who(other: Other, **answer: str) -> str:
    attempt = Attempt.new("/nb/")
    other.nonce = attempt.nonce
    said = {"code": "c", "state": attempt.state} | answer
    return run_apart(other.provider.who(attempt, said, ANSWER, NOW))


def begin(other: Other, attempt: Attempt) -> str:
    return run_apart(other.provider.where_to_begin(attempt, ANSWER, "nn", NOW))


def test_a_login_that_holds_says_who_it_is() -> None:
    other = Other()
    assert who(other) == ID
    address, form = other.posted[0]
    assert (address, form["grant_type"], form["redirect_uri"]) == (f"{ISSUER}/token", "authorization_code", ANSWER)
    statement = jwt.decode(form["client_assertion"], key("site")).claims
    assert (statement["iss"], statement["sub"], statement["aud"]) == ("kostra", "kostra", ISSUER)
    assert statement["exp"] - statement["iat"] <= 120 and statement["jti"]


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.test"},
        {"aud": "another"},
        {"aud": ["kostra", "another"]},
        {"aud": ["kostra", "another"], "azp": "another"},
        {"exp": AT - 11},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"nonce": "another"},
        {"nonce": None},
        {"acr": "idporten-loa-low"},
        {"acr": None},
        {"acr": ["idporten-loa-high", "idporten-loa-low"]},
        {"pid": None},
        {"pid": "1234567890"},
        {"pid": 12345678901},
        {"pid": "1234567890x"},
    ],
)
def test_a_token_that_does_not_hold_is_no_login(changes: dict[str, Any]) -> None:
    with pytest.raises(NotBelieved) as refused:
        who(Other(changes))
    assert ID not in str(refused.value)


def test_several_audiences_are_taken_when_it_was_made_for_us() -> None:
    assert who(Other({"aud": ["kostra", "another"], "azp": "kostra"})) == ID


@pytest.mark.parametrize(
    "answer",
    [{"state": "x"}, {"state": ""}, {"iss": "https://elsewhere.test"}, {"error": "access_denied"}, {"code": ""}],
)
def test_an_answer_that_is_not_for_this_browser_never_reaches_the_provider(answer: dict[str, str]) -> None:
    other = Other()
    with pytest.raises(NotBelieved):
        who(other, **answer)
    assert not other.posted


def test_a_token_signed_by_somebody_else_is_no_login() -> None:
    with pytest.raises(NotBelieved):
        who(Other(signer=key("somebody else")))
    with pytest.raises(NotBelieved):
        who(Other(signer=RSAKey.generate_key(2048, {"kid": "provider"})))


def test_what_the_provider_refuses_is_no_login_and_a_provider_that_fails_is_told_apart() -> None:
    with pytest.raises(NotBelieved):
        who(Other(status=400))
    with pytest.raises(Unreachable):
        who(Other(status=502))


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.test"},
        {"token_endpoint": None},
        {"token_endpoint": "javascript:x"},
        {"jwks_uri": None},
    ],
)
def test_metadata_that_cannot_be_used_is_as_if_nobody_answered(metadata: dict[str, Any]) -> None:
    with pytest.raises(Unreachable):
        who(Other(metadata=metadata))


def test_the_request_is_pushed_where_the_provider_takes_it_and_else_goes_with_the_browser() -> None:
    attempt = Attempt.new("/nb/")
    pushing = Other(metadata={"pushed_authorization_request_endpoint": f"{ISSUER}/par"})
    shown = parse_qs(urlsplit(begin(pushing, attempt)).query)
    assert shown == {"client_id": ["kostra"], "request_uri": ["urn:x"]}
    pushed = pushing.posted[0][1]
    plain = {name: values[0] for name, values in parse_qs(urlsplit(begin(Other(), attempt)).query).items()}
    for asked in (pushed, plain):
        assert (asked["state"], asked["nonce"], asked["ui_locales"]) == (attempt.state, attempt.nonce, "nn")
        assert asked["code_challenge_method"] == "S256" and attempt.verifier not in asked.values()
        assert asked["acr_values"] == "idporten-loa-substantial"


def test_keys_are_fetched_once_and_not_again_for_every_unknown_one() -> None:
    other = Other()
    provider = other.provider
    attempt = Attempt.new("/nb/")
    other.nonce = attempt.nonce
    said = {"code": "c", "state": attempt.state}
    run_apart(provider.who(attempt, said, ANSWER, NOW))
    fetched = other.fetched
    other.signer = key("somebody else")
    for _ in range(5):
        with pytest.raises(NotBelieved):
            run_apart(provider.who(attempt, said, ANSWER, NOW))
    assert other.fetched == fetched


def test_an_attempt_is_read_back_and_anything_else_is_none() -> None:
    attempt = Attempt.new("/nb/tilganger")
    assert Attempt.read(attempt.written()) == attempt
    for wrong in ("", "x", "é", "W10=", "WzEsMiwzLDRd", "e30=", attempt.written()[:-8]):
        assert Attempt.read(wrong) is None, wrong
