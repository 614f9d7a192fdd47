"""`kostra protect`: anybody's table, or several, with small counts suppressed so that nobody can work them out.

What is written with every count is for its owner alone. Exit status: 0 protected, 2 something cannot be protected, 3 wrong use.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from kostra.cli.parser import number, refuse_no_place
from kostra.model.errors import Refused, system_said

if TYPE_CHECKING:
    from kostra.disclosure.asking import Asked
    from kostra.disclosure.crossing import Crossing
    from kostra.disclosure.layout import Table
    from kostra.disclosure.merging import Merge
    from kostra.disclosure.problem import Pattern, Problem
    from kostra.disclosure.specification import Source

_ADVICE = 5
_EXPOSED = 2
_NAMED = 3


def add(commands: Any) -> None:
    protect = commands.add_parser(
        "protect",
        help="skjul små tall i en tabell, slik at ingen kan regne dem ut",
        description=(
            "Finner hvilke celler i en tabell som ikke kan vises: de som er for små, og de som må skjules for at ingen skal\n"
            "kunne regne dem ut. CELLS.csv har en linje for hver indre celle, med kolonner for dimensjonene, grupperingene av\n"
            "dem og antallet. OUT.csv får en linje for hver celle som kan publiseres, med antallet og status: safe, primary\n"
            "eller secondary. Den har alle antall, også dem som skal skjules, og er bare for eieren. --published skriver det\n"
            "som kan publiseres: det samme uten status, der antall som er skjult, er blanke.\n"
            "Før noe skrives, prøves det om noen kan regne ut det som er skjult, og mer skjules om nødvendig. I en stor tabell tar\n"
            "det et minutt eller to; se --no-audit. Flere tabeller som henger sammen, beskyttes sammen med --spec.\n"
            "Avslutter med 0 (beskyttet), 2 (noe kan ikke beskyttes) eller 3 (feil bruk)."
        ),
    )
    protect.add_argument(
        "cells", nargs="?", metavar="CELLS.csv", help="CSV i UTF-8, med komma eller semikolon; - er standard inn"
    )
    protect.add_argument(
        "--spec", metavar="SPEC.toml", help="flere tabeller som publiseres sammen, hver med det samme som står under"
    )
    protect.add_argument("--count", metavar="KOLONNE", help="kolonnen med antallet")
    protect.add_argument("--dims", metavar="KOLONNER", help="dimensjonene, med komma mellom: mun,age,sex")
    protect.add_argument(
        "--groupings",
        action="append",
        default=[],
        metavar="DIM:KOLONNER",
        help="grupperinger av en dimensjon: mun:county,kgroup",
    )
    protect.add_argument("--limit", type=number, metavar="N", help="antall under dette vises ikke (ellers 4)")
    protect.add_argument("--zeros", choices=("shown", "protected"), help="om 0 vises eller skjules (ellers shown)")
    protect.add_argument("--forced", metavar="FIL", help="celler som er ute: en kolonne for hver dimensjon")
    protect.add_argument("--hidden", metavar="FIL", help="celler som ikke vises, men heller ikke trenger vern")
    protect.add_argument(
        "--weights",
        metavar="FIL|DIM",
        help=(
            "hva som helst skal vises: en fil med kolonnen weight (høyere før lavere) og noen av dimensjonene (blank er alle koder), "
            "eller en dimensjon med regioner: landet, så grupper, så store og små kommuner, og bydeler til sist"
        ),
    )
    protect.add_argument(
        "--rules",
        action="append",
        default=[],
        metavar="REGEL",
        help=(
            "flere primærregler: nk:amount=A,largest=B+C,n=2,k=85 · p:amount=A,largest=B+C,p=10,coalition=1 · "
            "group:dimension=D · part:numerator=M"
        ),
    )
    protect.add_argument(
        "--earlier",
        metavar="FIL",
        help="OUT.csv fra en tidligere utgave av de samme tallene, for eksempel de foreløpige",
    )
    protect.add_argument(
        "--last-year",
        metavar="FIL",
        help="OUT.csv fra i fjor: det som var vist da, vises heller enn annet som er like godt",
    )
    protect.add_argument(
        "--no-audit",
        action="store_true",
        help=(
            "skriv uten å prøve å regne ut det som er skjult. Det går fortere, men i store tabeller kan noe være kjent likevel: "
            "prøv resultatet med kostra audit-table"
        ),
    )
    protect.add_argument("--out", metavar="OUT.csv", help="hvor cellene skrives, med alle antall og status")
    protect.add_argument("--published", metavar="FIL", help="hvor det som kan publiseres, skrives")
    protect.add_argument(
        "--advice",
        nargs="?",
        type=number,
        const=_ADVICE,
        metavar="N",
        help=f"vis også de N beste måtene å slå sammen koder på, og hvor mange celler som kommer tilbake (ellers {_ADVICE})",
    )
    protect.add_argument(
        "--format", choices=("text", "json"), default="text", help="hvordan svaret skrives (ellers text)"
    )
    protect.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    began = perf_counter()
    from kostra.disclosure.asking import problem
    from kostra.disclosure.crossing import cross
    from kostra.disclosure.merging import advice
    from kostra.disclosure.specification import refuse_clash

    if given.advice == 0:
        raise Refused(
            "--advice er 0, og da er det ingenting å gi råd om. Skriv et tall fra 1 og oppover, for eksempel 3."
        )
    wanted = _of_spec(given) if given.spec is not None else (_of_arguments(given),)
    refuse_clash(wanted, () if given.spec is None else (given.spec,))
    for path in (path for source in wanted for path in source.written):
        refuse_no_place(path)
    tables = [_table(source) for source in wanted]
    asked = [_asked(source, table) for source, table in zip(wanted, tables, strict=True)]
    crossing = cross(tables, [each.summed.cells for each in asked])
    pattern = _pattern(given, problem(crossing, asked), crossing)
    _write(wanted, crossing, asked, pattern)
    seconds = perf_counter() - began
    merges = [] if given.advice is None else advice(crossing, asked, pattern, given.advice, partial(_pattern, given))
    return _tell(given, crossing, asked, pattern, seconds, merges)


def _pattern(given: argparse.Namespace, problem: Problem, crossing: Crossing) -> Pattern:
    if given.no_audit:
        from kostra.disclosure.protecting import protect

        return protect(problem)
    from kostra.app.disclosure.anybodys import safe

    return safe(problem, crossing, _progress)


def _progress(said: str) -> None:
    """Only for somebody who waits: a table of many cells takes a minute or two."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{said[:100]}")
        sys.stderr.flush()


def _of_spec(given: argparse.Namespace) -> tuple[Source, ...]:
    from kostra.disclosure.specification import sources

    beside = [
        name
        for name in vars(given)
        if name not in ("spec", "format", "advice", "no_audit", "run") and getattr(given, name) not in (None, [])
    ]
    if beside:
        names = ", ".join("CELLS.csv" if name == "cells" else f"--{name.replace('_', '-')}" for name in beside)
        raise Refused(
            f"Med --spec står alt om tabellene i filen, og da kan ikke {names} stå ved siden av. Flytt det dit."
        )
    return sources(_bytes(given.spec), given.spec, str(Path(given.spec).parent))


def _of_arguments(given: argparse.Namespace) -> Source:
    from kostra.disclosure.primary import LIMIT
    from kostra.disclosure.rules import from_text
    from kostra.disclosure.specification import PROTECTED, Source, groupings

    needed = {"CELLS.csv": given.cells, "--count": given.count, "--dims": given.dims, "--out": given.out}
    lacking = [name for name, value in needed.items() if not value]
    if lacking:
        raise Refused(f"Det mangler: {', '.join(lacking)}. Skriv dem, eller skriv en fil om tabellene med --spec.")
    dims = tuple(name.strip() for name in given.dims.split(","))
    if not all(dims):
        raise Refused(f"--dims er «{given.dims}». Skriv navn på kolonner med komma mellom, for eksempel mun,age,sex.")
    if given.limit == 0:
        raise Refused("--limit er 0, og da skjules ingenting. Skriv et tall fra 1 og oppover, for eksempel 4.")
    return Source(
        Path(given.cells).stem,
        given.cells,
        given.count,
        dims,
        groupings(given.groupings),
        given.out,
        given.published,
        LIMIT if given.limit is None else given.limit,
        given.zeros != PROTECTED,
        given.forced,
        given.hidden,
        given.weights,
        given.earlier,
        given.last_year,
        tuple(from_text(text, dims, "--rules") for text in given.rules),
    )


def _table(source: Source) -> Table:
    from kostra.disclosure.reading import content, table

    further = dict.fromkeys(column for rule in source.rules for column in rule.columns)
    return table(
        content(_bytes(source.cells), source.cells),
        source.name,
        source.count,
        source.dims,
        source.groupings,
        tuple(further),
    )


def _asked(source: Source, table: Table) -> Asked:
    from dataclasses import replace

    from kostra.disclosure import listing
    from kostra.disclosure.asking import Summed, ask, no_lists
    from kostra.disclosure.reading import content

    lists = no_lists(table)
    if source.forced is not None:
        lists = replace(lists, forced=listing.cells(content(_bytes(source.forced), source.forced), table))
    if source.hidden is not None:
        lists = replace(lists, hidden=listing.cells(content(_bytes(source.hidden), source.hidden), table))
    if source.last_year is not None:
        lists = replace(lists, stable=listing.shown(content(_bytes(source.last_year), source.last_year), table))
    if source.earlier is not None:
        lists = replace(
            lists, earlier=listing.earlier(content(_bytes(source.earlier), source.earlier), table, source.count)
        )
    if source.weights in source.dims:
        lists = replace(lists, weight=listing.by_level(table, source.weights))
    elif source.weights is not None:
        lists = replace(lists, weight=listing.weights(content(_bytes(source.weights), source.weights), table))
    return ask(Summed(table, source.limit, source.zeros_shown), source.rules, lists)


def _write(wanted: Sequence[Source], crossing: Crossing, asked: Sequence[Asked], pattern: Pattern) -> None:
    """What cannot be protected is not written for publishing."""
    from kostra.disclosure.publishing import published, whole

    for source, each, of in zip(wanted, asked, crossing.of, strict=True):
        table, counts, status = each.summed.table, each.summed.counts, pattern.status[of]
        _put(source.out, whole(table, source.count, counts, status))
        if source.published is not None and not pattern.exposed.any():
            _put(source.published, published(table, source.count, counts, status), for_all=True)


def _tell(
    given: argparse.Namespace,
    crossing: Crossing,
    asked: Sequence[Asked],
    pattern: Pattern,
    seconds: float,
    merges: Sequence[Merge],
) -> int:
    from kostra.disclosure.problem import Status

    cells, repaired, exposed = len(pattern.status), int(pattern.repaired.sum()), int(pattern.exposed.sum())
    primary, secondary = (int((pattern.status == status).sum()) for status in (Status.PRIMARY, Status.SECONDARY))
    if given.format == "json":
        found: dict[str, Any] = {"cells": cells, "primary": primary, "secondary": secondary, "repaired": repaired}
        found |= {"exposed": exposed, "seconds": round(seconds, 2)}
        if given.advice is not None:
            found["advice"] = [{"dimension": each.dimension, "codes": each.codes, "back": each.back} for each in merges]
        print(json.dumps(found, ensure_ascii=False))
    else:
        took = f"{seconds:.2f}".replace(".", ",")
        print(f"{cells} celler: {primary} primære, {secondary} sekundære (av dem {repaired} reparert), {took} s")
        for each in merges:
            print(f"  {each.dimension}: slå sammen {' og '.join(each.codes)}: {each.back} celler kommer tilbake")
        if given.advice is not None and not merges:
            print("  Ingen sammenslåing av to koder gjør at noe kommer tilbake.")
    if exposed:
        print(f"kostra: {_exposed(crossing, asked, pattern)}", file=sys.stderr)
        return _EXPOSED
    return 0


def _exposed(crossing: Crossing, asked: Sequence[Asked], pattern: Pattern) -> str:
    from kostra.disclosure.layout import said

    names = [
        f"{each.summed.table.name}: {said(each.summed.table, int(cell))}"
        for each, of in zip(asked, crossing.of, strict=True)
        for cell in pattern.exposed[of].nonzero()[0][:_NAMED]
    ]
    return (
        f"{int(pattern.exposed.sum())} celler kan ikke beskyttes, for det som er ute, røper dem: {'; '.join(names[:_NAMED])}. "
        "Ta celler bort fra --forced eller --earlier, eller slå sammen koder. Det som skulle publiseres, er ikke skrevet."
    )


def _bytes(path: str) -> bytes:
    from kostra.app.controls.opening import opened

    with opened(path) as file:
        return file.read()


def _put(path: str, content: bytes, *, for_all: bool = False) -> None:
    """Whole or not at all; and only for its owner, unless it is for all."""
    target = Path(path).resolve()
    unfinished = target.with_name(f".{target.name}-part")
    try:
        if target.exists() and not target.is_file():
            raise Refused(f"Kan ikke skrive til «{path}»: det er ikke en fil. Velg et annet sted.")
        unfinished.unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if for_all else 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        unfinished.replace(target)
    except OSError as error:
        raise Refused(f"Kan ikke skrive til «{path}»: {system_said(error)}. Velg et annet sted.") from None
