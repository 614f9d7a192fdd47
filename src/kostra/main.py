"""The only place that joins the parts: adapters to use cases, and use cases to the command line and the web."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from kostra import __version__
from kostra.cli import forms, pages, regions
from kostra.cli.parser import Parser, arguments, subcommands
from kostra.model.errors import ContentError, Refused

_DATA_WRONG = 2


def parser() -> Parser:
    """Every command. Nothing heavy is imported before a command runs."""
    whole = Parser(
        prog="kostra",
        description="KOSTRA for sosialtjenesten: fra kommunens fil til publisert tall.",
        epilog="Avslutter med 0 (i orden), 1 (advarsler), 2 (feil i data) eller 3 (feil bruk).",
    )
    whole.add_argument("--version", action="version", version=f"kostra-sosial {__version__}", help="vis versjonen")
    commands = subcommands(whole)
    for module in (forms, regions):
        module.add(commands)
    pages.add(commands, parser)
    return whole


def main(given: Sequence[str] | None = None) -> int:
    try:
        wanted = parser().parse_args(arguments(given))
        status = int(wanted.run(wanted))
        sys.stdout.flush()
        return status
    except Refused as refused:
        print(f"kostra: {refused.message}", file=sys.stderr)
        return refused.exit_code
    except ContentError as error:
        print(f"kostra: {error}", file=sys.stderr)
        return _DATA_WRONG
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nkostra: avbrutt.", file=sys.stderr)
        return 130


def command() -> None:
    """The `kostra` command."""
    sys.exit(main())
