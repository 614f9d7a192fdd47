"""What was found, as tables and as JSON: one row for each region, in whole kroner or persons. Words for people, codes for programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from kostra.app.controls.reports.as_csv import safe
from kostra.app.pages.sheets import Cell
from kostra.app.people import units
from kostra.model.text import Language
from kostra.reconciling.checks import Flag
from kostra.reconciling.comparison import Check, Comparison
from kostra.reconciling.described import CHECKS, STANDS, STATUSES
from kostra.reconciling.engine import Line, Reconciled
from kostra.reconciling.explanations import Explanation, Stands
from kostra.reconciling.residuals import COUNTRY, Row


def heads(found: Reconciled) -> tuple[str, ...]:
    ids = (source.id for source in found.comparison.sources)
    return ("region", "navn", *ids, "rest", "andel", "tegn", "svar", "grunn")


def cells(found: Reconciled, lines: Iterable[Line], language: Language | None = None) -> list[tuple[Cell, ...]]:
    """In words where there is a language, else in codes."""
    return [_cells(found, line, language) for line in lines]


def _cells(found: Reconciled, line: Line, language: Language | None) -> tuple[Cell, ...]:
    row, said = line.row, line.answer.explanation
    checks = list(dict.fromkeys(flag.check for flag in line.flags))
    share = None if row.share is None else round(float(100 * row.share), 2)
    return (
        row.region,
        units.name(row.region, found.year),
        *row.amounts,
        row.residual,
        share,
        *_told(found.comparison, checks, line.answer.stands, said, language),
    )


def _told(
    about: Comparison, checks: list[Check], stands: Stands, said: Explanation | None, language: Language | None
) -> tuple[str, str, str]:
    cause = "" if said is None else said.cause or said.status.value
    if language is None:
        return " ".join(check.value for check in checks), stands.value, cause
    if said is not None:
        cause = about.causes[cause][language] if cause in about.causes else STATUSES[said.status][language]
    return ", ".join(CHECKS[check][language] for check in checks), STANDS[stands][language], cause


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """With semicolons, and no cell that a spreadsheet would take for a formula."""
    made = StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow(["" if cell is None else safe(cell) if isinstance(cell, str) else cell for cell in row])
    return made.getvalue()


def as_json(found: Reconciled, lines: Iterable[Line]) -> dict[str, Any]:
    whole, sources = found.country, [source.id for source in found.comparison.sources]
    # A sum of no municipalities is not known, and is no 0.
    country = whole.whole if whole.complete else Row(COUNTRY, (None,) * len(sources))
    return {
        "comparison": found.comparison.id,
        "year": found.year,
        "measured": found.comparison.measured.value,
        "country": {
            "region": COUNTRY,
            "municipalities": whole.municipalities,
            "complete": whole.complete,
            "amounts": dict(zip(sources, country.amounts, strict=True)),
            "residual": country.residual,
            "share": None if country.share is None else float(country.share),
            "known": dict(zip(sources, whole.known, strict=True)),
            "left_out": {region: [sources[place] for place in lacking] for region, lacking in whole.left_out.items()},
        },
        "regions": [_line(found.comparison, line) for line in lines],
    }


def _line(about: Comparison, line: Line) -> dict[str, Any]:
    said = line.answer.explanation
    return {
        "region": line.row.region,
        "stratum": line.stratum,
        "amounts": {source.id: amount for source, amount in zip(about.sources, line.row.amounts, strict=True)},
        "residual": line.row.residual,
        "share": None if line.row.share is None else float(line.row.share),
        "earlier": {str(year): residual for year, residual in line.series},
        "flags": [_flag(about, flag) for flag in line.flags],
        "stands": line.answer.stands.value,
        "explanation": None if said is None else explanation(said),
    }


def _flag(about: Comparison, flag: Flag) -> dict[str, Any]:
    return {
        "check": flag.check.value,
        "source": None if flag.source is None else about.sources[flag.source].id,
        "value": flag.value,
        "low": flag.low,
        "high": flag.high,
    }


def explanation(said: Explanation) -> dict[str, Any]:
    return {
        "id": said.id,
        "year": said.year,
        "region": said.region,
        "status": said.status.value,
        "cause": said.cause,
        "text": said.text,
        "residual": said.residual,
        "by": said.actor.name,
        "at": said.at.isoformat(),
    }
