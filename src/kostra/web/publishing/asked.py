"""What every page of releases needs of a request, and how a release is told on all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.model.errors import Refused
from kostra.model.release import Kind, Release
from kostra.publication.standing import State
from kostra.web.pages import Link
from kostra.web.publishing.words import Words
from kostra.web.settings import Settings
from kostra.web.visit import Visit

SECTION = "publisering"
_COLOURS = {
    State.WAITING: "warning",
    State.COMING: "info",
    State.PUBLIC: "success",
    State.REPLACED: "neutral",
    State.WITHDRAWN: "danger",
}


@dataclass(frozen=True, slots=True)
class Asked(Visit[Words]):
    @property
    def top(self) -> str:
        return f"/{self.language}/{SECTION}"

    @property
    def data(self) -> Path:
        settings: Settings = self.request.app.state.settings
        return settings.data

    @property
    def id(self) -> str:
        return str(self.request.path_params["id"])

    def here(self, id: str) -> str:
        return f"{self.top}/{id}"


def asked(request: Request) -> Asked:
    return Asked.of(request, Words)


def page(one: Asked, template: str, title: str, context: dict[str, Any], *, problem: Refused | None = None) -> Response:
    above: tuple[Link, ...] = () if template == "front" else ((one.say("publishing"), one.top),)
    said = one.request.query_params.get("gjort", "")
    told = one.say(f"done_{said}") if one.say.has(f"done_{said}") and problem is None else ""
    return one.show(
        f"publishing/{template}.html", title, above, SECTION, {"top": one.top, "said": told} | context, problem
    )


def title(kind: Kind, year: int, one: Asked) -> str:
    return one.say(f"title_{kind}", year=year)


def stands(state: State, one: Asked) -> dict[str, str]:
    return {"name": one.say(f"state_{state}"), "colour": _COLOURS[state]}


def when(of: Release, one: Asked) -> str:
    return one.say.moment(of.opens or of.hour)
