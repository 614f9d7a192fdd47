"""What people decide about what is shown: a cell that is forced out, and the approval of a run.

A forcing needs two people and takes effect in the next run. What is suppressed for its own sake is never forced out. A run is approved by
somebody else than who made it, and only when nothing stands in the way: whatever is not known stands in the way.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from kostra.app.disclosure import patterns
from kostra.app.disclosure.basis import basis
from kostra.app.disclosure.merging import merges
from kostra.app.disclosure.recording import event
from kostra.app.free_text import as_reason, refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.model.cube import Status
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.event import Event
from kostra.model.people import Duty
from kostra.model.protection import Answer, Forcing, Place, Protection, Said, Shown, Stands


class Obstacle(StrEnum):
    """What stands in the way of an approval."""

    APPROVED = "approved"
    NEWER = "newer"
    NOT_AUDITED = "not-audited"
    FAILED = "failed"
    FILES = "files"
    DATA = "data"
    DECIDED = "decided"
    OWN = "own"


_SAID = {
    Obstacle.APPROVED: "Kjøringen er allerede godkjent. Ingenting gjenstår.",
    Obstacle.NEWER: "Det er gjort en nyere kjøring for samme år og status. Se på den i stedet.",
    Obstacle.NOT_AUDITED: "Kjøringen er ikke revidert, og kan ikke godkjennes før den er det. Prikk på nytt med revisjon.",
    Obstacle.FAILED: "Revisjonen fant tall som kan regnes ut. Prikk på nytt, eller trekk tilbake det som er sluppet ut.",
    Obstacle.FILES: "Filene er ikke de som ble skrevet av kjøringen. Prikk på nytt.",
    Obstacle.DATA: "Noe er kommet, rettet eller godkjent siden kjøringen ble gjort. Prikk på nytt.",
    Obstacle.DECIDED: "Noe er sluppet ut, trukket tilbake eller slått sammen siden kjøringen ble gjort. Prikk på nytt.",
    Obstacle.OWN: "Du har gjort kjøringen selv. Be en kollega godkjenne den.",
}


def approve(system: System, asker: Asker, data: Path, id: str, comment: str = "") -> None:
    demand_duty(asker, Duty.STATISTICIAN)
    comment = comment.strip()
    refuse_what_is_no_reason(comment)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.disclosure.lock()
        made = one(tx, id)
        found = obstacles(tx, data, made)
        if found:
            raise Conflict(_SAID[found[0]])
        tx.disclosure.approve(id, Said(tx.actor, tx.now, comment))
        tx.record(event("protection.approved", made, {"pattern": made.pattern, "input": made.input}, comment))


def obstacles(tx: Transaction, data: Path, made: Protection) -> tuple[Obstacle, ...]:
    """All that stops whoever acts from approving the run, the weightiest first."""
    if made.approved is not None:
        return (Obstacle.APPROVED,)
    stops = {
        Obstacle.NEWER: _newest(tx, made) != made.id,
        Obstacle.NOT_AUDITED: made.verdict is None,
        Obstacle.FAILED: made.verdict is not None and (not made.verdict.passed or made.verdict.determined > 0),
        Obstacle.FILES: not is_on_disk(data, made),
        Obstacle.DATA: basis(tx, made.year, made.status) != made.input,
        Obstacle.DECIDED: not _holds_all_decided(tx, made),
        Obstacle.OWN: tx.actor.id == made.made.by.id,
    }
    return tuple(obstacle for obstacle, stands in stops.items() if stands)


def is_on_disk(data: Path, made: Protection) -> bool:
    """Whether the files are still those of this run."""
    run = patterns.of_run(data, made)
    return bool(patterns.tables(run / patterns.PATTERN)) and patterns.digest(run) == made.pattern


def is_current(tx: Transaction, data: Path, made: Protection) -> bool:
    """Whether a run made now would be of the same figures and the same decisions, and this one has passed and is on the disk."""
    passed = made.verdict is not None and made.verdict.passed
    same = basis(tx, made.year, made.status, made.id) == made.input and _holds_all_decided(tx, made)
    return passed and same and is_on_disk(data, made)


def _newest(tx: Transaction, made: Protection) -> str:
    return tx.disclosure.protections(made.year, made.status)[0].id


def _holds_all_decided(tx: Transaction, made: Protection) -> bool:
    out = {each.id for each in forced(tx, made.year, made.status)}
    together = {each.id for each in merges(tx, made.year)}
    return out == set(made.forced) and together == set(made.merged)


def one(tx: Transaction, id: str) -> Protection:
    found = tx.disclosure.protection(id)
    if found is None:
        raise Missing(f"Det finnes ingen kjøring «{id[:20]}» av prikkingen. Se listen over kjøringer.")
    return found


def forced(tx: Transaction, year: int, status: Status) -> tuple[Forcing, ...]:
    """The cells that two people have agreed to show, the oldest first. The next run publishes them."""
    return tuple(each for each in tx.disclosure.forcings(year, status) if each.stands is Stands.IN_FORCE)


def propose(system: System, asker: Asker, data: Path, id: str, cell: str, reason: str) -> Forcing:
    """A cell that somebody saw suppressed in the newest run."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = as_reason(reason, "Skriv hvorfor tallet skal ut, så en kollega kan ta stilling til det.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.disclosure.lock()
        made = one(tx, id)
        if _newest(tx, made) != made.id or not is_on_disk(data, made):
            raise Conflict("Det er gjort en nyere kjøring for samme år og status. Se på den, og slipp ut tallet der.")
        place = _suppressed(data, made, cell)
        for each in tx.disclosure.forcings(made.year, made.status):
            if each.cell == place and each.stands in (Stands.WAITING, Stands.IN_FORCE):
                raise Conflict(
                    "Noen har allerede foreslått å slippe ut dette tallet. Se listen på siden for kjøringen."
                )
        proposed = Forcing(uuid4().hex[:16], made.year, made.status, place, made.id, Said(tx.actor, tx.now, reason))
        tx.disclosure.propose(proposed)
        tx.record(_event("forcing.proposed", proposed, reason))
    return proposed


def _suppressed(data: Path, made: Protection, cell: str) -> Place:
    table = cell.partition(";")[0]
    if made.tally(table) is None:
        raise Missing(f"Kjøringen har ingen tabell «{table[:20]}». Velg en av tabellene i den.")
    frame = patterns.read(patterns.folder(data, made), table, made.year)
    parts = cell.split(";")
    shown = None
    if len(parts) == len(patterns.dimensions(frame)) + 3:
        place = Place.read(cell)
        shown = patterns.at(frame, place.region, place.codes, place.measure)
    match shown:
        case None:
            raise Missing(f"Tabell {table} har ikke dette tallet. Velg et tall i kartet over tabellen.")
        case Shown.SECONDARY:
            return place
        case Shown.SAFE:
            raise Refused("Tallet er ikke prikket, og vises allerede.")
    raise Refused(
        "Tallet er prikket for sin egen skyld og kan ikke slippes ut. Bare tall som er prikket for å verne andre, kan det."
    )


def second(system: System, asker: Asker, id: str, comment: str = "") -> Forcing:
    """A colleague agrees, and the next run shows the cell."""
    return _answer(system, asker, id, Answer.SECONDED, comment.strip())


def decline(system: System, asker: Asker, id: str, comment: str) -> Forcing:
    return _answer(system, asker, id, Answer.DECLINED, as_reason(comment, "Skriv hvorfor du ikke er enig."))


def withdraw(system: System, asker: Asker, id: str, comment: str) -> Forcing:
    """Also of one that holds: the next run suppresses the cell again, if it must."""
    return _answer(system, asker, id, Answer.WITHDRAWN, as_reason(comment, "Skriv hvorfor forslaget trekkes tilbake."))


_ACTIONS = {
    Answer.SECONDED: "forcing.seconded",
    Answer.DECLINED: "forcing.declined",
    Answer.WITHDRAWN: "forcing.withdrawn",
}


def _answer(system: System, asker: Asker, id: str, answer: Answer, comment: str) -> Forcing:
    demand_duty(asker, Duty.STATISTICIAN)
    refuse_what_is_no_reason(comment)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.disclosure.lock()
        found = tx.disclosure.forcing(id)
        if found is None:
            raise Missing("Forslaget finnes ikke. Se listen på siden for kjøringen.")
        open_to = (Stands.WAITING, Stands.IN_FORCE) if answer is Answer.WITHDRAWN else (Stands.WAITING,)
        if found.stands not in open_to:
            raise Conflict("Forslaget venter ikke lenger: det er bekreftet, avvist eller trukket. Se listen på nytt.")
        if answer is Answer.SECONDED and found.proposed.by.id == tx.actor.id:
            raise Refused("Du kan ikke bekrefte ditt eget forslag. Be en kollega se på det.")
        tx.disclosure.answer(id, answer, Said(tx.actor, tx.now, comment))
        tx.record(_event(_ACTIONS[answer], found, comment))
        answered = tx.disclosure.forcing(id)
    assert answered is not None
    return answered


def _event(action: str, about: Forcing, reason: str) -> Event:
    details = {"status": about.status.value, "cell": str(about.cell), "seen_in": about.seen_in}
    return Event(action, about.id, reason, period=str(about.year), details=details)
