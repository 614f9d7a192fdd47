"""What came, as CSV: the list of files, what the controls found in one, and the rows of a register that tells of no persons.

Semicolons, a byte-order mark and CRLF, so that a spreadsheet set up for Norwegian opens it by a double click.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TYPE_CHECKING

from kostra.app.controls.reports.as_csv import safe
from kostra.app.permissions import Asker, Forbidden
from kostra.app.ports.registers import ORIGINAL, Received
from kostra.app.receiving.refusals import NotNow
from kostra.app.registers.receiving import about
from kostra.app.registers.seeing import Seen, history, see
from kostra.app.system import System
from kostra.model.text import Language
from kostra.registers.told import sentence

if TYPE_CHECKING:
    from typing import BinaryIO

EXPORTED = "register.exported"

_FILES = (
    *("id", "register", "period", "version", "holds", "received", "by", "file_name", "size", "sha256", "rows"),
    *("severity", "replaces", "reason"),
)
_FOUND = ("control", "severity", "column", "line", "value", "message")


def files_csv(system: System, asker: Asker, register: str) -> str:
    return _written(_FILES, (_file(one) for one in history(system, asker, register).received))


def found_csv(system: System, asker: Asker, id: str, language: Language) -> str:
    return _written(_FOUND, _found(see(system, asker, id), language))


def original(system: System, asker: Asker, id: str) -> tuple[Received, BinaryIO]:
    """The bytes as they came, of a register without persons. What tells of persons never leaves here this way."""
    seen = see(system, asker, id)
    if seen.layout.personal:
        raise Forbidden(f"{seen.layout.title.nb} handler om personer, og kan ikke lastes ned her.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        kept = tx.registers.kept(id, ORIGINAL)
        if kept is None:
            raise NotNow("Innholdet i filen er slettet, og kan ikke lastes ned.")
        tx.record(about(EXPORTED, seen.received))
    return seen.received, system.vault.open(kept)


def _file(one: Received) -> tuple[str | int, ...]:
    return (
        one.id,
        one.register,
        str(one.period),
        one.version,
        str(one.holds),
        one.received.isoformat(timespec="seconds"),
        safe(one.by.name),
        safe(one.file_name or ""),
        one.size,
        one.sha256,
        one.rows,
        str(one.severity),
        one.replaces or "",
        safe(one.reason),
    )


def _found(seen: Seen, language: Language) -> Iterator[tuple[str | int, ...]]:
    """A row for each line that is listed, and one for what is about the file as a whole."""
    for one in seen.received.found:
        message = safe(sentence(seen.layout, seen.received.period, one)[language])
        first = (one.control, str(one.severity), one.column or "")
        for row in one.rows:
            yield (*first, row.line, safe(row.value), message)
        if not one.rows:
            yield (*first, "", "", message)


def _written(columns: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> str:
    out = StringIO("\ufeff")
    out.seek(0, 2)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
