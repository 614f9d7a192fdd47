"""The routes of the test provider. They are not made, and the site does not start with them, outside the demo."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.web.access import PUBLIC, STATIC, guarded
from kostra.web.idp import persons, systems
from kostra.web.idp.place import PATH


def routes(system: System) -> list[BaseRoute]:
    if not system.demo:
        raise Refused(
            "Testinnloggingen er bare for demonstrasjonen, og starter ikke her. Sett KOSTRA_OIDC_ISSUER til ID-porten."
        )
    return [
        guarded(f"{PATH}/.well-known/openid-configuration", persons.metadata, STATIC, name="idp_metadata"),
        guarded(f"{PATH}/jwks", persons.jwks, STATIC),
        guarded(f"{PATH}/par", persons.push, PUBLIC, ("POST",)),
        guarded(f"{PATH}/authorize", persons.choose, PUBLIC, login=True),
        guarded(f"{PATH}/authorize", persons.chosen, PUBLIC, ("POST",), login=True),
        guarded(f"{PATH}/token", persons.token, PUBLIC, ("POST",), name="idp_token"),
        guarded(
            f"{PATH}/maskinporten/.well-known/oauth-authorization-server",
            systems.metadata,
            STATIC,
            name="maskinporten_metadata",
        ),
        guarded(f"{PATH}/maskinporten/token", systems.token, PUBLIC, ("POST",), name="maskinporten_token"),
    ]
