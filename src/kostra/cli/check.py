"""`kostra check`: one file or many, as text, HTML, JSON, CSV or a workbook.

Exit status: 0 fine, 1 warnings, 2 the data are wrong, 3 wrong use. With many files, that of the worst.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from kostra.cli.parser import number, year
from kostra.model.errors import Refused, system_said
from kostra.model.finding import Severity

if TYPE_CHECKING:
    from kostra.app.controls.one import How
    from kostra.app.controls.recognise import Said
    from kostra.app.controls.reports.writing import Format
    from kostra.app.controls.several import Summary

_FORMATS = ("text", "html", "json", "xlsx", "csv")
_STATUS = {Severity.OK: 0, Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2, Severity.FATAL: 2}
_WRONG_USE = 3


def status_of(severity: Severity) -> int:
    return _STATUS[severity]


def add(commands: Any) -> None:
    check = commands.add_parser(
        "check",
        help="kontroller filer før de sendes",
        description=(
            "Kontroller en fil, eller mange: linjer fra fagsystemet, eller svar på e-skjema (JSON).\n"
            "Skjema, år og avsender leses av innholdet når det er entydig; ellers sies de med --form, --year og --region.\n"
            "Avslutter med 0 (i orden), 1 (advarsler), 2 (feil i data) eller 3 (feil bruk)."
        ),
    )
    check.add_argument("files", nargs="*", metavar="FIL", help="filer eller mapper; - er standard inn")
    check.add_argument("--form", metavar="SKJEMA", help="for eksempel 11F")
    check.add_argument("--year", type=year, metavar="ÅR", help="rapporteringsåret")
    check.add_argument(
        "--period", metavar="PERIODE", help="måned eller kvartal for skjemaer som har det: 2026M03, 2026K1"
    )
    check.add_argument(
        "--region", metavar="REGION", help="hvem som sender: fire eller seks siffer, 1103, 110300 eller 030104"
    )
    check.add_argument("--name", metavar="NAVN", help="navnet på avsenderen, til rapporten")
    check.add_argument("--nil", action="store_true", help="det er ikke noe å rapportere; da trengs ingen fil")
    check.add_argument("--format", choices=_FORMATS, default="text", help="hvordan rapporten skrives (ellers text)")
    check.add_argument(
        "--out", metavar="FIL", help="skriv rapporten til en fil, eller til en mappe når filene er mange"
    )
    check.add_argument("--lang", choices=("nb", "nn", "en"), default="nb", help="rapportens språk (ellers bokmål)")
    check.add_argument(
        "--max-per-control",
        type=number,
        metavar="N",
        help="høyst så mange funn av hver kontroll (ellers 20 i text og html, og alle i json, csv og xlsx)",
    )
    check.add_argument("--last-year", metavar="FIL", help="fjorårets svar på samme e-skjema, å sammenligne med")
    check.add_argument(
        "--release", metavar="VERSJON", help="en bestemt kontrollversjon, for eksempel 2026.1 (ellers den siste)"
    )
    check.add_argument("--with-proposals", action="store_true", help="ta med foreslåtte kontroller som ikke er i bruk")
    check.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    from kostra.app.controls.opening import listed
    from kostra.app.controls.reports.writing import Format

    format = Format(given.format)
    if not given.files and not given.nil:
        raise Refused("Det mangler: FIL. Skriv hvilken fil som skal kontrolleres, - for standard inn, eller --nil.")
    _refuse_binary_on_terminal(format, given.out)
    files = listed(given.files)
    said, how = _said(given), _how(given, format)
    if len(files) > 1:
        if given.nil:
            raise Refused(
                "Med --nil er det ikke noe å rapportere, og da kan det ikke være flere filer. Velg én, eller ingen."
            )
        return _many(files, said, how, format, given)
    return _one(files[0] if files else None, said, how, format, given)


def _said(given: argparse.Namespace) -> Said:
    from kostra.app.controls.recognise import Said
    from kostra.model.period import Period

    period = None if given.period is None else Period.read(given.period)
    if period is None and given.year is not None:
        period = Period(given.year)
    elif period is not None and given.year not in (None, period.year):
        raise Refused(f"--year {given.year} og --period {given.period} er ikke samme år. Skriv bare --period.")
    return Said(given.form, period, given.region)


def _how(given: argparse.Namespace, format: Format) -> How:
    from kostra.app.controls.one import LARGEST_ANSWERS, How
    from kostra.app.controls.opening import opened
    from kostra.app.controls.reports.writing import keep

    last_year = None
    if given.last_year is not None:
        with opened(given.last_year) as file:
            last_year = file.read(LARGEST_ANSWERS)
    return How(
        keep(format, given.max_per_control),
        format.for_people,
        given.nil,
        given.release,
        given.with_proposals,
        last_year,
    )


def _one(file: str | None, said: Said, how: How, format: Format, given: argparse.Namespace) -> int:
    from pathlib import Path

    from kostra.app.controls.one import check_one
    from kostra.app.controls.opening import opened, shown
    from kostra.app.controls.reports.writing import write
    from kostra.model.text import Language

    if file is None:
        report = check_one(None, said, how)
    else:
        with opened(file) as content:
            report = check_one(content, said, how)
    name = None if file is None or file == "-" else shown(file)
    path = given.out
    if path is not None and _is_folder(path):
        path = str(Path(path) / f"{_stem(report.asked.version.form.id, report)}.{format.suffix}")
    with output(path) as out:
        write(report, format, Language(given.lang), out, name, given.name)
    return status_of(report.severity)


def _many(files: list[str], said: Said, how: How, format: Format, given: argparse.Namespace) -> int:
    from kostra.app.controls.reports.summary import as_text
    from kostra.app.controls.reports.writing import Format, write_all
    from kostra.app.controls.several import Summary, check_all
    from kostra.model.text import Language

    language = Language(given.lang)
    summary = Summary()
    if given.out is not None and _is_folder(given.out):
        _to_folder(files, said, how, format, given, summary)
        sys.stdout.write(as_text(summary, language))
        return _worst(summary)
    checked = check_all(files, said, how, summary, _progress)
    with output(given.out) as out:
        write_all(checked, summary, format, language, out)
    if format is not Format.TEXT:
        sys.stderr.write(as_text(summary, language))
    return _worst(summary)


def _to_folder(
    files: list[str], said: Said, how: How, format: Format, given: argparse.Namespace, summary: Summary
) -> None:
    """A report for each file, named by what it is about."""
    from pathlib import Path

    from kostra.app.controls.reports.writing import write
    from kostra.app.controls.several import check_all
    from kostra.model.text import Language

    folder = Path(given.out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(given.out, error) from None
    used: dict[str, int] = {}
    for one in check_all(files, said, how, summary, _progress):
        if one.report is None:
            continue
        stem = _stem(one.report.asked.version.form.id, one.report)
        used[stem] = used.get(stem, 0) + 1
        name = stem if used[stem] == 1 else f"{stem}_{used[stem]}"
        with output(str(folder / f"{name}.{format.suffix}")) as out:
            write(one.report, format, Language(given.lang), out, one.file, given.name)


def _stem(form: str, report: Any) -> str:
    asked = report.asked
    return f"{form}_{asked.period or asked.version.year}_{asked.region}"


def _is_folder(path: str) -> bool:
    from pathlib import Path

    return path.endswith(("/", "\\")) or Path(path).is_dir()


def _worst(summary: Summary) -> int:
    return _WRONG_USE if summary.refused else status_of(summary.severity)


def _progress(number: int, of: int, file: str) -> None:
    """On a terminal one line that changes; elsewhere a line now and then."""
    from kostra.app.controls.reports.words import plain

    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{number}/{of}  {plain(file)[-70:]}{'' if number < of else chr(10)}")
    elif number in (1, of) or number % max(of // 10, 1) == 0:
        sys.stderr.write(f"{number}/{of}  {plain(file)}\n")
    sys.stderr.flush()


def _refuse_binary_on_terminal(format: Format, out: str | None) -> None:
    if str(format) == "xlsx" and out in (None, "-") and sys.stdout.isatty():
        raise Refused("Et regneark kan ikke vises i terminalen. Skriv det til en fil med --out rapport.xlsx.")


@contextmanager
def output(path: str | None) -> Iterator[BinaryIO]:
    """Where a report is written: a file, or standard output. Always UTF-8, whatever the terminal says."""
    if path in (None, "-"):
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        file = open(str(path), "wb")  # noqa: SIM115, PTH123
    except OSError as error:
        raise _cannot_write(str(path), error) from None
    with file:
        try:
            yield file
        except OSError as error:
            raise _cannot_write(str(path), error) from None


def _cannot_write(path: str, error: OSError) -> Refused:
    return Refused(f"Kan ikke skrive til «{path}»: {system_said(error)}. Velg et annet sted med --out.")
