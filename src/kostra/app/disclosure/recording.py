"""Writing down a run of disclosure control and what its audit said, each with an event in the same transaction.

The run is counted from its pattern files, so they must be there. Whether it may be made is asked by those who make it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kostra.app.disclosure import patterns
from kostra.app.ports.transaction import Transaction
from kostra.model.cube import Status
from kostra.model.errors import Conflict, Missing
from kostra.model.event import Detail, Event
from kostra.model.protection import AuditVerdict, Forcing, Merge, Protection, Said


def record(
    tx: Transaction,
    run: Path,
    year: int,
    status: Status,
    basis: str,
    forced: Sequence[Forcing] = (),
    merged: Sequence[Merge] = (),
    verdict: AuditVerdict | None = None,
) -> Protection:
    """`run` is its folder, named by its id. `basis` is that of the same transaction that the figures were gathered in; `forced` and
    `merged` are what was taken into the run.
    """
    where = run / patterns.PATTERN
    levels, tables = patterns.tallies(where, year)
    made = Protection(
        id=run.name,
        year=year,
        status=status,
        made=Said(tx.actor, tx.now),
        input=basis,
        pattern=patterns.digest(run),
        forced=tuple(one.id for one in forced),
        merged=tuple(one.id for one in merged),
        levels=levels,
        tables=tables,
        verdict=verdict,
    )
    tx.disclosure.add(made)
    lost = sum(tally.lost for _, tally in tables)
    details: dict[str, Detail] = {"input": basis, "pattern": made.pattern, "tables": len(tables), "lost": lost}
    tx.record(event("protection.made", made, details))
    if verdict is not None:
        tx.record(_audited(made, verdict))
    return made


def judge(tx: Transaction, id: str, verdict: AuditVerdict) -> None:
    """Once for each run: whoever wants another audit makes the run again."""
    tx.disclosure.lock()
    made = tx.disclosure.protection(id)
    if made is None:
        raise Missing(f"Det finnes ingen kjøring «{id[:20]}» av prikkingen. Se listen over kjøringer.")
    if made.verdict is not None:
        raise Conflict("Kjøringen er allerede revidert. Prikk på nytt for å revidere på nytt.")
    tx.disclosure.judge(id, verdict, Said(tx.actor, tx.now))
    tx.record(_audited(made, verdict))


def event(action: str, made: Protection, details: Mapping[str, Detail], reason: str = "") -> Event:
    told = {"status": made.status.value, **details}
    return Event(action, made.id, reason, period=str(made.year), details=told)


def _audited(made: Protection, verdict: AuditVerdict) -> Event:
    outcome = "passed" if verdict.passed else "failed"
    details: dict[str, Detail] = {
        "outcome": outcome,
        "suppressed": verdict.suppressed,
        "determined": verdict.determined,
        "certified": verdict.certified,
    }
    return event("protection.audited", made, details)
