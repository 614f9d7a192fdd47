"""`kostra series`: the frequent series from what has come to figures, the scorecard, and the months against the year.
`kostra pilot-report`: how a year of it went.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import subcommands, write_out

if TYPE_CHECKING:
    from kostra.app.system import System
    from kostra.model.period import Period

Opened = Callable[[], AbstractContextManager["System"]]
_PERIOD = "måneden (2026-05) eller kvartalet (2026K2)"


def add(commands: Any, opened: Opened) -> None:
    whole = commands.add_parser(
        "series",
        help="hyppige tall: fra skjema 11M til publiserte indikatorer",
        description=(
            "Hyppige tall fra dem som er med på den månedlige rapporteringen. Tallene lages av seg selv når den siste filen er kommet,\n"
            "eller fristen er ute, og publiseres under en stående godkjenning: kostra release standing 11M."
        ),
    )
    below = subcommands(whole)
    make = below.add_parser("make", help="lag det som kan lages nå, uten å vente på jobben")
    make.set_defaults(run=lambda given: _make(opened))
    show = below.add_parser("show", help="det som er publisert for en periode")
    scorecard = below.add_parser("scorecard", help="de seks indikatorene for hver kommune, til målekortet")
    for one, run in ((show, _show), (scorecard, _scorecard)):
        one.add_argument("period", metavar="PERIODE", help=_PERIOD)
        one.add_argument("--format", choices=("csv", "json"), default="csv", help="hvordan filen skrives (ellers csv)")
        one.add_argument("--out", metavar="FIL", help="skriv til en fil")
        one.set_defaults(run=lambda given, run=run: run(given, opened))
    revision = below.add_parser(
        "revision", help="månedene mot skjema 11F for året, kommune for kommune, og hvorfor (CSV)"
    )
    revision.add_argument("year", type=int, metavar="ÅR", help="for eksempel 2026")
    revision.add_argument("--out", metavar="FIL", help="skriv til en fil")
    revision.set_defaults(run=lambda given: _revision(given, opened))
    _add_report(commands, opened)


def _add_report(commands: Any, opened: Opened) -> None:
    report = commands.add_parser(
        "pilot-report",
        help="rapporten om et år med hyppigere rapportering (HTML)",
        description=(
            "Hvem som var med, arbeidet det ga, feil, hvor raskt det gikk, hvordan det stemmer med året, og hva det kostet.\n"
            "Alt er talt av systemet selv. Filen åpnes uten nett."
        ),
    )
    report.add_argument("year", type=int, metavar="ÅR", help="for eksempel 2026")
    report.add_argument("--lang", choices=("nb", "nn"), default="nb", help="målform (ellers nb)")
    report.add_argument("--out", metavar="FIL", help="skriv til en fil")
    report.set_defaults(run=lambda given: _report(given, opened))


def _make(opened: Opened) -> int:
    from kostra.app.series import showing
    from kostra.app.series.producing import series

    with opened() as system:
        before = {one.id for one in showing.listed(system, statistician())}
        series(system)
        for one in reversed(showing.listed(system, statistician())):
            if one.id not in before:
                state = (
                    "publisert" if one.approved else "venter på godkjenning" if one.passed else "stoppet av revisjonen"
                )
                print(f"{one.period}: laget, {state} ({one.id})")
    return 0


def _show(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.series import showing, written

    with opened() as system:
        found, producer = showing.of_period(system, _read(given.period)), system.producer
    as_json = given.format == "json"
    told = written.as_json(written.public(found, producer)) if as_json else written.public_csv((found,), producer)
    write_out(told, given.out)
    return 0


def _scorecard(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.series import showing, written

    with opened() as system:
        found, producer = showing.scorecard(system, statistician(), _read(given.period)), system.producer
    as_json = given.format == "json"
    told = written.as_json(written.scorecard(found, producer)) if as_json else written.scorecard_csv(found, producer)
    write_out(told, given.out)
    return 0


def _revision(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.series import written
    from kostra.app.series.revising import revise

    with opened() as system:
        found, producer = revise(system, statistician(), given.year), system.producer
    write_out(written.revision_csv(found, producer), given.out)
    return 0


def _report(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.pages.html import whole
    from kostra.app.series.pilot import pilot
    from kostra.app.series.pilot_told import document
    from kostra.model.text import Language

    with opened() as system:
        found, synthetic = pilot(system, statistician(), given.year), system.producer is None
    write_out(whole(document(found, Language(given.lang), synthetic=synthetic)), given.out)
    return 0


def _read(period: str) -> Period:
    from kostra.model.period import Period

    return Period.read(re.sub(r"^([0-9]{4})-(0[1-9]|1[0-2])$", r"\1M\2", period))
