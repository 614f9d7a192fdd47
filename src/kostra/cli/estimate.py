"""`kostra estimate`: make a run and freeze it, list those that were made, and tell how the figures changed from provisional to final."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import write_out, year

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]
_DOES = ("list", "revision")


def add(commands: Any, opened: Opened) -> None:
    estimate = commands.add_parser(
        "estimate",
        help="beregn tall for det som ikke er rapportert",
        description=(
            "«kostra estimate 2026 --form 11F» lager en beregning og fryser den. «kostra estimate list» viser dem som er laget.\n"
            "«kostra estimate revision 2026 --form 11F» viser hvordan tallene endret seg fra foreløpige til endelige.\n"
            "Ingen beregnede tall for en kommune er med i svaret. CSV har bare tall som kan publiseres."
        ),
    )
    estimate.add_argument("what", type=_what, metavar="HVA", help="året, eller list, eller revision")
    estimate.add_argument("year", nargs="?", type=year, metavar="ÅR", help="året, etter revision")
    estimate.add_argument("--form", metavar="SKJEMA", help="11F eller 11CF")
    estimate.add_argument(
        "--kind",
        choices=("provisional", "final", "trial"),
        help="foreløpige tall, endelige tall eller en prøve (ellers trial)",
    )
    estimate.add_argument(
        "--reason",
        metavar="GRUNN",
        help="hvorfor beregningen lages; må gis for foreløpige og endelige tall",
    )
    estimate.add_argument("--from", dest="first", metavar="ID", help="etter revision: den første beregningen")
    estimate.add_argument("--to", dest="final", metavar="ID", help="etter revision: den siste beregningen")
    estimate.add_argument(
        "--format", choices=("text", "json", "csv"), default="text", help="hvordan svaret skrives (ellers text)"
    )
    estimate.add_argument("--out", metavar="FIL", help="skriv til en fil")
    estimate.set_defaults(run=lambda given: _estimate(given, opened))


def _what(written: str) -> str | int:
    return written if written in _DOES else year(written)


def _estimate(given: argparse.Namespace, opened: Opened) -> int:
    _refuse_what_would_be_ignored(given)
    if given.what == "list":
        return _list(given, opened)
    if given.what == "revision":
        return _revision(given, opened)
    return _make(given, opened)


def _refuse_what_would_be_ignored(given: argparse.Namespace) -> None:
    from kostra.model.errors import Refused

    making, revising = given.what not in _DOES, given.what == "revision"
    ignored = (
        (f"året {given.year}", given.year if not revising else None),
        ("--kind", given.kind if not making else None),
        ("--reason", given.reason if not making else None),
        ("--from", given.first if not revising else None),
        ("--to", given.final if not revising else None),
    )
    told = [name for name, value in ignored if value is not None]
    if told:
        what = "når en beregning lages" if making else f"sammen med «{given.what}»"
        raise Refused(f"{' og '.join(told)} kan ikke brukes {what}. Se «kostra estimate --help».")


def _make(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.estimating import told
    from kostra.app.estimating.making import make_now
    from kostra.app.estimating.record import Kind
    from kostra.app.estimating.seeing import see
    from kostra.model.errors import Broken

    kind = Kind(given.kind or Kind.TRIAL)
    reason = given.reason or ("prøve" if kind is Kind.TRIAL else "")
    with opened() as system:
        made = make_now(system, statistician(), _form(given), given.what, kind, reason)
        seen = see(system, statistician(), made.id)
    if seen.record is None or seen.frozen is None:
        raise Broken(f"Estimate {made.id} was made, and has no record.")
    match given.format:
        case "json":
            write_out(seen.record, given.out)
        case "csv":
            write_out(told.as_csv(seen.frozen), given.out)
        case _:
            write_out(told.as_text(made, seen.frozen), given.out)
    return 0


def _list(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.estimating import told
    from kostra.app.estimating.seeing import listed

    with opened() as system:
        every = listed(system, statistician(), given.form)
    if given.format == "json":
        write_out(
            json.dumps([told.listed_as_json(one) for one in every], ensure_ascii=False, indent=2) + "\n", given.out
        )
    elif given.format == "csv":
        write_out(told.listed_as_csv(every), given.out)
    else:
        write_out("".join(f"{told.line(one)}\n" for one in every) or "Ingen beregninger er laget.\n", given.out)
    return 0


def _revision(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.estimating import told
    from kostra.app.estimating.revising import revision
    from kostra.model.errors import Refused

    if given.year is None:
        raise Refused("Skriv hvilket år det gjelder: «kostra estimate revision 2026 --form 11F».")
    with opened() as system:
        found = revision(system, statistician(), _form(given), given.year, given.first, given.final)
    match given.format:
        case "json":
            write_out(json.dumps(told.revision_as_json(found), ensure_ascii=False, indent=2) + "\n", given.out)
        case "csv":
            write_out(told.revision_as_csv(found), given.out)
        case _:
            write_out(told.revision_as_text(found), given.out)
    return 0


def _form(given: argparse.Namespace) -> str:
    from kostra.model.errors import Refused

    if given.form is None:
        raise Refused("Skriv hvilket skjema det gjelder, for eksempel --form 11F.")
    return str(given.form)
