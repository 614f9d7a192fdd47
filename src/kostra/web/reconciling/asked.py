"""Reading which comparison, year or unit a page of reconciliation is about, and showing it in the frame that all of them share.

What is not there is refused as missing; a choice that is none is told above the page as it is without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.followup import campaigns
from kostra.app.people import units
from kostra.model.errors import Missing, Refused
from kostra.reconciling.catalogue import comparison_for
from kostra.reconciling.comparison import Comparison
from kostra.web.pages import Link
from kostra.web.reconciling.words import Words
from kostra.web.visit import Visit

SECTION = "redigering"
"""They stand under editing, and the menu has one entry for both."""


@dataclass(frozen=True, slots=True)
class Asked(Visit[Words]):
    """What every page of reconciliation needs of a request."""

    @property
    def editing(self) -> str:
        return f"/{self.language}/{SECTION}"

    @property
    def top(self) -> str:
        return f"{self.editing}/avstemming"

    @property
    def year(self) -> int:
        """In the path."""
        written = str(self.request.path_params["year"])
        if not re.fullmatch("[0-9]{4}", written):
            raise Missing(self.say("not_a_year", wanted=written[:20]))
        return int(written)

    def years(self) -> tuple[int, ...]:
        """Those that something is collected for, the newest first; where there is nothing, the last whole year."""
        return campaigns.years(self.system, self.asker).known or (self.system.clock.now().year - 1,)


@dataclass(frozen=True, slots=True)
class About(Asked):
    """A page about one comparison in one year."""

    comparison: Comparison

    @property
    def here(self) -> str:
        return self.of_year(self.year)

    def of_year(self, year: int) -> str:
        return f"{self.top}/mot/{self.comparison.id}/{year}"

    @property
    def title(self) -> str:
        return f"{self.say.of(self.comparison.title)}, {self.year}"

    def unit_name(self, unit: str) -> str:
        return units.name(unit, self.year)


def asked(request: Request) -> Asked:
    return Asked.of(request, Words)


def about(request: Request) -> About:
    """Refused where there is no such comparison, or not in that year."""
    one = asked(request)
    found = comparison_for(request.path_params["comparison"], one.year)
    return About(one.request, one.system, one.asker, one.language, one.say, found)


def page(
    one: Asked,
    template: str,
    title: str,
    context: dict[str, Any],
    *crumbs: Link,
    problem: Refused | None = None,
    said: str = "",
) -> Response:
    """`crumbs` stand after the first page of reconciliation. A `problem` is shown first; `said` is what was done."""
    beginning: tuple[Link, ...] = ((one.say("editing"), one.editing),)
    if template != "front":
        beginning += ((one.say("reconciliation"), one.top),)
    around = {"top": one.top, "said": said} | context
    return one.show(f"reconciling/{template}.html", title, (*beginning, *crumbs), SECTION, around, problem)
