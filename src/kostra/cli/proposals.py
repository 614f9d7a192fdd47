"""`kostra proposals`: the proposals for changes, one of them, and the patch that one has become."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import subcommands, write_out

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]


def add(commands: Any, opened: Opened) -> None:
    whole = commands.add_parser(
        "proposals",
        help="forslag til endringer: listen, ett av dem, og endringsfilen det er blitt til",
        description="Forslag til endringer i skjemaer, koder, kontroller, veiledninger og tabeller. De fremmes og behandles på sidene.",
    )
    below = subcommands(whole)
    listed = below.add_parser("list", help="forslagene, de nyeste først")
    listed.add_argument("--form", default="", metavar="SKJEMA", help="bare dem om et skjema, for eksempel 11F")
    listed.add_argument("--year", type=int, metavar="ÅR", help="bare dem som skal gjelde fra et rapporteringsår")
    listed.add_argument(
        "--state", default="", metavar="TILSTAND", help="bare dem i en tilstand, for eksempel in-hearing"
    )
    listed.set_defaults(run=lambda given: _list(given, opened))
    show = below.add_parser("show", help="ett forslag med begrunnelse, prøving, høring, vedtak og historie")
    show.set_defaults(run=lambda given: _show(given, opened))
    patch = below.add_parser("patch", help="den nyeste endringsfilen til et forslag, som kan legges inn i innholdet")
    patch.set_defaults(run=lambda given: _patch(given, opened))
    for one in (show, patch):
        one.add_argument("number", type=int, metavar="NR", help="nummeret på forslaget")
    for one in (listed, show):
        one.add_argument(
            "--format", choices=("text", "json"), default="text", help="hvordan svaret skrives (ellers text)"
        )
        one.add_argument("--lang", choices=("nb", "nn"), default="nb", help="målform (ellers nb)")
    for one in (listed, show, patch):
        one.add_argument("--out", metavar="FIL", help="skriv til en fil")


def _list(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.proposals import showing, written
    from kostra.app.proposals.showing import Wanted
    from kostra.model.text import Language

    with opened() as system:
        found = showing.listed(system, statistician(), Wanted(given.form, given.year, _state(given.state))).proposals
    if given.format == "json":
        told = _json([written.as_json(one) for one in found])
    else:
        told = "".join(f"{written.line(one, Language(given.lang))}\n" for one in found) or "Ingen forslag.\n"
    write_out(told, given.out)
    return 0


def _show(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.pages.markdown import markdown
    from kostra.app.proposals import showing, written
    from kostra.model.text import Language

    with opened() as system:
        found = showing.seen(system, statistician(), given.number)
    as_json = given.format == "json"
    told = _json(written.as_json(found)) if as_json else markdown(written.document(found, Language(given.lang)))
    write_out(told, given.out)
    return 0


def _patch(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.proposals import patches, showing
    from kostra.model.errors import Missing

    with opened() as system:
        found = patches.patches_of(system, statistician(), showing.seen(system, statistician(), given.number))
    if not found:
        raise Missing(
            f"Forslag {given.number} har ingen endringsfil. Den lages på siden til forslaget når det er vedtatt."
        )
    write_out(found[0].text, given.out)
    return 0


def _state(written: str) -> Any:
    from kostra.model.errors import Refused
    from kostra.model.proposal import State

    if not written:
        return None
    try:
        return State(written)
    except ValueError:
        raise Refused(f"«{written[:40]}» er ikke en tilstand. Skriv en av: {', '.join(State)}.") from None


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
