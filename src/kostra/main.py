"""The only place that joins the parts: adapters to use cases, and use cases to the command line and the web."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

from kostra import __version__, joining
from kostra.app import settings
from kostra.app.ports.vault import Unavailable
from kostra.cli import (
    accounts,
    audit,
    audit_table,
    backup,
    basis,
    campaign,
    check,
    controls,
    database,
    deliver,
    demo,
    edits,
    estimate,
    evaluate,
    forms,
    indicators,
    keyfigures,
    keys,
    kontrollprogram,
    logs,
    method,
    pages,
    people,
    produce,
    proposals,
    protect,
    reconcile,
    regions,
    registers,
    release,
    report,
    season,
    series,
    serve,
    statbank,
    statistics,
    suppress,
    synth,
    token,
)
from kostra.cli.parser import Parser, arguments, subcommands
from kostra.cli.processes import Child
from kostra.model.errors import ContentError, Refused

if TYPE_CHECKING:
    from kostra.app.system import System

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
    for module in (check, kontrollprogram, controls, forms, regions, synth, method, protect, audit_table):
        module.add(commands)
    serve.add(commands, _Runs())
    demo.add(commands, lambda: settings.read().data, _demo_site)
    season.add(commands, lambda: joining.season_clock(_of_demo()), _played)
    keys.add(
        commands,
        lambda: joining.chest(settings.read()),
        lambda: joining.public_keys(settings.read()),
        lambda: joining.opened(settings.read()),
    )
    database.add(commands, lambda: joining.migrate(settings.read()), lambda: joining.status(settings.read()))
    campaign.add(commands, lambda: joining.opened(settings.read()))
    people.add(commands, lambda: joining.opened(settings.read()))
    token.add(commands, lambda: settings.read().data)
    edits.add(commands, lambda: joining.opened(settings.read()))
    registers.add(commands, lambda: joining.opened(settings.read()))
    reconcile.add(commands, lambda: joining.opened(settings.read()))
    accounts.add(commands, lambda: joining.opened(settings.read()))
    estimate.add(commands, lambda: joining.opened(settings.read()))
    evaluate.add(commands, lambda: joining.opened(settings.read()), lambda: settings.read().data)
    statistics.add(commands, lambda: joining.opened(settings.read()), lambda: settings.read().data)
    suppress.add(commands, lambda: joining.opened(settings.read()), lambda: settings.read().data)
    release.add(commands, lambda: joining.opened(settings.read()), lambda: settings.read().data)
    report.add(commands, lambda: joining.opened(settings.read()), settings.read)
    basis.add(commands, lambda: joining.opened(settings.read()))
    deliver.add(
        commands,
        lambda: joining.opened(settings.read()),
        lambda: joining.workshop(settings.read()),
        lambda: _working(settings.read()),
    )
    produce.add(commands, lambda: joining.opened(settings.read()), lambda: settings.read().data)
    statbank.add(commands, lambda: joining.opened(settings.read()), lambda: settings.read().data)
    indicators.add(commands, lambda: joining.opened(settings.read()))
    series.add(commands, lambda: joining.opened(settings.read()))
    proposals.add(commands, lambda: joining.opened(settings.read()))
    keyfigures.add(commands, lambda: joining.opened(settings.read()))
    audit.add(commands, lambda: joining.opened(settings.read()))
    backup.add(commands, lambda: joining.copying(settings.read()), lambda: joining.restoring(settings.read()))
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
    except Unavailable:
        print("kostra: Databasen eller lageret svarer ikke akkurat nå. Prøv igjen om litt.", file=sys.stderr)
        return Refused.exit_code
    except ModuleNotFoundError as missing:
        name = missing.name or ""
        if not name or name.partition(".")[0] == "kostra":
            raise
        print(
            f"kostra: Dette trenger pakken {name}, som ikke er installert. Installer med: pip install kostra-sosial[server].",
            file=sys.stderr,
        )
        return Refused.exit_code
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


class _Runs:
    """What runs until it is stopped, joined from the settings of the moment."""

    def whole(self, listening: socket.socket) -> int:
        return _together(listening, settings.read())

    def check_only(self, listening: socket.socket) -> int:
        from kostra.web.serving import serve as run

        return run(joining.site(settings.read(), documentation()), listening)

    def web(self, listening: socket.socket) -> int:
        from kostra.web.serving import serve as run

        given = settings.read()
        logs.begin(given.log_level)
        return run(joining.site(given, documentation()), listening, joining.system(given))

    def worker(self) -> int:
        from kostra.worker.running import work

        given = settings.read()
        logs.begin(given.log_level)
        return work(lambda: joining.queue(given), joining.system(given))


def _of_demo() -> settings.Settings:
    os.environ["KOSTRA_DEMO"] = "1"
    return settings.read()


def _demo_site(listening: socket.socket) -> int:
    return _together(
        listening, _of_demo(), (Child(("season", "play"), beside=True), Child(("deliver", "work"), beside=True))
    )


def _played() -> tuple[System, Path]:
    """What the season is played in, by a process of its own."""
    given = _of_demo()
    logs.begin(given.log_level)
    return joining.system(given), given.data


def _working(given: settings.Settings) -> System:
    """What the process that makes deliveries works in."""
    logs.begin(given.log_level)
    return joining.system(given)


def _together(listening: socket.socket, given: settings.Settings, beside: tuple[Child, ...] = ()) -> int:
    """The children know where the database is, and nothing of the role that owns it."""
    joining.check_keys(given)
    with joining.database(given) as server, TemporaryDirectory(prefix="kostra-metrics-") as metrics:
        handed = {"KOSTRA_DATABASE": server.address, "PROMETHEUS_MULTIPROC_DIR": metrics}
        environment = {**os.environ, **handed}
        environment.pop("KOSTRA_DATABASE_OWNER", None)
        return serve.together(listening, environment, given.web_processes, given.workers, server.watch, beside)


def documentation() -> Path:
    """The documentation: beside the sources in a clone, inside the package when it is installed."""
    package = Path(__file__).parent
    inside = package / "docs"
    return inside if inside.is_dir() else package.parents[1] / "docs"
