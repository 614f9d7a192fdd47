"""What the pages for readers need of a request: the language, the words, the bank, and what is found in it."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from kostra.app.publication import showing
from kostra.app.publication.bank import Bank
from kostra.app.publication.finder import Finder
from kostra.app.system import System
from kostra.model.text import Language
from kostra.publication.refusals import Unanswerable
from kostra.publication.table import Table
from kostra.web.language import READ
from kostra.web.pages import Link, Page, show
from kostra.web.readers.words import Words
from kostra.web.statbank.answering import bank_of

FIGURES = "figures"
_MAKING = Lock()


@dataclass(frozen=True, slots=True)
class Asked:
    request: Request
    system: System
    language: Language
    say: Words
    bank: Bank

    @property
    def top(self) -> str:
        return f"/{self.language}"

    def table(self, id: str) -> Table | None:
        """None where it is not public."""
        try:
            return self.bank.table(id)
        except Unanswerable:
            return None

    def page(
        self,
        template: str,
        title: str,
        here: str,
        context: dict[str, Any],
        *,
        section: str = FIGURES,
        above: tuple[Link, ...] = (),
        description: str | None = None,
        status: int = 200,
    ) -> Response:
        """`here` is the path after the language."""
        around = {"say": self.say, "top": self.top}
        page = Page(
            f"readers/{template}.html",
            title,
            self.language,
            above,
            section,
            status,
            languages=READ,
            canonical=here if status == 200 else None,
            description=description,
            context=around | context,
        )
        return show(self.request, page)

    def nothing_yet(self) -> str:
        """For a page that has no figures to show: when the first come, where there are none on other pages either."""
        if self.bank.tables():
            return self.say("nothing_here")
        coming = next(iter(showing.planned(self.system)), None)
        if coming is None:
            return self.say("nothing_planned")
        when = self.say.moment(coming.hour)
        return self.say(f"first_{coming.kind}", when=when, year=coming.year)


def asked(request: Request) -> Asked:
    language: Language = request.path_params["language"]
    return Asked(request, request.app.state.system, language, Words(language), bank_of(request.app))


def finder_of(app: Starlette) -> Finder:
    """One for the process, from the first question on."""
    bank = bank_of(app)
    with _MAKING:
        if not hasattr(app.state, "finder"):
            app.state.finder = Finder(bank)
        finder: Finder = app.state.finder
        return finder
