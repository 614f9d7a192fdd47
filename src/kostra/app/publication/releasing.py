"""Making a release: the tables of an approved run of disclosure control, as they are on the disk, become a folder that never changes.

Refused where the run is not approved, or its audit not passed; where its files are not those that were approved, or show what is hidden;
and where provisional figures would take the place of final ones. Nothing is public before it is approved by somebody else and its hour has
come; a correction is not public before what it corrects.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl

from kostra.app.disclosure import patterns
from kostra.app.disclosure.auditing import NAME as AUDIT_FILE
from kostra.app.disclosure.deciding import is_on_disk
from kostra.app.disclosure.deciding import one as one_run
from kostra.app.evaluation.measuring import measure
from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.publication import approving, folders, freezing
from kostra.app.publication.planning import due, forms
from kostra.app.system import System
from kostra.model.cube import Status
from kostra.model.errors import Broken, Conflict, Missing, Refused
from kostra.model.people import Duty
from kostra.model.protection import Protection, Said, Shown
from kostra.model.release import Kind, Release
from kostra.publication import manifest
from kostra.publication.manifest import Manifest, Run
from kostra.publication.standing import standing
from kostra.reporting import quality

_STATUSES = {
    Kind.PROVISIONAL: (Status.PROVISIONAL,),
    Kind.FINAL: (Status.FINAL,),
    Kind.SUBJECT: (Status.FINAL, Status.PROVISIONAL),
}
"""Which figures a release of a kind is made of; of several, the first that there are."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants released. Without `runs` it is the one that was approved last; without `tables` all of it; without an `hour` that
    of the calendar, and for a correction at once, which is when it is approved."""

    year: int
    kind: Kind
    runs: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    hour: datetime | None = None
    corrects: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A table as it stands in the folder of its run: its two files, and what is in them."""

    files: Mapping[str, bytes]
    description: Any
    cells: pl.DataFrame


def make(system: System, asker: Asker, data: Path, order: Order) -> Release:
    demand_duty(asker, Duty.STATISTICIAN)
    reason = order.reason.strip()
    refuse_what_is_no_reason(reason)
    id = uuid4().hex[:16]
    with folders.waiting(data, id) as part, system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.disclosure.lock()
        tx.releases.lock()
        corrected = _corrected(tx, order, reason)
        runs = _runs(tx, order, corrected)
        for run in runs:
            approving.refuse_unsafe(tx, run)
            if not is_on_disk(data, run):
                raise Conflict(f"Filene til kjøring {run.id} er ikke de som ble godkjent. Prikk på nytt.")
        tables = _tables(order, runs, corrected)
        read = {table: _read(data, run, table) for table, run in tables.items()}
        hour = _hour(tx, order, tables, corrected)
        one = Release(
            id=id,
            kind=order.kind,
            year=order.year,
            tables=tuple((table, run.id) for table, run in tables.items()),
            hour=hour,
            made=Said(tx.actor, tx.now, reason),
            manifest="",
            corrects=order.corrects,
        )
        if approving.goes_against_final(tx, one):
            raise Conflict(approving.PROVISIONAL_TOO_LATE)
        for each in read.values():
            for name, content in each.files.items():
                folders.put(part, f"{folders.TABLES}/{name}", content)
        for run in runs:
            folders.put(part, f"{folders.AUDIT}/{run.id}.json", _audit(data, run))
        told = measure(tx, data, one, {table: (each.description, each.cells) for table, each in read.items()})
        folders.put(part, quality.NAME, quality.written(told))
        content = manifest.written(_manifest(tx, data, one, runs, read, part))
        folders.put(part, manifest.NAME, content)
        one = replace(one, manifest=manifest.file(content).sha256)
        folders.install(data, id)
        tx.releases.add(one)
        tx.record(approving.event("release.made", one, {"manifest": one.manifest, "tables": len(tables)}, reason))
        approving.beforehand(tx, one)
        made = tx.releases.release(id)
    assert made is not None
    return made


def _corrected(tx: Transaction, order: Order, reason: str) -> Release | None:
    if order.kind is not Kind.CORRECTION:
        if order.corrects is not None:
            raise Broken("a release that corrects another is a correction")
        return None
    if order.corrects is None:
        raise Refused("Velg hvilken publisering som skal rettes.")
    if not reason:
        raise Refused("Skriv hva som var feil. Grunnen vises sammen med tallene.")
    found = approving.one(tx, order.corrects)
    if found.year != order.year:
        raise Refused(f"Publiseringen som skal rettes, gjelder {found.year}, ikke {order.year}. Velg det året.")
    if found.approved is None or found.withdrawn is not None:
        raise Conflict("Bare en godkjent publisering som ikke er trukket tilbake, kan rettes. Lag en ny i stedet.")
    return found


def _runs(tx: Transaction, order: Order, corrected: Release | None) -> tuple[Protection, ...]:
    statuses = (
        _STATUSES[order.kind]
        if corrected is None
        else tuple(dict.fromkeys(one_run(tx, id).status for id in corrected.runs))
    )
    if order.runs:
        found = tuple(one_run(tx, id) for id in dict.fromkeys(order.runs))
        for run in found:
            if run.year != order.year:
                raise Refused(f"Kjøring {run.id} gjelder {run.year}, ikke {order.year}. Velg en kjøring for det året.")
            if run.status not in statuses:
                raise Refused("Kjøringen har ikke tall av det slaget som skal publiseres. Velg en annen kjøring.")
        return found
    if corrected is not None:
        return tuple(_approved(tx, order.year, (status,)) for status in statuses)
    return (_approved(tx, order.year, statuses),)


def _approved(tx: Transaction, year: int, statuses: Sequence[Status]) -> Protection:
    """The one that was approved last, of the first status that has any."""
    for status in statuses:
        for run in tx.disclosure.protections(year, status):
            if run.approved is not None:
                return run
    what = "Endelige" if statuses[0] is Status.FINAL else "Foreløpige"
    raise Missing(
        f"{what} tall for {year} er ikke prikket og godkjent. Prikk dem med «kostra suppress {year}», og be en kollega godkjenne kjøringen."
    )


def _tables(order: Order, runs: Sequence[Protection], corrected: Release | None) -> Mapping[str, Protection]:
    """By table, in their order, the run that it is from."""
    wanted = dict.fromkeys(order.tables or (() if corrected is None else corrected.ids))
    if order.kind is Kind.SUBJECT and not wanted:
        raise Refused("Velg hvilke tabeller som skal publiseres.")
    for table in wanted:
        if corrected is not None and table not in corrected.ids:
            raise Refused(
                f"Tabell «{table[:20]}» er ikke i publiseringen som rettes. Velg blant {', '.join(corrected.ids)}."
            )
    found: dict[str, Protection] = {}
    for run in runs:
        for table, _ in run.tables:
            if wanted and table not in wanted:
                continue
            if table in found:
                raise Refused(f"Tabell {table} er i flere av kjøringene. Velg én kjøring, eller tabellene i den.")
            found[table] = run
    for table in wanted:
        if table not in found:
            raise Missing(
                f"Tabell «{table[:20]}» er ikke i kjøringen. Velg blant {', '.join(sorted(found)) or 'ingen'}."
            )
    return dict(sorted(found.items()))


def _read(data: Path, run: Protection, table: str) -> _Read:
    """Refused where the table is not there, where it is another than the pattern, and where it shows what is to be hidden."""
    where = patterns.of_run(data, run)
    try:
        files = {
            f"{table}.{ending}": (where / patterns.TABLES / f"{table}.{ending}").read_bytes()
            for ending in ("parquet", "json")
        }
    except OSError:
        raise Conflict(f"Tabell {table} finnes ikke blant filene til kjøring {run.id}. Prikk på nytt.") from None
    description = json.loads(files[f"{table}.json"])
    cells = pl.read_parquet(io.BytesIO(files[f"{table}.parquet"]))
    pattern = patterns.read(patterns.folder(data, run), table, run.year)
    keys = pattern.columns[: pattern.columns.index(patterns.STATUS)]
    same = (description["id"], description["year"]) == (table, run.year) and description["disclosure_controlled"]
    if not same or cells.columns[: len(keys)] != keys or not cells.select(keys).equals(pattern.select(keys)):
        raise Conflict(f"Tabell {table} er ikke den som ble prikket i kjøring {run.id}. Prikk på nytt.")
    if cells.filter(pattern[patterns.STATUS] != Shown.SAFE.value)["value"].is_not_null().any():
        raise Conflict(f"Tabell {table} viser tall som er prikket i kjøring {run.id}. Prikk på nytt, og meld fra.")
    return _Read(files, description, cells)


def _audit(data: Path, run: Protection) -> bytes:
    try:
        return (patterns.of_run(data, run) / AUDIT_FILE).read_bytes()
    except OSError:
        raise Conflict(f"Revisjonen av kjøring {run.id} finnes ikke blant filene. Prikk på nytt.") from None


def _hour(tx: Transaction, order: Order, tables: Mapping[str, Protection], corrected: Release | None) -> datetime:
    """Never before the calendar has figures of their kind, whatever the release is called."""
    if order.hour is not None and order.hour <= tx.now:
        raise Refused("Tidspunktet har vært. Velg et som ikke har vært, eller la kalenderen bestemme.")
    by_status = {run.status: [table for table, own in tables.items() if own.id == run.id] for run in tables.values()}
    planned = [due(own, order.year, Kind(status.value)) for status, own in by_status.items()]
    bounds = [one for one in planned if one is not None]
    if corrected is not None:
        bounds += [corrected.hour, tx.now]
    earliest = max(bounds, default=None)
    if order.hour is None:
        if earliest is None or order.kind is Kind.SUBJECT:
            raise Refused("Kalenderen sier ikke når dette skal publiseres. Velg et tidspunkt.")
        return earliest
    if earliest is not None and order.hour < earliest:
        raise Refused(
            "En retting kan ikke bli synlig før det som skal rettes. Velg et senere tidspunkt."
            if corrected is not None
            else "Tidspunktet er før det som står i kalenderen. Velg det, eller et senere."
        )
    return order.hour


def _manifest(
    tx: Transaction,
    data: Path,
    one: Release,
    runs: Sequence[Protection],
    read: Mapping[str, _Read],
    part: Path,
) -> Manifest:
    every = tx.releases.releases()
    made_at = max(run.made.at for run in runs)
    frames = {table: (Status(each.description["status"]), each.cells) for table, each in read.items()}
    return Manifest(
        id=one.id,
        kind=one.kind,
        year=one.year,
        hour=one.hour,
        synthetic=any(each.description["synthetic"] for each in read.values()),
        corrects=one.corrects,
        reason=one.made.text,
        runs=tuple(_of_run(run) for run in runs),
        tables=tuple(freezing.changed(data, every, one, tx.now, frames)),
        gone=freezing.gone(standing(every, max(one.hour, tx.now)), one),
        absent=tuple(freezing.absent(tx, forms(one.ids, one.year), one.year, made_at)),
        files=folders.files(part),
    )


def _of_run(run: Protection) -> Run:
    assert run.verdict is not None
    return Run(run.id, run.status, run.input, run.pattern, run.verdict)
