"""The test issuer of tokens for systems, in the shape of Maskinporten: a signed statement in, an access token out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kostra.app.people import demo, demo_keys
from kostra.web.address import address_of
from kostra.web.idp import place
from kostra.web.idp.signing import ALGORITHM, Turned, answer, folder, given, signed, stated
from kostra.web.login.issuers import kid_of

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LASTS = 600


def metadata(request: Request) -> Response:
    here = f"{address_of(request)}{place.PATH}/maskinporten"
    return JSONResponse(
        {
            "issuer": demo_keys.SYSTEM_ISSUER,
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{address_of(request)}{place.PATH}/jwks",
            "grant_types_supported": [GRANT],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": [ALGORITHM, "RS384", "RS512"],
        }
    )


def token(request: Request) -> Response:
    form = {name: str(request.state.form[name]) for name in request.state.form}
    try:
        if form.get("grant_type") != GRANT:
            raise Turned("unsupported_grant_type", f"only {GRANT} is given here")
        statement = form.get("assertion", "")
        ready = _whose(request, statement)
        claims = stated(statement, demo_keys.key(folder(request), ready.id), demo_keys.SYSTEM_ISSUER)
        if claims.get("scope") != demo_keys.SCOPE:
            raise Turned("invalid_scope", f"only {demo_keys.SCOPE} is given here")
    except Turned as turned:
        return answer(turned)
    content = {
        "iss": demo_keys.SYSTEM_ISSUER,
        "client_id": ready.client,
        "consumer": {"authority": "iso6523-actorid-upis", "ID": f"0192:{ready.orgnr}"},
        "scope": demo_keys.SCOPE,
        "token_type": "Bearer",
        "client_amr": "private_key_jwt",
    }
    made = signed(request, "at+jwt", _LASTS, content)
    return given({"access_token": made, "token_type": "Bearer", "expires_in": _LASTS, "scope": demo_keys.SCOPE})


def _whose(request: Request, statement: str) -> demo.ReadySystem:
    """The system whose key the statement names; whether it is signed with that key is checked next."""
    named = kid_of(statement)
    for ready in demo.systems():
        if demo_keys.key(folder(request), ready.id).kid == named:
            return ready
    raise Turned("invalid_client", "the key is not that of a system of the demo")
