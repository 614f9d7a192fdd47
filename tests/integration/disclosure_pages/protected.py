"""Runs made by hand: the pattern of table 91105 for some municipalities, and what an audit would have said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from uuid import uuid4

import polars as pl

from integration.portal.house import SIRI
from kostra.app.disclosure import patterns, recording
from kostra.app.disclosure.auditing import NAME
from kostra.app.disclosure.basis import basis
from kostra.app.disclosure.deciding import forced
from kostra.app.disclosure.merging import merges
from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.cube import Status
from kostra.model.people import Actor, ActorKind, Duty
from kostra.model.protection import AuditVerdict, Protection

TABLE, YEAR = "91105", 2026
OLE = Asker(Actor(ActorKind.PERSON, "ole", "Ole"), duties=frozenset({Duty.STATISTICIAN}))
REGIONS = ("EAK", "EKA11", "1103", "1106", "1108", "4601")
AGES = ("alle", "0-17", "18-24", "25-44", "45-66", "67+", "uoppgitt")
MEASURES = ("mottakere", "seks_maaneder")
PRIMARY = f"{TABLE};1106;18-24;mottakere"
SECONDARY = f"{TABLE};1106;25-44;mottakere"
SMALL = f"{TABLE};1108;67+;seks_maaneder"
HELD = f"{TABLE};1108;alle;seks_maaneder"
STATUSES = {
    PRIMARY: ("primary", ""),
    SECONDARY: ("secondary", PRIMARY),
    f"{TABLE};1103;18-24;mottakere": ("secondary", PRIMARY),
    SMALL: ("small", ""),
    HELD: ("held", ""),
}
PROOF = b'{"format": "kostra-sertifikater-1"}\n'
PASSED = AuditVerdict(84, 5, 0, 0, 1, 1, 0, passed=True)
FAILED = replace(PASSED, determined_by_bounds=2, passed=False)


def write(
    data: Path,
    statuses: Mapping[str, tuple[str, str]] | None = None,
    ages: Sequence[str] = AGES,
    year: int = YEAR,
    regions: Sequence[str] = REGIONS,
    into: Path | None = None,
) -> None:
    """The pattern files of the next run, as whoever makes it writes them; or over those that are there."""
    of = STATUSES if statuses is None else statuses
    rows = [(*cell, *of.get(";".join((TABLE, *cell)), ("safe", ""))) for cell in product(regions, ages, MEASURES)]
    frame = pl.DataFrame(rows, ["region", "alder", "measure", "shown", "because"], orient="row")
    folder = into or _next(data, year)
    folder.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(folder / f"{TABLE}.parquet")


def _next(data: Path, year: int) -> Path:
    return data / "next" / str(year)


def run(
    system: System,
    data: Path,
    verdict: AuditVerdict | None = PASSED,
    by: Asker = SIRI,
    year: int = YEAR,
    status: Status = Status.PROVISIONAL,
) -> Protection:
    """Recorded from the files that were written last, with all that is decided."""
    folder = patterns.of_status(data, year, status) / uuid4().hex[:16]
    shutil.copytree(_next(data, year), folder / patterns.PATTERN)
    with system.transactions.begin(by.actor, Scope.EVERYWHERE) as tx:
        now = basis(tx, year, status)
        _audited(folder)
        out, together = forced(tx, year, status), merges(tx, year)
        return recording.record(tx, folder, year, status, now, out, together, verdict)


def _audited(folder: Path) -> None:
    """What the audit wrote beside the patterns: a cell of one source, and a proof."""
    values = [{"code": age} for age in AGES]
    (folder / patterns.TABLES).mkdir(exist_ok=True)
    description = {"dimensions": [{"values": [{"code": one} for one in REGIONS]}, {"values": values}]}
    (folder / patterns.TABLES / f"{TABLE}.json").write_text(json.dumps(description), encoding="utf-8")
    closest = [{"cell": f"{TABLE};1106;2;mottakere", "width": 7}]
    told = {"source": "11F", "amounts": False, "hidden": 5, "proven": 4, "narrower_than_3": 1, "closest": closest}
    (folder / NAME).write_text(json.dumps([told]), encoding="utf-8")
    (folder / patterns.PROOFS).mkdir(exist_ok=True)
    patterns.proof(folder, "11F").write_bytes(PROOF)
