"""The routes of logging in and out, and of one's own profile."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web.access import LOGGED_IN, PUBLIC, guarded
from kostra.web.login import flow, profile

_HERE = "/{language:written}"


def routes() -> list[BaseRoute]:
    return [
        guarded(f"{_HERE}/logg-inn", flow.page, PUBLIC, login=True),
        guarded(f"{_HERE}/logg-inn/videre", flow.begin, PUBLIC, login=True),
        guarded(flow.ANSWER, flow.answer, PUBLIC, login=True),
        guarded(f"{_HERE}/logg-ut", flow.log_out, LOGGED_IN, ("POST",)),
        guarded(f"{_HERE}/logg-ut/overalt", flow.log_out_everywhere, LOGGED_IN, ("POST",)),
        guarded(f"{_HERE}/logget-ut", flow.logged_out, PUBLIC),
        guarded(f"{_HERE}/profil", profile.page, LOGGED_IN),
        guarded(f"{_HERE}/profil", profile.change, LOGGED_IN, ("POST",), name="profile_change"),
        guarded(f"{_HERE}/profil/kode", profile.change_code, LOGGED_IN, ("POST",)),
    ]
