"""`kostra-kontrollprogram`, also `kostra kontrollprogram`: takes the flags of the public control program, so that vendors' scripts go on
working.

Reads standard input and writes the report on standard output, HTML unless `-f JSON`. Exit status 0 fine, 1 warnings, 2 errors, 3 wrong
use.
"""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any

from kostra.cli.check import output, status_of
from kostra.model.errors import Refused

_NOT_TOLD = "Uoppgitt"


def add(commands: Any) -> None:
    program = commands.add_parser(
        "kontrollprogram",
        help="kontroller med de samme valgene som SSBs kontrollprogram",
        description=(
            "Kontroller en fil fra standard inn og skriv rapporten på standard ut, med de samme valgene som SSBs kontrollprogram.\n"
            "Kan også startes som kostra-kontrollprogram."
        ),
    )
    program.add_argument("-y", "--year", required=True, metavar="ÅR", help="rapporteringsåret")
    program.add_argument("-s", "--schema", required=True, metavar="SKJEMA", help="skjemaet: 11F, 11CF, 0A ...")
    program.add_argument("-r", "--region", required=True, metavar="REGION", help="seks siffer: 110300, 030104")
    program.add_argument("-n", "--name", default=_NOT_TOLD, metavar="NAVN", help="navnet på avsenderen, til rapporten")
    program.add_argument("-u", "--unit-orgnr", default="", metavar="ORGNR", help="organisasjonsnumre, med komma mellom")
    program.add_argument(
        "-c", "--company-orgnr", default="", metavar="ORGNR", help="organisasjonsnummeret til foretaket"
    )
    program.add_argument("-q", "--quarter", default="", metavar="KVARTAL", help="1-4; blankt for et helt år")
    program.add_argument(
        "-a", "--attachment", choices=("0", "1"), default="1", help="0 når det ikke er noe å rapportere (ellers 1)"
    )
    program.add_argument("-f", "--format", default="HTML", metavar="FORMAT", help="HTML eller JSON (ellers HTML)")
    program.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    from kostra.app.controls.one import How, check_one
    from kostra.app.controls.opening import STANDARD_INPUT, opened
    from kostra.app.controls.recognise import Said
    from kostra.app.controls.reports.writing import Format, keep, write
    from kostra.model.period import Period
    from kostra.model.text import Language

    kind = given.format.strip().upper()
    if kind not in ("HTML", "JSON"):
        raise Refused(f"-f kan ikke være «{given.format}». Velg mellom HTML og JSON.")
    form, period = _form_and_period(given)
    said = Said(form, Period.read(period), given.region.strip())
    format = Format.HTML if kind == "HTML" else Format.JSON
    nil = given.attachment == "0"
    how = How(keep(format, None), format.for_people, nil)
    if nil:
        report = check_one(None, said, how)
    else:
        with opened(STANDARD_INPUT) as content:
            report = check_one(content, said, how)
    with output(None) as out:
        if format is Format.HTML:
            sender = None if given.name == _NOT_TOLD else given.name
            write(report, format, Language.BOKMAL, out, None, sender)
        else:
            from kostra.app.controls.as_kontrollprogram import as_kontrollprogram

            for piece in as_kontrollprogram(report, _as_given(given)):
                out.write(piece.encode("utf-8", "replace"))
    sys.stdout.flush()
    return status_of(report.severity)


def _form_and_period(given: argparse.Namespace) -> tuple[str, str]:
    """Accounts of a quarter are written 0AK1 there, with the quarter once more in -q."""
    from kostra.app.controls.kontrollprogram import quarter_within

    form, within = quarter_within(given.schema.strip())
    quarter = given.quarter.strip() or within
    if not re.fullmatch(r"[0-9]{4}", given.year.strip()):
        raise Refused(f"-y kan ikke være «{given.year}». Skriv året med fire siffer, for eksempel 2026.")
    if not re.fullmatch(r"[1-4]?", quarter):
        raise Refused(f"-q kan ikke være «{given.quarter}». Skriv 1, 2, 3 eller 4, eller utelat valget for et helt år.")
    return form, given.year.strip() + (f"K{quarter}" if quarter else "")


def _as_given(given: argparse.Namespace) -> dict[str, Any]:
    """What the program calls `innparametere`."""
    return {
        "aar": int(given.year),
        "kvartal": given.quarter.strip(),
        "skjema": given.schema.strip(),
        "region": given.region.strip(),
        "navn": given.name,
        "orgnrForetak": given.company_orgnr.strip(),
        "orgnrVirksomhet": [one.strip() for one in given.unit_orgnr.split(",") if one.strip()],
        "harVedlegg": given.attachment == "1",
    }
