"""What every page of the calendar needs of a request, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.publication import history
from kostra.app.publication.history import Came
from kostra.app.system import System
from kostra.model.text import Language
from kostra.web.calendar.words import Words
from kostra.web.language import READ
from kostra.web.pages import Link, Page, show
from kostra.web.settings import Settings

CALENDAR, CHANGES, BREAKS, QUALITY = "kalender", "endringer", "brudd", "kvalitet"


@dataclass(frozen=True, slots=True)
class Asked:
    request: Request
    system: System
    language: Language
    say: Words

    @property
    def data(self) -> Path:
        settings: Settings = self.request.app.state.settings
        return settings.data

    def path(self, *parts: str) -> str:
        return "/".join((f"/{self.language}", *parts))

    def page(
        self, template: str, title: str, context: dict[str, Any], *below: str, above: tuple[Link, ...] = ()
    ) -> Response:
        """`below` is where the page is, after the language."""
        around = {
            "say": self.say,
            "feed": self.path(f"{CALENDAR}.atom"),
            "ways": [
                (self.say(name), self.path(place))
                for name, place in (
                    ("calendar", CALENDAR),
                    ("changes", CHANGES),
                    ("breaks", BREAKS),
                    ("quality", QUALITY),
                )
                if (place,) != below
            ],
        }
        page = Page(
            f"calendar/{template}.html",
            title,
            self.language,
            above,
            "figures",
            languages=READ,
            canonical=f"/{'/'.join(below)}",
            description=self.say(f"{template}_about"),
            context=around | context,
        )
        return show(self.request, page)


def asked(request: Request) -> Asked:
    language: Language = request.path_params["language"]
    return Asked(request, request.app.state.system, language, Words(language))


def tables(one: Asked, ids: tuple[str, ...], year: int) -> list[dict[str, str]]:
    """What they are called, and where they are."""
    return [{"id": id, "title": one.say.of(history.title(id, year)), "here": one.path("tabeller", id)} for id in ids]


def release(one: Asked, came: Came) -> dict[str, Any]:
    of = came.release
    return {
        "title": one.say.release(of.kind, of.year),
        "when": one.say.moment(came.opened),
        "here": one.path(CHANGES, of.id),
        "reason": "" if came.withdrawn else came.reason,
        "withdrawn": "" if came.withdrawn is None else one.say("withdrawn", when=one.say.moment(came.withdrawn)),
        "corrected": [
            one.say("corrected", when=one.say.moment(each.opens), reason=each.made.text)
            for each in came.corrected
            if each.opens is not None
        ],
        "is_shown": came.is_shown,
    }
