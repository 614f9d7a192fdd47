"""The test provider for persons, in the shape of ID-porten:

pushed requests, a page where one chooses who to be, a code, and a signed token.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kostra.app.people import demo, demo_keys
from kostra.model.text import Language
from kostra.web.address import address_of
from kostra.web.errors import Wrong
from kostra.web.idp import place
from kostra.web.idp.signing import ALGORITHM, Turned, answer, folder, given, own, provider_key, signed, stated
from kostra.web.idp.words import Words
from kostra.web.language import preferred
from kostra.web.login.flow import ANSWER
from kostra.web.login.provider import LEVELS
from kostra.web.pages import Page, show

_URN = "urn:ietf:params:oauth:request_uri:"
_REQUEST, _CODE = "pushed-request", "code"
_CHOOSING, _USING = 600, 60
_ASKED = (
    "client_id",
    "response_type",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "acr_values",
    "ui_locales",
)


def metadata(request: Request) -> Response:
    here = _issuer(request)
    return JSONResponse(
        {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "pushed_authorization_request_endpoint": f"{here}/par",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/jwks",
            "scopes_supported": ["openid", "profile"],
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "acr_values_supported": list(LEVELS),
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": [ALGORITHM],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }
    )


def jwks(request: Request) -> Response:
    return JSONResponse({"keys": [provider_key(request).as_dict(private=False)]})


def push(request: Request) -> Response:
    form = {name: str(request.state.form[name]) for name in request.state.form}
    try:
        _check_client(request, form)
        asked = _checked(request, {name: form.get(name, "") for name in _ASKED})
    except Turned as turned:
        return answer(turned)
    return given(
        {"request_uri": _URN + signed(request, _REQUEST, _CHOOSING, {"asked": asked}), "expires_in": _CHOOSING}, 201
    )


def choose(request: Request) -> Response:
    """The page: who do you want to be?"""
    asked = _pushed(request, request.query_params.get("request_uri", ""))
    language = _language(asked["ui_locales"])
    word = Words(language)
    context = {
        "say": word,
        "persons": tuple((one.id, one.name or word("unnamed"), one.part[language]) for one in demo.persons()),
        "systems": demo.systems(),
        "request_uri": request.query_params["request_uri"],
        "choose": f"{place.PATH}/authorize",
    }
    return show(request, Page("idp/choose.html", word("choose"), language, context=context))


def chosen(request: Request) -> Response:
    asked = _pushed(request, str(request.state.form.get("request_uri", "")))
    person = str(request.state.form.get("person", ""))
    if person not in {one.id for one in demo.persons()}:
        raise Wrong(400, Words(_language(asked["ui_locales"]))("nobody", person=person[:40]))
    kept = {name: asked[name] for name in ("client_id", "redirect_uri", "nonce", "code_challenge")}
    code = signed(request, _CODE, _USING, kept | {"person": person})
    back = urlencode({"code": code, "state": asked["state"], "iss": _issuer(request)})
    return RedirectResponse(f"{asked['redirect_uri']}?{back}", 303)


def token(request: Request) -> Response:
    form = {name: str(request.state.form[name]) for name in request.state.form}
    try:
        _check_client(request, form)
        if form.get("grant_type") != "authorization_code":
            raise Turned("unsupported_grant_type", "only authorization_code is given here")
        kept = own(request, _CODE, form.get("code", ""))
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if not secrets.compare_digest(
            base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(), kept["code_challenge"]
        ):
            raise Turned("invalid_grant", "the verifier is not that of the challenge")
        if form.get("redirect_uri") != kept["redirect_uri"] or form.get("client_id") != kept["client_id"]:
            raise Turned("invalid_grant", "the code was for another address or client")
    except Turned as turned:
        return answer(turned)
    person = next(one for one in demo.persons() if one.id == kept["person"])
    claims = {
        "iss": _issuer(request),
        "aud": kept["client_id"],
        "sub": hashlib.sha256(person.id.encode()).hexdigest(),
        "pid": person.number,
        "nonce": kept["nonce"],
        "acr": LEVELS[1],
        "amr": ["TestID"],
        "locale": "nb",
    }
    id_token = signed(request, "JWT", _USING, claims)
    return given(
        {"token_type": "Bearer", "access_token": secrets.token_urlsafe(), "expires_in": _USING, "id_token": id_token}
    )


def _issuer(request: Request) -> str:
    return f"{address_of(request)}{place.PATH}"


def _check_client(request: Request, form: dict[str, str]) -> None:
    """Only this site is a client here, and it proves it with its key."""
    claims = stated(form.get("client_assertion", ""), demo_keys.key(folder(request), demo_keys.SITE), _issuer(request))
    if claims["iss"] != place.CLIENT or claims.get("sub") != place.CLIENT:
        raise Turned("invalid_client", "the assertion is about another client")


def _checked(request: Request, asked: dict[str, str]) -> dict[str, str]:
    if asked["client_id"] != place.CLIENT or asked["response_type"] != "code":
        raise Turned("invalid_request", "unknown client, or another response than code")
    if asked["redirect_uri"] != address_of(request) + ANSWER:
        raise Turned("invalid_request", "the address to answer to is not registered")
    if "openid" not in asked["scope"].split() or not asked["state"] or not asked["nonce"]:
        raise Turned("invalid_request", "openid, state and nonce are needed")
    if asked["code_challenge_method"] != "S256" or len(asked["code_challenge"]) != 43:
        raise Turned("invalid_request", "a code challenge (S256) is needed")
    if not set(asked["acr_values"].split()) <= set(LEVELS):
        raise Turned("invalid_request", "unknown acr_values")
    return asked


def _pushed(request: Request, uri: str) -> dict[str, Any]:
    try:
        asked: dict[str, Any] = own(request, _REQUEST, uri.removeprefix(_URN))["asked"]
    except Turned:
        language = preferred(request)
        word = Words(language)
        raise Wrong(400, word("old_request"), (word("start_again"), f"/{language}/logg-inn")) from None
    return asked


def _language(wanted: str) -> Language:
    return Language.NYNORSK if wanted.startswith("nn") else Language.BOKMAL
