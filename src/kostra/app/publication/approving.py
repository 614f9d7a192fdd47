"""What people decide about a release: that it may go out, and that it is taken back.

A release is approved by somebody else than who made it, and only when nothing stands in the way. A standing approval is given beforehand,
with dates, for some tables; what must be safe is asked just the same, of every release. Taking back is at once, with a reason: what was
public before it is public again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from kostra.app.disclosure.deciding import one as one_run
from kostra.app.free_text import as_reason, refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.publication import reading
from kostra.app.series.owing import FORM as SERIES
from kostra.app.system import System
from kostra.model.cube import Status
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.event import Detail, Event
from kostra.model.people import Duty
from kostra.model.protection import Protection, Said
from kostra.model.release import Release, StandingApproval
from kostra.publication.calendar import day
from kostra.publication.standing import before
from kostra.tables import catalogue

_LONGEST = timedelta(days=366)


class Obstacle(StrEnum):
    """What stands in the way of an approval."""

    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    RUN = "run"
    FILES = "files"
    FINAL = "final"
    BEFORE = "before"
    OWN = "own"


PROVISIONAL_TOO_LATE = (
    "Endelige tall for året er godkjent, og foreløpige kan ikke ta plassen deres. "
    "Hvis de endelige ikke er synlige ennå: trekk dem tilbake, og prikk dem på nytt etterpå."
)
_SAID = {
    Obstacle.APPROVED: "Publiseringen er allerede godkjent. Ingenting gjenstår.",
    Obstacle.WITHDRAWN: "Publiseringen er trukket tilbake. Lag en ny.",
    Obstacle.RUN: "En annen prikking av året er godkjent siden. Prikk på nytt hvis den er av andre tall, og lag publiseringen på nytt.",
    Obstacle.FILES: "Filene er ikke de som ble skrevet da publiseringen ble laget. Trekk den tilbake, og lag den på nytt.",
    Obstacle.FINAL: PROVISIONAL_TOO_LATE,
    Obstacle.BEFORE: "Noe annet er godkjent eller trukket tilbake siden, så listen over endringer stemmer ikke. Lag publiseringen på nytt.",
    Obstacle.OWN: "Du har laget publiseringen selv. Be en kollega godkjenne den.",
}


def approve(system: System, asker: Asker, data: Path, id: str, comment: str = "") -> Release:
    demand_duty(asker, Duty.STATISTICIAN)
    comment = comment.strip()
    refuse_what_is_no_reason(comment)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.disclosure.lock()
        tx.releases.lock()
        found = one(tx, id)
        stops = obstacles(tx, data, found)
        if stops:
            raise Conflict(_SAID[stops[0]])
        _approve(tx, found, Said(tx.actor, tx.now, comment), {})
        return one(tx, id)


def beforehand(tx: Transaction, made: Release) -> None:
    """Approves what somebody has approved beforehand. Asked when it is made, of what has just been found safe."""
    for given in tx.releases.standings():
        if given.covers(made, day(tx.now)):
            said = Said(given.given.by, tx.now, given.given.text)
            _approve(tx, made, said, {"standing": given.id}, given.id)
            return


def _approve(
    tx: Transaction, found: Release, said: Said, details: Mapping[str, Detail], standing: str | None = None
) -> None:
    tx.releases.approve(found.id, said, standing)
    hour = max(found.hour, tx.now).isoformat()
    tx.record(event("release.approved", found, {"manifest": found.manifest, "opens": hour, **details}, said.text))


def obstacles(tx: Transaction, data: Path, found: Release) -> tuple[Obstacle, ...]:
    """All that stops whoever acts from approving the release, the weightiest first."""
    if found.withdrawn is not None:
        return (Obstacle.WITHDRAWN,)
    if found.approved is not None:
        return (Obstacle.APPROVED,)
    others = reading.differing(data, found)
    stops = {
        Obstacle.RUN: any(unsafe(tx, one_run(tx, run)) is not None for run in found.runs),
        Obstacle.FILES: bool(others),
        Obstacle.FINAL: goes_against_final(tx, found),
        Obstacle.BEFORE: not others and not _is_as_it_was(tx, data, found),
        Obstacle.OWN: tx.actor.id == found.made.by.id,
    }
    return tuple(obstacle for obstacle, stands in stops.items() if stands)


def withdraw(system: System, asker: Asker, id: str, reason: str) -> Release:
    """Also of one whose hour has not come. By one alone: what is wrong must not be out while somebody looks for a colleague."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = as_reason(reason, "Skriv hvorfor publiseringen trekkes tilbake. Grunnen blir stående.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.releases.lock()
        found = one(tx, id)
        if found.withdrawn is not None:
            raise Conflict("Publiseringen er allerede trukket tilbake.")
        tx.releases.withdraw(id, Said(tx.actor, tx.now, reason))
        public = found.opens is not None and found.opens <= tx.now
        tx.record(event("release.withdrawn", found, {"was_public": "yes" if public else "no"}, reason))
        return one(tx, id)


def give(
    system: System, asker: Asker, tables: Iterable[str], since: date, until: date, reason: str
) -> StandingApproval:
    """An approval beforehand, of releases that somebody else makes of these tables between two days; the frequent series stands for itself,
    under the name of its form."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = as_reason(reason, "Skriv hva godkjenningen gjelder, og hvorfor den kan gis på forhånd.")
    chosen = tuple(sorted(set(tables)))
    if not chosen:
        raise Refused("Velg hvilke tabeller godkjenningen gjelder.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        today = day(tx.now)
        for table in chosen:
            if table != SERIES:
                catalogue.table(table, today.year - 1)
        if not today <= until or not since <= until <= since + _LONGEST:
            raise Refused("Godkjenningen må ha en siste dag som ikke har vært, høyst ett år etter den første.")
        tx.releases.lock()
        given = StandingApproval(uuid4().hex[:16], chosen, since, until, Said(tx.actor, tx.now, reason))
        tx.releases.give(given)
        tx.record(_standing("standing-approval.given", given, reason))
    return given


def end(system: System, asker: Asker, id: str, reason: str) -> None:
    """What it has approved stays approved."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = as_reason(reason, "Skriv hvorfor godkjenningen avsluttes.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.releases.lock()
        found = next((each for each in tx.releases.standings() if each.id == id), None)
        if found is None:
            raise Missing("Den stående godkjenningen finnes ikke. Se listen over dem.")
        if found.ended is not None:
            raise Conflict("Den stående godkjenningen er allerede avsluttet.")
        tx.releases.end(id, Said(tx.actor, tx.now, reason))
        tx.record(_standing("standing-approval.ended", found, reason))


def one(tx: Transaction, id: str) -> Release:
    found = tx.releases.release(id)
    if found is None:
        raise Missing(f"Det finnes ingen publisering «{id[:20]}». Se listen over publiseringer.")
    return found


def refuse_unsafe(tx: Transaction, run: Protection) -> None:
    found = unsafe(tx, run)
    if found is not None:
        raise Conflict(found)


def unsafe(tx: Transaction, run: Protection) -> str | None:
    """Why nothing may be published of a run, in bokmål. What is not known to be safe is not."""
    if run.approved is None:
        return f"Kjøring {run.id} av prikkingen er ikke godkjent. Be en kollega godkjenne den først."
    if run.verdict is None or not run.verdict.passed or run.verdict.determined > 0:
        return f"Revisjonen av kjøring {run.id} er ikke bestått. Prikk på nytt."
    approved = [each for each in tx.disclosure.protections(run.year) if each.approved is not None]
    if next(each for each in approved if each.status is run.status).id != run.id:
        return f"En nyere kjøring enn {run.id} er godkjent. Publiser den."
    if run.status is Status.FINAL and any(_later(each, run) for each in approved if each.status is not run.status):
        return (
            f"Foreløpige tall er godkjent etter kjøring {run.id}, som ikke er revidert sammen med dem. Prikk på nytt."
        )
    return None


def goes_against_final(tx: Transaction, found: Release) -> bool:
    """Whether provisional figures would be public where final ones are, or will be by then; or beside final ones that are to come and were
    not audited beside them."""
    runs = {run.id: run for run in tx.disclosure.protections(found.year)}
    provisional = {table: runs[run] for table, run in found.tables if runs[run].status is Status.PROVISIONAL}
    at = max(found.hour, tx.now)
    for other in tx.releases.releases(found.year):
        if other.withdrawn is not None or other.opens is None:
            continue
        for table, run in other.tables:
            if runs[run].status is Status.FINAL and (
                (table in provisional and other.opens <= at)
                or any(_later(each, runs[run]) for each in provisional.values())
            ):
                return True
    return False


def _later(one: Protection, other: Protection) -> bool:
    """Approved after it: what is approved is audited beside what had been approved by then."""
    return one.approved is not None and other.approved is not None and one.approved.at > other.approved.at


def event(action: str, of: Release, details: Mapping[str, Detail], reason: str) -> Event:
    told = {"kind": of.kind.value, "hour": of.hour.isoformat(), "corrects": of.corrects, **details}
    return Event(action, of.id, reason, period=str(of.year), details=told)


def _is_as_it_was(tx: Transaction, data: Path, found: Release) -> bool:
    """Whether it still takes the place of those that its changes are told against."""
    last = before(tx.releases.releases(found.year), found, tx.now)
    told = reading.told(data, found)
    return told is not None and told.before == {table: each.id for table, each in last.items()}


def _standing(action: str, of: StandingApproval, reason: str) -> Event:
    details: dict[str, Detail] = {
        "tables": ", ".join(of.tables),
        "since": of.since.isoformat(),
        "until": of.until.isoformat(),
    }
    return Event(action, of.id, reason, details=details)
