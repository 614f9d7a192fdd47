"""`kostra reconcile`: the accounts, the persons and the registers held against each other, and answers to what does not agree."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import subcommands, write_out, year

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]

COMPARISONS = {
    "f281": "funksjon 281 mot skjema 11 og flyktningbeløpet i skjema 7",
    "intro275": "introduksjonsstønad på funksjon 275 mot a-ordningen, etter bosted",
    "kvp276": "kvalifiseringsstønad på funksjon 276 mot skjema 11C",
    "nav_kvp": "Navs telling av deltakere i løpet av året mot skjema 11C",
    "nav_kvp_31_12": "Navs telling av deltakere ved utgangen av året mot skjema 11C",
}
"""Written here too, so that help needs no numpy; a test holds them against the catalogue."""
STATUSES = {
    "forklart": "explained",
    "rettet-regnskap": "corrected-accounts",
    "rettet-skjema": "corrected-form",
    "godtatt": "accepted",
    "trukket": "taken-back",
}


def add(commands: Any, opened: Opened) -> None:
    reconcile = commands.add_parser(
        "reconcile",
        help="avstem regnskap, personer og registre mot hverandre",
        description=(
            "Avstem regnskap, personer og registre mot hverandre: kommune for kommune, bydel for bydel og for landet.\n"
            "En enhet som mangler en av kildene, er ikke regnet som null; den står med blankt."
        ),
    )
    below = subcommands(reconcile)
    for id, help in COMPARISONS.items():
        one = below.add_parser(id, help=help, description=help[0].upper() + help[1:] + ".")
        _year(one)
        one.add_argument("--open", action="store_true", help="bare det som venter på svar, det største først")
        one.add_argument("--region", metavar="REGION", help="bare denne, seks siffer")
        _formats(one, ("text", "csv", "json"))
        one.set_defaults(run=lambda given, id=id: _reconcile(given, opened, id))
    _explain(below, opened)
    _persons(below, opened)
    _scenario(below, opened)
    mappings = below.add_parser(
        "mappings", help="kodenøklene, og kodene som ikke kan kobles", description="Kodenøkkel for kodenøkkel."
    )
    _formats(mappings, ("text", "json"))
    mappings.set_defaults(run=_mappings)


def _explain(below: Any, opened: Opened) -> None:
    explain = below.add_parser(
        "explain",
        help="svar på en rest: forklart, rettet eller godtatt",
        description="Svaret gjelder også senere år, så lenge resten er omtrent den samme.",
    )
    explain.add_argument("comparison", choices=tuple(COMPARISONS), metavar="AVSTEMMING", help="for eksempel f281")
    _year(explain)
    explain.add_argument("region", metavar="REGION", help="seks siffer, for eksempel 110300")
    explain.add_argument("status", choices=tuple(STATUSES), metavar="SVAR", help=", ".join(STATUSES))
    explain.add_argument("--cause", default="", metavar="GRUNN", help="grunnen, for eksempel egne_ordninger")
    explain.add_argument("--text", default="", metavar="TEKST", help="med egne ord")
    explain.set_defaults(run=lambda given: _explained(given, opened))


def _persons(below: Any, opened: Opened) -> None:
    population = below.add_parser(
        "population",
        help="kjønn, sivilstand og barn i skjema 11 eller 11C mot folkeregisteret",
        description="Hvor mange som kan kobles, hva som stemmer, og hva som ikke gjør det. Ingen personer er med i svaret.",
    )
    population.add_argument("form", type=str.upper, choices=("11F", "11CF"), metavar="SKJEMA", help="11F eller 11CF")
    nir = below.add_parser(
        "nir", help="skjema 11B mot NIR", description="De som fortsatt var i program, skal stå i NIR året etter."
    )
    residence = below.add_parser(
        "residence",
        help="introduksjonsstønad etter bosted, og hvor mye en annen kommune rapporterte",
        description="Kommune for kommune, fra a-ordningen.",
    )
    for one in (population, nir, residence):
        _year(one)
        _formats(one, ("text", "csv", "json"))
    for one in (population, nir):
        one.add_argument("--list", action="store_true", help="postene som ikke stemmer, hver for seg")
    population.set_defaults(run=lambda given: _population(given, opened))
    nir.set_defaults(run=lambda given: _nir(given, opened))
    residence.set_defaults(run=lambda given: _residence(given, opened))


def _scenario(below: Any, opened: Opened) -> None:
    scenario = below.add_parser(
        "scenario",
        help="hva om en kostnad flyttes til en annen funksjon",
        description=(
            "Regner på en kopi og viser tallene ved siden av dem som gjelder. Gi enten en andel eller en fil.\n"
            "Filen er CSV med kolonnene region, belop (hele kroner) og aarsverk (kan utelates)."
        ),
    )
    scenario.add_argument("scenario", metavar="SCENARIO", help="for eksempel rusinstitusjoner")
    _year(scenario)
    scenario.add_argument("--share", metavar="ANDEL", help="den samme andelen overalt, for eksempel 0,35")
    scenario.add_argument("--file", metavar="FIL", help="beløp og årsverk for hver kommune")
    _formats(scenario, ("text", "csv", "json"))
    scenario.set_defaults(run=lambda given: _imagined(given, opened))


def _year(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year, metavar="ÅR", help="året tallene gjelder")


def _formats(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    parser.add_argument("--format", choices=formats, default="text", help="hvordan svaret skrives (ellers text)")
    parser.add_argument("--out", metavar="FIL", help="skriv til en fil")


def _reconcile(given: argparse.Namespace, opened: Opened, id: str) -> int:
    from kostra.app.pages.numbers import written
    from kostra.app.reconciling import told
    from kostra.app.reconciling.amounts import one, reconcile
    from kostra.model.errors import Refused
    from kostra.model.rounding import shown
    from kostra.model.text import Language

    if given.open and given.region is not None:
        raise Refused(
            "--open kan ikke brukes sammen med --region. En enhet vises alltid, enten den venter på svar eller ikke."
        )

    with opened() as system:
        found = reconcile(system, statistician(), id, given.year)
        lines: Sequence[Any] = found.open if given.open else found.lines
        if given.region is not None:
            lines = [one(system, statistician(), id, given.year, given.region)[0]]
    if given.format == "json":
        return _json(told.as_json(found, lines), given.out)
    if given.format == "csv":
        write_out(told.as_csv(told.heads(found), told.cells(found, lines)), given.out)
        return 0
    whole, sources = found.country, found.comparison.sources
    top = [
        found.comparison.title.nb + f", {given.year}",
        f"{whole.complete} av {whole.municipalities} kommuner har alt; {len(found.open)} venter på svar.",
        *(
            f"{source.title.nb}: {written(amount) if whole.complete else 'ikke kjent'}"
            for source, amount in zip(sources, whole.whole.amounts, strict=True)
        ),
        f"Rest i landet: {written(whole.whole.residual) if whole.complete else 'ikke kjent'}"
        + ("" if whole.whole.share is None else f" ({written(float(shown(100 * whole.whole.share, 2)), 2)} prosent)"),
        "",
    ]
    rows = told.cells(found, lines, Language.BOKMAL)
    write_out("\n".join(top) + "\n" + _table(told.heads(found), rows), given.out)
    return 0


def _explained(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.reconciling.amounts import explain
    from kostra.reconciling.explanations import Status

    status = Status(STATUSES[given.status])
    with opened() as system:
        explain(system, statistician(), given.comparison, given.year, given.region, status, given.cause, given.text)
    print(f"{given.region} er {given.status} i {given.comparison} for {given.year}.")
    return 0


def _population(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.reconciling.persons import population

    with opened() as system:
        return _linked(population(system, statistician(), given.form, given.year), given)


def _nir(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.reconciling.persons import introduction

    with opened() as system:
        return _linked(introduction(system, statistician(), given.year), given)


def _linked(found: Any, given: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kostra.app.pages.numbers import written
    from kostra.app.reconciling.told import as_csv
    from kostra.model.rounding import shown

    if given.format == "json":
        coverage = [asdict(one) | {"without_id": float(one.without_id)} for one in found.coverage]
        agreements = [
            asdict(one) | {"agreeing": one.agreeing, "disagreeing": one.disagreeing, "unmapped": one.unmapped}
            for one in found.agreements
        ]
        differing = [asdict(one) for one in found.differing] if given.list else []
        only = dict(getattr(found, "only_in_register", ()))
        answer = {"coverage": coverage, "agreements": agreements, "differing": differing, "only_in_register": only}
        return _json(answer, given.out)
    head: Sequence[str] = ("opplysning", "stemmer", "stemmer ikke", "uten kobling", "mangler i én")
    counts = [(one.field, one.agreeing, one.disagreeing, one.unmapped, one.one_missing) for one in found.agreements]
    listing: Sequence[str] = ("region", "linje", "post", "opplysning", "skjema", "register")
    listed = [(one.unit, one.line, one.record, one.field, one.form, one.register) for one in found.differing]
    if given.format == "csv":
        write_out(as_csv(listing, listed) if given.list else as_csv(head, counts), given.out)
        return 0
    whole = found.coverage[-1]
    text = f"{whole.records} poster, {written(float(shown(100 * whole.without_id, 1)), 1)} prosent uten nummer, {whole.found} funnet.\n"
    text += _table(head, counts)
    if given.list:
        text += "\n" + _table(listing, listed)
    write_out(text, given.out)
    return 0


def _residence(given: argparse.Namespace, opened: Opened) -> int:
    from dataclasses import asdict

    from kostra.app.reconciling.persons import residence
    from kostra.app.reconciling.told import as_csv

    with opened() as system:
        found = residence(system, statistician(), given.year)
    if given.format == "json":
        return _json([asdict(one) for one in found], given.out)
    rows = [(one.region, one.kroner, one.by_others, " ".join(code for code, _ in one.others)) for one in found]
    head = ("region", "kroner", "rapportert av andre", "hvem")
    write_out(as_csv(head, rows) if given.format == "csv" else _table(head, rows), given.out)
    return 0


def _imagined(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.reconciling import told
    from kostra.app.reconciling.moving import imagine, read_given, read_share

    amounts = None if given.file is None else read_given(_read(given.file))
    share = None if given.share is None else read_share(given.share)
    with opened() as system:
        found = imagine(system, statistician(), given.scenario, given.year, share=share, given=amounts)
    head = ("region", "funksjon", "brutto", "brutto da", "netto", "netto da", "årsverk", "årsverk da")
    rows = [
        (
            *(one.unit or "EAK", one.function, one.now.gross, one.then.gross, one.now.net, one.then.net),
            *(one.now.tenths / 10, one.then.tenths / 10),
        )
        for one in found.rows
    ]
    if given.format == "csv":
        write_out(told.as_csv(head, rows), given.out)
        return 0
    assumption = None if found.assumed is None else f"{found.scenario.assumption.nb} Andelen er {given.share}."
    if given.format == "json":
        answer = {"scenario": found.scenario.id, "year": found.year, "assumption": assumption}
        table = [dict(zip(head, row, strict=True)) for row in rows]
        without = {"without": list(found.without), "without_posts": list(found.without_posts)}
        return _json(answer | without | {"rows": table}, given.out)
    top = [found.scenario.title.nb + f", {found.year}", *([] if assumption is None else [f"Antatt: {assumption}"])]
    if found.without:
        top.append(f"Uten regnskap, og ikke med: {', '.join(found.without)}.")
    if found.without_posts:
        top.append(f"Uten årsverk fra skjema 7: {', '.join(found.without_posts)}.")
    write_out("\n".join(top) + "\n\n" + _table(head, rows), given.out)
    return 0


def _mappings(given: argparse.Namespace) -> int:
    from kostra.app.reconciling.mapped import every

    if given.format == "json":
        answer = [
            {
                "mapping": one.id,
                "since": one.since,
                "until": one.until,
                "pairs": [{"code": pair.code, "to": list(pair.to)} for pair in one.pairs],
                "unmapped": [{"side": left.side, "code": left.code, "reason": left.reason.nb} for left in one.unmapped],
            }
            for one in every()
        ]
        return _json(answer, given.out)
    parts = []
    for one in every():
        rows = [(pair.code, " ".join(pair.to), "") for pair in one.pairs]
        rows += [(left.code, "-", left.reason.nb) for left in one.unmapped if left.side == "from"]
        rows += [("-", left.code, left.reason.nb) for left in one.unmapped if left.side == "to"]
        until = "" if one.until is None else str(one.until)
        parts.append(f"{one.title.nb} ({one.since}-{until})\n" + _table(("fra", "til", "hvorfor ikke"), rows))
    write_out("\n".join(parts), given.out)
    return 0


def _read(file: str) -> str:
    from pathlib import Path

    from kostra.model.errors import Refused, system_said

    try:
        return Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise Refused(f"Kan ikke lese «{file}»: {system_said(error)}.") from None
    except UnicodeDecodeError:
        raise Refused(f"«{file}» er ikke skrevet i UTF-8. Lagre den som det, og prøv igjen.") from None


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Numbers to the right; what is not known is blank."""
    written = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(len(line[place]) for line in (list(head), *written)) for place in range(len(head))]
    right = [any(isinstance(row[place], (int, float)) for row in rows) for place in range(len(head))]
    lines = [
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in (list(head), *written)
    ]
    return "\n".join(lines) + "\n"


def _json(answer: object, out: str | None) -> int:
    write_out(json.dumps(answer, ensure_ascii=False, indent=2) + "\n", out)
    return 0
