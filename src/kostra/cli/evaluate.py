"""`kostra evaluate`: what the controls of a form came to, how good the files of each case system are, and the quality of a release."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import subcommands, write_out, year

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]


def add(commands: Any, opened: Opened, data: Callable[[], Path]) -> None:
    """`data` tells which folder releases are in."""
    evaluate = commands.add_parser(
        "evaluate",
        help="hva kontrollene ga, og kvaliteten på tallene",
        description=(
            "«kostra evaluate controls --form 11F --year 2025» viser hva hver kontroll fant, hvor mye som ble rettet, hvor mye som var\n"
            "riktig, hva det kostet å svare, og hva tallene taler for. «kostra evaluate vendors --form 11F» viser funn og feil per 1 000\n"
            "poster etter fagsystem. «kostra evaluate quality ID» skriver kvalitetserklæringen til en publisering som JSON."
        ),
    )
    which = subcommands(evaluate)
    controls = which.add_parser("controls", help="hva kontrollene i et skjema ga i et år")
    _form(controls)
    controls.add_argument("--year", type=year, required=True, metavar="ÅR", help="året skjemaet gjelder")
    controls.set_defaults(run=lambda given: _controls(given, opened))
    vendors = which.add_parser("vendors", help="funn og feil per 1 000 poster etter fagsystem")
    _form(vendors)
    vendors.set_defaults(run=lambda given: _vendors(given, opened))
    quality = which.add_parser("quality", help="kvalitetserklæringen til en publisering")
    quality.add_argument("release", metavar="ID", help="publiseringen; «kostra release list» viser dem")
    quality.add_argument("--out", metavar="FIL", help="skriv til en fil")
    quality.set_defaults(run=lambda given: _quality(given, opened, data))


def _form(parser: Any) -> None:
    parser.add_argument("--form", required=True, metavar="SKJEMA", help="skjemaet, for eksempel 11F")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="hvordan svaret skrives (ellers text)"
    )
    parser.add_argument("--out", metavar="FIL", help="skriv til en fil")


def _controls(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.evaluation import controls, told
    from kostra.forms import catalogue
    from kostra.model.text import Language

    form = catalogue.form(given.form.upper()).id
    with opened() as system:
        found = controls.in_year(system, statistician(), form, given.year)
    if given.format == "json":
        _json(told.controls_as_json(found), given.out)
    else:
        write_out(told.controls_as_text(found, Language.BOKMAL), given.out)
    return 0


def _vendors(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.evaluation import told, vendors
    from kostra.forms import catalogue
    from kostra.model.text import Language

    form = catalogue.form(given.form.upper()).id
    with opened() as system:
        found = vendors.every(system, statistician(), form)
    if given.format == "json":
        _json(told.vendors_as_json(form, found), given.out)
    else:
        write_out(told.vendors_as_text(form, found, Language.BOKMAL), given.out)
    return 0


def _quality(given: argparse.Namespace, opened: Opened, data: Callable[[], Path]) -> int:
    from kostra.app.evaluation import stating, told
    from kostra.app.publication import showing

    with opened() as system:
        found = stating.statement(showing.public(system, data()), given.release)
    _json(told.statement_as_json(found), given.out)
    return 0


def _json(data: Any, out: str | None) -> None:
    write_out(json.dumps(data, ensure_ascii=False, indent=2) + "\n", out)
