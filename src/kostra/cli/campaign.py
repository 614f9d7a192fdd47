"""`kostra campaign`: opening the campaign of a year, seeing where it stands, adding one that owes a form, closing it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import steward
from kostra.cli.parser import subcommands, year

if TYPE_CHECKING:
    from kostra.app.followup.campaigns import Shown
    from kostra.app.system import System
    from kostra.model.submission import Season

Opened = Callable[[], AbstractContextManager["System"]]


def add(commands: Any, opened: Opened) -> None:
    campaign = commands.add_parser(
        "campaign",
        help="innsamlingen: åpne et år, se hvor den står, steng den",
        description=(
            "Innsamlingen av et år: hvem som skal levere hva, og når. Datoene står i skjemaenes kalender.\n"
            "Året er det tallene gjelder: innsamlingen for 2026 foregår fra januar til juni 2027."
        ),
    )
    below = subcommands(campaign)

    open_ = below.add_parser(
        "open",
        help="legg inn alt som skal leveres for et år",
        description="Legger inn alt som skal leveres. Det som er der fra før, blir stående, så den kan kjøres på nytt.",
    )
    _about(open_)
    open_.add_argument(
        "--centre",
        action="append",
        default=[],
        metavar="REGION",
        help="en kommune som er vertskap for et krisesenter, med seks siffer; kan gjentas",
    )
    open_.add_argument(
        "--form",
        action="append",
        default=[],
        metavar="SKJEMA",
        help="bare dette skjemaet, for eksempel 11F; kan gjentas (ellers alle som samles inn)",
    )
    open_.set_defaults(run=lambda given: _open(given, opened))

    show = below.add_parser("show", help="fristene, og hvor mange som har levert", description="Skjema for skjema.")
    _about(show)
    show.add_argument("--format", choices=("text", "json"), default="text", help="text eller json (ellers text)")
    show.set_defaults(run=lambda given: _show(given, opened))

    expect = below.add_parser(
        "expect", help="legg til én som skal levere", description="For eksempel et nytt krisesenter."
    )
    expect.add_argument("form", type=str.upper, metavar="SKJEMA")
    expect.add_argument("period", metavar="PERIODE", help="2026, 2026K1 eller 2026M03")
    expect.add_argument("region", metavar="REGION", help="seks siffer, for eksempel 110300")
    expect.add_argument("--reason", metavar="GRUNN", required=True, help="hvorfor den skal levere")
    expect.add_argument("--test", action="store_true", help="i leverandørenes test, ikke i den virkelige innsamlingen")
    expect.set_defaults(run=lambda given: _expect(given, opened))

    close = below.add_parser(
        "close",
        help="steng innsamlingen før kalenderen gjør det",
        description="Det som er levert, blir endelig. Det som mangler, blir stengt uten svar.",
    )
    _about(close)
    close.add_argument("--reason", metavar="GRUNN", required=True, help="hvorfor den stenges nå")
    close.set_defaults(run=lambda given: _close(given, opened))


def _about(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year, metavar="ÅR", help="året tallene gjelder")
    parser.add_argument("--test", action="store_true", help="leverandørenes test i november, ikke den virkelige")


def _open(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.followup.campaigns import open_campaign

    with opened() as system:
        added = open_campaign(system, steward(), given.year, _season(given), centres=given.centre, forms=given.form)
    for form, count in added.items():
        print(f"{form:<8} {count:>6} lagt til")
    return 0


def _show(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.followup.campaigns import show

    with opened() as system:
        found = show(system, steward(), given.year, _season(given))
    if given.format == "json":
        print(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
        return 0
    if not found:
        print(f"Innsamlingen for {given.year} er ikke åpnet. Åpne den med «kostra campaign open {given.year}».")
        return 0
    print(f"{'Skjema':<8} {'Periode':<9} {'Åpner':<11} {'Frist':<11} {'Stenger':<11} {'Skal':>6} {'Svart':>6}")
    for one in found:
        dates = one.dates
        print(
            f"{one.form:<8} {one.period!s:<9} {dates.opens!s:<11} {dates.deadline!s:<11} {dates.closes!s:<11} "
            f"{one.owed:>6} {one.answered:>6}"
        )
    return 0


def _expect(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.followup.campaigns import expect
    from kostra.model.period import Period
    from kostra.model.submission import Expected

    wanted = Expected(given.form, Period.read(given.period), given.region, _season(given))
    with opened() as system:
        expect(system, steward(), wanted, given.reason)
    print(f"{given.region} skal levere skjema {given.form} for {given.period}.")
    return 0


def _close(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.followup.campaigns import close_campaign

    with opened() as system:
        closed = close_campaign(system, steward(), given.year, given.reason, _season(given))
    print(f"Stengte {closed}.")
    return 0


def _as_json(one: Shown) -> dict[str, object]:
    dates = one.dates
    return {
        "form": one.form,
        "period": str(one.period),
        "opens": str(dates.opens),
        "deadline": str(dates.deadline),
        "corrections": str(dates.corrections),
        "closes": str(dates.closes),
        "publications": [str(on) for on in dates.publications],
        "states": {str(state): count for state, count in one.states.items()},
    }


def _season(given: argparse.Namespace) -> Season:
    from kostra.model.submission import Season

    return Season.TEST if given.test else Season.REAL
