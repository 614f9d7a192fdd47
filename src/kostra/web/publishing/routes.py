"""The addresses of releases at the desk. Everything here is for statisticians; what readers see is elsewhere."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, guarded
from kostra.web.publishing import one_release, releases

_TOP = "/{language:written}/publisering"
_ONE = f"{_TOP}/{{id}}"


def routes() -> list[BaseRoute]:
    desk = DUTY(Duty.STATISTICIAN)
    return [
        guarded(_TOP, releases.releases, desk, name="releases"),
        guarded(f"{_TOP}/lag", releases.make, desk, ("POST",), name="make_release"),
        guarded(_ONE, one_release.one_release, desk, name="release"),
        guarded(f"{_ONE}/godkjenn", one_release.approve, desk, ("POST",), name="approve_release"),
        guarded(f"{_ONE}/trekk", one_release.withdraw, desk, ("POST",), name="withdraw_release"),
    ]
