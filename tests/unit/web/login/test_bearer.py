"""The token of a system: what is wrong with it is said, and nothing of it is believed before all of it holds."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from kostra.app.permissions import NotLoggedIn
from kostra.web.login.bearer import Bearer, read
from kostra.web.login.issuers import kid_of

ISSUER, SCOPE, HERE = "https://maskinporten.no/", "kostra:sosial", "https://kostra.example.no"
NOW = datetime(2027, 1, 12, 9, tzinfo=UTC)
AT = int(NOW.timestamp())
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "client_id": "klient",
    "consumer": {"authority": "iso6523-actorid-upis", "ID": "0192:313000028"},
    "scope": SCOPE,
    "iat": AT - 10,
    "exp": AT + 100,
}


@cache
def key(name: str = "issuer") -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


def token(changes: dict[str, Any] | None = None, signer: RSAKey | None = None, alg: str = "RS256") -> str:
    claims = {name: value for name, value in (CLAIMS | (changes or {})).items() if value is not None}
    signer = signer or key()
    return jwt.encode({"alg": alg, "kid": signer.kid}, claims, signer, algorithms=[alg])


def believed(given: str) -> Bearer:
    return read(given, KeySet([key()]), ISSUER, SCOPE, HERE, NOW)


def test_a_good_token_says_which_program_and_for_whom() -> None:
    assert believed(token()) == Bearer("klient", "313000028")
    assert believed(token({"scope": f"annet:scope {SCOPE}", "aud": HERE})).orgnr == "313000028"
    assert believed(token({"aud": ["https://annet.example.no", HERE]})).client == "klient"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"exp": AT - 11}, "gått ut på tid"),
        ({"exp": None}, "«exp»"),
        ({"exp": "i morgen"}, "kan ikke brukes"),
        ({"iat": None}, "«iat»"),
        ({"iss": "https://elsewhere.test/"}, "«iss»"),
        ({"iss": None}, "«iss»"),
        ({"nbf": AT + 1000}, "kan ikke brukes"),
        ({"scope": "kostra:sosialt"}, "mangler scopet"),
        ({"scope": None}, "mangler scopet"),
        ({"aud": "https://annet.example.no"}, "annen mottaker"),
        ({"aud": ["https://annet.example.no"]}, "annen mottaker"),
        ({"consumer": None}, "hvilken virksomhet"),
        ({"consumer": "0192:313000028"}, "hvilken virksomhet"),
        ({"consumer": {"ID": "313000028"}}, "hvilken virksomhet"),
        ({"consumer": {"ID": "0192:3130000288"}}, "hvilken virksomhet"),
        ({"client_id": None}, "hvilken klient"),
        ({"client_id": ["klient"]}, "hvilken klient"),
    ],
)
def test_a_token_that_does_not_hold_is_refused_with_what_is_wrong(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(NotLoggedIn, match=said):
        believed(token(changes))


def test_a_token_signed_by_somebody_else_is_refused() -> None:
    with pytest.raises(NotLoggedIn, match=r"ikke signert av utstederen|ikke et gyldig"):
        believed(token(signer=key("somebody else")))
    twin = RSAKey.generate_key(2048, {"kid": "issuer"})
    with pytest.raises(NotLoggedIn, match="ikke signert av utstederen"):
        believed(token(signer=twin))


def test_the_algorithm_is_ours_to_choose() -> None:
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=").decode()
    body = base64.urlsafe_b64encode(json.dumps(CLAIMS).encode()).rstrip(b"=").decode()
    with pytest.raises(NotLoggedIn):
        believed(f"{head}.{body}.")
    secret = OctKey.import_key({"kty": "oct", "k": base64.urlsafe_b64encode(b"x" * 33).decode()})
    with pytest.raises(NotLoggedIn):
        believed(jwt.encode({"alg": "HS256", "kid": "issuer"}, CLAIMS, secret))


@pytest.mark.parametrize(
    "head",
    [
        "[]",
        "null",
        "5",
        '"x"',
        "{}",
        '{"alg":5}',
        '{"alg":["RS256"]}',
        '{"alg":"RS256"}',
        '{"alg":"RS256","kid":5}',
        '{"alg":"RS256","kid":["issuer"]}',
        '{"alg":"RS256","kid":"issuer","crit":["x"]}',
        '{"alg":"RS256","kid":"issuer","crit":5}',
        '{"alg":"RS256","kid":"issuer","b64":false}',
        '{"alg":"RS256","jwk":{}}',
        '{"alg":"dir","enc":"A128GCM"}',
        "{" * 2000,
        "[" * 4000,
        '{"a":' * 900,
    ],
)
def test_a_header_of_any_kind_is_a_refusal_and_never_a_fault_of_ours(head: str) -> None:
    body = token().split(".")[1]
    given = ".".join([base64.urlsafe_b64encode(head.encode()).rstrip(b"=").decode(), body, "AAAA"])
    for whole in (given, given + ".AAAA.AAAA"):
        kid_of(whole)
        with pytest.raises(NotLoggedIn):
            believed(whole)


@pytest.mark.parametrize("given", ["", "x", "a.b.c", "a.b", "é", "." * 20, "x" * 9000])
def test_what_is_no_token_is_refused_and_never_repeated(given: str) -> None:
    with pytest.raises(NotLoggedIn) as refused:
        believed(given)
    assert len(given) < 5 or given not in refused.value.message
