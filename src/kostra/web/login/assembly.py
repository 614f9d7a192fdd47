"""Which services this site trusts to say who somebody is: the real ones as set, or in the demo the test provider that it brings itself."""

from __future__ import annotations

from functools import cache

from joserfc.jwk import KeySet
from starlette.applications import Starlette
from starlette.requests import Request

from kostra.app.people import demo_keys
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.web.address import address_of
from kostra.web.idp import place
from kostra.web.login.issuers import Published, Trusted, fetched
from kostra.web.login.provider import Client, Provider, key_in
from kostra.web.login.trust import Trust
from kostra.web.settings import PersonLogin, Settings, SystemLogin


def trust(app: Starlette, settings: Settings, system: System) -> Trust:
    """Outside the demo nobody logs in with anything of the demo's."""
    if system.demo:
        return _of_demo(app, settings)
    persons = _persons(settings.persons, settings) if settings.persons else None
    return Trust(None if persons is None else lambda request: persons, _systems(settings.systems, settings))


def _persons(login: PersonLogin, settings: Settings) -> Provider:
    if settings.address is None:
        raise Refused(
            "Nettstedet skal ta imot innlogging, men vet ikke hva det heter utenfra. "
            "Sett KOSTRA_ADDRESS, for eksempel til https://kostra.example.no."
        )
    if place.is_ours(login.issuer):
        raise Refused(
            "KOSTRA_OIDC_ISSUER peker på testinnloggingen, som bare er for demonstrasjonen. Sett den til ID-porten."
        )
    published = Published(login.issuer, f"{login.issuer.rstrip('/')}/.well-known/openid-configuration", fetched)
    return Provider(Client(login.client, key_in(login.key)), published)


def _systems(login: SystemLogin | None, settings: Settings) -> Trusted | None:
    if login is None:
        return None
    if place.is_ours(login.issuer):
        raise Refused(
            "KOSTRA_MASKINPORTEN_ISSUER peker på testutstederen, som bare er for demonstrasjonen. Sett den til Maskinporten."
        )
    published = Published(login.issuer, f"{login.issuer.rstrip('/')}/.well-known/oauth-authorization-server", fetched)
    return Trusted(login.issuer, login.scope, settings.address, published.keys)


def _of_demo(app: Starlette, settings: Settings) -> Trust:
    """Everything within this process: it asks itself, and reads the keys of the test provider where the provider does."""
    folder = settings.data / demo_keys.FOLDER
    client = Client(place.CLIENT, demo_keys.key(folder, demo_keys.SITE))
    keys = KeySet([demo_keys.key(folder, demo_keys.PROVIDER)])

    @cache
    def provider(base: str) -> Provider:
        issuer = f"{base}{place.PATH}"
        wellknown = f"{issuer}/.well-known/openid-configuration"
        return Provider(client, Published(issuer, wellknown, place.fetching(app)), place.posting(app))

    async def known(token: str) -> KeySet:
        return keys

    def persons(request: Request) -> Provider:
        return provider(address_of(request))

    return Trust(persons, Trusted(demo_keys.SYSTEM_ISSUER, demo_keys.SCOPE, None, known))
