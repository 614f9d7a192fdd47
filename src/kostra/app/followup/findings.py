"""The findings of a submission, from the report that was kept of it, as lines of an error list. Never more than a list has room for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from kostra.app.ports.submissions import REPORT, REPORT_NN
from kostra.app.ports.transaction import Transaction
from kostra.app.ports.vault import Kept
from kostra.app.system import System
from kostra.followup.errorlists import Line
from kostra.model.errors import Refused
from kostra.model.finding import Severity
from kostra.model.text import Text

ROOM = 5_000
"""Lines of one list. Nobody answers more; the rest is counted."""
_GRADES = {str(severity): severity for severity in Severity}


@dataclass(frozen=True, slots=True)
class Reports:
    """Where the report is kept, in each written form. Nynorsk is None where only the other was written."""

    nb: Kept
    nn: Kept | None


@dataclass(frozen=True, slots=True)
class Found:
    lines: tuple[Line, ...]
    left_out: int


def reports(tx: Transaction, submission: str) -> Reports:
    kept = tx.submissions.kept(submission, REPORT)
    if kept is None:
        raise Refused(
            "Det finnes ingen rapport fra kontrollene for denne innsendingen. Vent til de er ferdige, og prøv igjen."
        )
    return Reports(kept, tx.submissions.kept(submission, REPORT_NN))


def read(system: System, of: Reports, room: int = ROOM) -> Found:
    """Warnings and worse, the worst first, otherwise in the order of the report. `list` of each line is empty: it belongs to none yet."""
    with system.vault.open(of.nb) as nb:
        if of.nn is None:
            return _read(((one, one) for one in _findings(nb)), room)
        with system.vault.open(of.nn) as nn:
            return _read(zip(_findings(nb), _findings(nn), strict=True), room)


def _read(pairs: Iterator[tuple[dict[str, Any], dict[str, Any]]], room: int) -> Found:
    graded: dict[Severity, list[Line]] = defaultdict(list)
    left_out = 0
    for nb, nn in pairs:
        severity = _GRADES[nb["severity"]]
        if severity < Severity.WARNING:
            continue
        if len(graded[severity]) >= room:
            left_out += 1
        else:
            graded[severity].append(_line(severity, nb, nn))
    ordered = [line for severity in sorted(graded, reverse=True) for line in graded[severity]]
    return Found(tuple(ordered[:room]), left_out + len(ordered[room:]))


def _line(severity: Severity, nb: dict[str, Any], nn: dict[str, Any]) -> Line:
    return Line(
        list="",
        number=0,
        control=nb["control"],
        severity=severity,
        line=nb["line"],
        field=nb["field"],
        journal=nb["journal"] or None,
        message=Text(nb["message"], nn["message"]),
    )


def _findings(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """One for each line of the report below its head: it is written so (`kostra.app.controls.as_json`), and need not be held whole."""
    decoder = json.JSONDecoder()
    for raw in file:
        if raw.startswith(b'{"control": '):
            found, _ = decoder.raw_decode(raw.decode())
            yield found
