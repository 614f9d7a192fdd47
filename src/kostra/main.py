"""The only place that joins the parts: adapters to use cases, and use cases to the command line and the web."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from kostra import __version__
from kostra.app import settings
from kostra.cli import check, controls, demo, forms, kontrollprogram, pages, regions, serve, synth
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
    for module in (check, kontrollprogram, controls, forms, regions, synth):
        module.add(commands)
    serve.add(commands, _site)
    demo.add(commands, lambda: settings.read().data, _demo_site)
    pages.add(commands, parser)
    return whole


def main(given: Sequence[str] | None = None) -> int:
    # Numbers here are small arrays: starting a thread pool for them costs more than all of a small file's controls.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
    _leave(None)


def drop_in() -> None:
    """The `kostra-kontrollprogram` command: the same as `kostra kontrollprogram`."""
    _leave(["kontrollprogram", *sys.argv[1:]])


def _leave(given: Sequence[str] | None) -> NoReturn:
    """A fault of ours must not leave with 1, which is Python's own status for it and here means that a file may be sent."""
    try:
        status = main(given)
    except Exception:
        sys.excepthook(*sys.exc_info())
        print("kostra: Det er en feil i programmet, og ikke i filen. Meld fra med det som står over.", file=sys.stderr)
        status = Refused.exit_code
    sys.exit(status)


def _site(host: str, port: int) -> int:
    return _serve(host, port, is_demo=False)


def _demo_site(host: str, port: int) -> int:
    return _serve(host, port, is_demo=True)


def _serve(host: str, port: int, *, is_demo: bool) -> int:
    try:
        from kostra.web.serving import serve as run
        from kostra.web.settings import Settings
    except ModuleNotFoundError as missing:
        raise Refused(
            f"Nettstedet trenger pakken {missing.name}, som ikke er installert. Installer med: pip install kostra-sosial[server]."
        ) from None

    return run(Settings(settings.read().data, documentation(), is_demo), host, port)


def documentation() -> Path:
    """The documentation: beside the sources in a clone, inside the package when it is installed."""
    package = Path(__file__).parent
    inside = package / "docs"
    return inside if inside.is_dir() else package.parents[1] / "docs"
