"""What the pages of a room need of a request, and how they are shown: who asks, in which language, what was typed, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.pages.words import Words
from kostra.app.permissions import Asker
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.errors import status_of
from kostra.web.pages import Link, Page, show

W = TypeVar("W", bound=Words)


@dataclass(frozen=True, slots=True)
class Visit(Generic[W]):
    """`say` are the words of the room."""

    request: Request
    system: System
    asker: Asker
    language: Language
    say: W

    @classmethod
    def of(cls, request: Request, words: Callable[[Language], W]) -> Self:
        language: Language = request.path_params["language"]
        return cls(request, request.app.state.system, asker_of(request), language, words(language))

    @property
    def form(self) -> dict[str, str]:
        """What was posted, trimmed; nothing where a page was only asked for."""
        posted = getattr(self.request.state, "form", None) or {}
        return {key: value.strip() for key, value in posted.items() if isinstance(value, str)}

    def chosen(self, name: str) -> list[str]:
        """All the values of a field that may be there several times."""
        return [value for value in self.request.state.form.getlist(name) if isinstance(value, str)]

    def choice(self, name: str, known: Iterable[str], default: str = "") -> tuple[str, Refused | None]:
        """What the address chooses. A choice that is none is told, and the default holds."""
        chosen = self.request.query_params.get(name, "") or default
        if chosen in (*known, default):
            return chosen, None
        return default, Refused(self.say("no_choice", wanted=chosen[:40]))

    def show(
        self,
        template: str,
        title: str,
        crumbs: tuple[Link, ...],
        section: str,
        context: dict[str, Any],
        problem: Refused | None,
    ) -> Response:
        """A `problem` is shown first, and whatever was typed stays."""
        around = {"say": self.say, "problem": None if problem is None else problem.message}
        status = 200 if problem is None else status_of(problem)
        page = Page(template, title, self.language, crumbs, section, status, context=around | context)
        return show(self.request, page)
