"""What the pages about places need of a request: the language, the words, the bank, and the table of key figures as it is public now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.publication.bank import Moment
from kostra.app.publication.places import TABLE
from kostra.model.text import Language
from kostra.publication.refusals import Unanswerable
from kostra.publication.table import Table
from kostra.web.language import READ
from kostra.web.pages import Link, Page, show
from kostra.web.places.words import Words
from kostra.web.statbank.answering import bank_of

SECTION = "kommuner"


@dataclass(frozen=True, slots=True)
class Asked:
    request: Request
    language: Language
    say: Words
    bank: Moment
    table: Table | None
    """None before the first release that has it."""

    @property
    def top(self) -> str:
        return f"/{self.language}/{SECTION}"

    def given(self, name: str) -> list[str]:
        """What the address says of it, each once."""
        return list(dict.fromkeys(one.strip() for one in self.request.query_params.getlist(name) if one.strip()))

    def page(
        self,
        template: str,
        title: str,
        context: dict[str, Any],
        here: str = "",
        above: tuple[Link, ...] = (),
        description: str | None = None,
        status: int = 200,
    ) -> Response:
        """`here` is the path below the list of municipalities."""
        around = {"say": self.say, "top": self.top}
        page = Page(
            f"places/{template}.html",
            title,
            self.language,
            above if not here else ((self.say("municipalities"), self.top), *above),
            "figures",
            status,
            languages=READ,
            canonical=f"/{SECTION}{here}",
            description=description,
            context=around | context,
        )
        return show(self.request, page)

    def nothing_yet(self) -> Response:
        return self.page("nothing", self.say("municipalities"), {"why": self.say("nothing_yet")}, status=404)


def asked(request: Request) -> Asked:
    language: Language = request.path_params["language"]
    bank = bank_of(request.app).moment()
    try:
        table = bank.table(TABLE)
    except Unanswerable:
        table = None
    return Asked(request, language, Words(language), bank, table)
