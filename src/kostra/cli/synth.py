"""`kostra synth`: make a year of a synthetic nation in a folder, and print its national figures."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from kostra.cli.parser import year

if TYPE_CHECKING:
    from kostra.synth.summary import Figure, Summary

_DIALS = (
    ("--late", 0.08, "andel leveranser som kommer etter fristen"),
    ("--never", 0.003, "andel leveranser som aldri kommer"),
    ("--nil", 0.003, "andel enheter uten noe å rapportere, utenom dem som uansett er tomme"),
    ("--errors", 0.01, "andel linjer i 11F og 11CF med en feil"),
    ("--file-errors", 0.01, "andel filer av 11F og 11CF med en linje som ikke kan leses"),
    ("--duplicates", 0.043, "andel mottakere med sak i to eller flere kommuner"),
    ("--corrections", 0.01, "andel månedslinjer (11M) som siden er rettet i årsfilen"),
    ("--unit-errors", 0.01, "andel e-skjema med kroner der det skal stå tusen kroner, eller omvendt"),
    ("--quarters", 0.1, "andel enheter som sender 11M hvert kvartal, og ikke hver måned"),
)
"""Written here too, so that help needs no numpy; a test holds them against `kostra.synth.dials`."""


def add(commands: Any) -> None:
    synth = commands.add_parser(
        "synth",
        help="lag en syntetisk nasjon: personer, kommuner og filer for et år",
        description=(
            "Lag et år av en syntetisk nasjon: filene til 11F, 11CF og 11M slik fagsystemene skriver dem, svar på e-skjemaene, regnskap "
            "og registre.\nIngen av personene finnes. Samme frø, år, størrelse og innstillinger gir de samme filene."
        ),
    )
    synth.add_argument("--year", type=year, required=True, metavar="ÅR", help="året filene gjelder, 2022-2026")
    synth.add_argument("--out", required=True, metavar="MAPPE", help="mappen som får en undermappe for året")
    synth.add_argument("--seed", type=_seed, default=1, metavar="N", help="frøet som alt trekkes fra (ellers 1)")
    synth.add_argument(
        "--size",
        type=_number,
        default=1.0,
        metavar="TALL",
        help="1 er hele landet, 0.1 en tidel av personene (ellers 1)",
    )
    synth.add_argument("--force", action="store_true", help="lag året på nytt om det finnes fra før")
    synth.add_argument("--quiet", action="store_true", help="vis ikke framdrift")
    dials = synth.add_argument_group("innstillinger, andeler fra 0 til 1")
    for flag, default, help in _DIALS:
        dials.add_argument(flag, type=_number, default=default, metavar="ANDEL", help=f"{help} (ellers {default:g})")
    dials.add_argument(
        "--kind",
        type=_kind,
        action="append",
        default=[],
        metavar="FEIL=ANDEL",
        help="andel linjer med ett slags feil; kan gjentas",
    )
    synth.set_defaults(run=_run)


def _seed(written: str) -> int:
    if not (written.isascii() and written.isdigit()):
        raise argparse.ArgumentTypeError(f"«{written}» er ikke et frø. Skriv et helt tall fra 0.")
    return int(written)


def _number(written: str) -> float:
    try:
        value = float(written.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"«{written}» er ikke et tall fra 0 og opp. Skriv for eksempel 0.05.")
    return value


def _kind(written: str) -> tuple[str, float]:
    name, equals, rate = written.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(
            f"«{written}» kan ikke leses. Skriv navnet på feilen og en andel: no-months=0.01."
        )
    return name, _number(rate)


def _run(given: argparse.Namespace) -> int:
    from pathlib import Path

    from kostra.app.synth.making import make
    from kostra.synth.nation import Dials, Nation

    dials = Dials(**{_name(flag): getattr(given, _name(flag)) for flag, _, _ in _DIALS}, kinds=dict(given.kind))
    nation = Nation(given.seed, given.size, dials)
    summary = make(nation, given.year, Path(given.out), _silence if given.quiet else tell, given.force)
    sys.stdout.write(table(summary))
    print(f"\nFilene ligger i {Path(given.out) / str(given.year)}.")
    return 0


def _name(flag: str) -> str:
    return flag.removeprefix("--").replace("-", "_")


def tell(part: str, number: int, of: int) -> None:
    print(f"  {number}/{of}  {part}", file=sys.stderr, flush=True)


def _silence(part: str, number: int, of: int) -> None:
    pass


def table(summary: Summary) -> str:
    """The national figures beside what they aim at."""
    rows = [
        (figure.title, _shown(figure, figure.value), _shown(figure, figure.anchor), figure.unit)
        for figure in summary.figures
    ]
    head = (f"Syntetiske tall {summary.year}", "Laget", "Siktemål", "")
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(3)]
    lines = [f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}  {d}".rstrip() for a, b, c, d in (head, *rows)]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]]) + "\n"


def _shown(figure: Figure, value: float | None) -> str:
    """As Norwegians write numbers."""
    from kostra.app.pages.numbers import written

    return written(value, figure.decimals)
