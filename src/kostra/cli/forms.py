"""`kostra forms`: which forms there are, what a year looks like, what changed between two years."""

from __future__ import annotations

import argparse
import json
from typing import Any

from kostra.cli.parser import subcommands, write_out, year

_LANGUAGES = ("nb", "nn")


def add(commands: Any) -> None:
    forms = commands.add_parser(
        "forms", help="skjemaene: liste, filbeskrivelse, endringer, veiledning", description="Skjemaene, år for år."
    )
    below = subcommands(forms)

    listing = below.add_parser("list", help="alle skjemaene og hvilke år de gjelder")
    formats(listing)
    listing.set_defaults(run=_list)

    show = below.add_parser("show", help="et skjema i et år, felt for felt")
    show.add_argument("form", type=str.upper, metavar="SKJEMA", help="for eksempel 11F")
    show.add_argument("--year", type=year, metavar="ÅR", help="rapporteringsåret (ellers det siste som ikke er utkast)")
    formats(show)
    show.set_defaults(run=_show)

    diff = below.add_parser("diff", help="hva som er endret mellom to år")
    diff.add_argument("form", type=str.upper, metavar="SKJEMA")
    diff.add_argument("before", type=year, metavar="FØR", help="det første året")
    diff.add_argument("after", type=year, metavar="ETTER", help="det andre året")
    formats(diff)
    diff.set_defaults(run=_diff)

    guide = below.add_parser("guide", help="veiledningen til et skjema")
    guide.add_argument("form", type=str.upper, metavar="SKJEMA")
    formats(guide, ("md", "html"))
    guide.set_defaults(run=_guide)

    lock = below.add_parser("lock", help="lås de publiserte årgangene, så de ikke kan endres uten at det merkes")
    lock.add_argument("form", type=str.upper, metavar="SKJEMA", nargs="?", help="ett skjema (ellers alle)")
    lock.set_defaults(run=_lock)


def formats(parser: argparse.ArgumentParser, formats: tuple[str, ...] = ("md", "html", "json")) -> None:
    parser.add_argument("--format", choices=formats, default="md", help="hvordan svaret skrives (ellers md)")
    parser.add_argument("--lang", choices=_LANGUAGES, default="nb", help="bokmål eller nynorsk (ellers bokmål)")
    parser.add_argument("--out", metavar="FIL", help="skriv til en fil")


def _list(given: argparse.Namespace) -> int:
    from kostra.app.forms import listing
    from kostra.forms import catalogue

    forms = catalogue.all_forms()
    return answer(
        given, lambda language: listing.as_json(forms, language), lambda lang: listing.as_document(forms, lang)
    )


def _show(given: argparse.Namespace) -> int:
    from kostra.app.forms import specification
    from kostra.forms import catalogue

    form = catalogue.form(given.form)
    chosen = given.year or form.newest_year()
    version = form.version(chosen)
    return answer(
        given, lambda lang: specification.as_json(version, lang), lambda lang: specification.as_document(version, lang)
    )


def _diff(given: argparse.Namespace) -> int:
    from kostra.app.forms import changes
    from kostra.forms import catalogue

    form = catalogue.form(given.form)
    before, after = form.version(given.before), form.version(given.after)
    return answer(
        given, lambda lang: changes.as_json(before, after, lang), lambda lang: changes.as_document(before, after, lang)
    )


def _guide(given: argparse.Namespace) -> int:
    from kostra.app.forms import guidance
    from kostra.forms import catalogue

    form = catalogue.form(given.form)
    return answer(given, None, lambda lang: guidance.as_document(form, lang))


def _lock(given: argparse.Namespace) -> int:
    from kostra.forms import catalogue, lock

    forms = (catalogue.form(given.form),) if given.form else catalogue.all_forms()
    for form in forms:
        for locked in lock.write(form, catalogue.folders()[form.id]):
            print(f"{form.id} {locked} er låst.")
    return 0


def answer(given: argparse.Namespace, data: Any, document: Any) -> int:
    from kostra.app.pages.html import whole
    from kostra.app.pages.markdown import markdown
    from kostra.model.text import Language

    language = Language(given.lang)
    match given.format:
        case "json":
            text = json.dumps(data(language), ensure_ascii=False, indent=2) + "\n"
        case "html":
            text = whole(document(language))
        case _:
            text = markdown(document(language))
    write_out(text, given.out)
    return 0
