"""What every page of disclosure control needs of a request, and how runs, counts and cells are told on all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.disclosure.mapping import TableSeen
from kostra.app.disclosure.naming import Naming
from kostra.app.pages.numbers import written
from kostra.model.errors import Refused
from kostra.model.protection import AuditVerdict, Place, Protection, Shown, Tally
from kostra.model.region import RegionKind
from kostra.web.disclosure.words import Words
from kostra.web.pages import Link
from kostra.web.settings import Settings
from kostra.web.visit import Visit

SECTION = "prikking"
SIGNS = {Shown.PRIMARY: "×", Shown.SECONDARY: "/", Shown.SMALL: "•", Shown.HELD: "="}
"""Beside the colour, so that nobody needs to see colours. What is shown has none."""
MERGED = "+"


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

    @property
    def table(self) -> str:
        return str(self.request.path_params["table"])

    @property
    def run(self) -> str:
        return f"{self.top}/{self.id}"

    def of_table(self, table: str) -> str:
        return f"{self.run}/tabell/{table}"


def asked(request: Request) -> Asked:
    return Asked.of(request, Words)


def page(
    one: Asked,
    template: str,
    title: str,
    context: dict[str, Any],
    *crumbs: Link,
    problem: Refused | None = None,
) -> Response:
    """`crumbs` stand after the list of runs."""
    above: tuple[Link, ...] = () if template == "front" else ((one.say("disclosure"), one.top),)
    said = one.request.query_params.get("gjort", "")
    told = one.say(f"done_{said}") if one.say.has(f"done_{said}") and problem is None else ""
    around = {"top": one.top, "said": told} | context
    return one.show(f"disclosure/{template}.html", title, (*above, *crumbs), SECTION, around, problem)


def title(made: Protection, one: Asked) -> str:
    return one.say(f"title_{made.status}", year=made.year)


def table_title(seen: TableSeen, one: Asked) -> str:
    return f"{seen.naming.table.id}: {one.say.of(seen.naming.table.title)}"


def verdict(of: AuditVerdict | None, one: Asked) -> dict[str, str]:
    """The line that says whether the run is safe, with a colour."""
    if of is None:
        return {"name": one.say("verdict_none"), "colour": "neutral", "line": one.say("verdict_none_about")}
    line = one.say(
        "verdict_line",
        cells=written(of.cells),
        suppressed=written(of.suppressed),
        determined=written(of.determined),
        narrow=written(of.narrower_than_3),
        certified=written(of.certified),
    )
    name, colour = ("verdict_passed", "success") if of.passed else ("verdict_failed", "danger")
    return {"name": one.say(name), "colour": colour, "line": line}


def counts(of: Tally, before: Tally | None) -> dict[str, str]:
    """How much was lost, and how much last year."""
    return {
        "cells": written(of.cells),
        "primary": written(of.primary),
        "secondary": written(of.secondary),
        "small": written(of.small),
        "held": written(of.held),
        "share": share(of.lost, of.cells),
        "totals": f"{written(of.totals_lost)} / {written(of.totals)}",
        "before": "" if before is None else share(before.lost, before.cells),
        "totals_before": "" if before is None else f"{written(before.totals_lost)} / {written(before.totals)}",
    }


def share(part: int, whole: int) -> str:
    return f"{written(100 * part / whole, 1)}\u00a0%" if whole else ""


def kind(of: RegionKind, one: Asked) -> str:
    return one.say(f"level_{of.replace('-', '_')}")


def why(shown: Shown, one: Asked) -> dict[str, str]:
    return {"name": one.say(f"why_{shown}"), "sign": SIGNS.get(shown, ""), "class": shown.value}


def cell(place: Place, naming: Naming, one: Asked) -> str:
    """A cell in words: its region, its categories, what is counted."""
    return ", ".join(one.say.of(part) for part in naming.parts(place))
