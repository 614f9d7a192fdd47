"""`kostra controls`: which controls there are, what one says, what changed between two years, and what a new one would hit."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from kostra.cli.forms import answer, formats
from kostra.cli.parser import number, subcommands, year


def add(commands: Any) -> None:
    controls = commands.add_parser(
        "controls", help="kontrollene: liste, én kontroll, endringer, utprøving", description="Kontrollene, år for år."
    )
    below = subcommands(controls)

    listing = below.add_parser("list", help="alle kontrollene i et skjema et år")
    _form(listing)
    listing.add_argument("--year", type=year, metavar="ÅR", help="året (ellers det siste som er publisert)")
    listing.add_argument("--with-proposals", action="store_true", help="ta med forslag som ikke er i bruk")
    formats(listing)
    listing.set_defaults(run=_list)

    show = below.add_parser("show", help="én kontroll i klartekst, over alle år")
    show.add_argument("control", metavar="KONTROLL", help="for eksempel K22")
    _form(show)
    formats(show)
    show.set_defaults(run=_show)

    diff = below.add_parser("diff", help="hva som er endret i kontrollene mellom to år")
    diff.add_argument("before", type=year, metavar="FØR")
    diff.add_argument("after", type=year, metavar="ETTER")
    _form(diff)
    formats(diff)
    diff.set_defaults(run=_diff)

    trial = below.add_parser(
        "try",
        help="hva en ny kontroll ville truffet på filer fra flere år",
        description=(
            "Kjører kontrollene i en Python-fil på filer fra flere år, uten at de er i bruk: hvor mange linjer, kommuner og leverandører\n"
            "de ville truffet, med eksempler. Er det to kontroller i filen, sammenlignes de."
        ),
    )
    trial.add_argument("file", metavar="KONTROLL.py", help="en fil med én eller to kontroller")
    trial.add_argument(
        "data", metavar="MAPPE", help="mappen med årene, slik «kostra synth» lager dem: MAPPE/2026/11F/*.dat"
    )
    trial.add_argument("--years", type=_years, required=True, metavar="ÅR", help="for eksempel 2023-2026")
    _form(trial)
    trial.add_argument(
        "--examples", type=number, default=10, metavar="N", help="hvor mange eksempler som vises (ellers 10)"
    )
    formats(trial)
    trial.set_defaults(run=_try)


def _form(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--form", metavar="SKJEMA", default="11F", help="skjemaet (ellers 11F)")


def _years(written: str) -> tuple[int, ...]:
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{4}))?", written)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        raise argparse.ArgumentTypeError(f"«{written}» er ikke år. Skriv for eksempel 2026 eller 2023-2026.")
    return tuple(range(first, last + 1))


def _list(given: argparse.Namespace) -> int:
    from kostra.app.controls import pages
    from kostra.forms import catalogue, lock

    form = catalogue.form(given.form)
    of_year = given.year or max(lock.published(form), default=form.last_year)
    return answer(
        given,
        lambda lang: pages.year_as_json(form.id, of_year, lang, given.with_proposals),
        lambda lang: pages.year_as_document(form.id, of_year, lang, given.with_proposals),
    )


def _show(given: argparse.Namespace) -> int:
    from kostra.app.controls import pages

    return answer(
        given,
        lambda lang: pages.one_as_json(given.form, given.control, lang),
        lambda lang: pages.one_as_document(given.form, given.control, lang),
    )


def _diff(given: argparse.Namespace) -> int:
    from kostra.app.controls import pages

    return answer(
        given,
        lambda lang: pages.between_as_json(given.form, given.before, given.after, lang),
        lambda lang: pages.between_as_document(given.form, given.before, given.after, lang),
    )


def _try(given: argparse.Namespace) -> int:
    from kostra.app.controls import trial, trial_told

    tried = trial.run(Path(given.file), Path(given.data), given.form, given.years, given.examples)
    return answer(given, lambda lang: trial_told.as_json(tried, lang), lambda lang: trial_told.as_document(tried, lang))
