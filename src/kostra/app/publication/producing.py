"""From what has been received to a release, in one go: what is missing is estimated, the tables are made, what of them can be shown is
found and audited, and that is released.

Each step is what somebody at the desk would have done. What has been made of the same data before is used as it is, so what was broken
off goes on from where it was. Whoever asks approves nothing: without a colleague it ends where one is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kostra.app.disclosure import deciding
from kostra.app.disclosure import telling as telling_of_runs
from kostra.app.disclosure.basis import of_tables
from kostra.app.disclosure.protecting import protect
from kostra.app.estimating.making import make_if_new
from kostra.app.estimating.record import Kind as EstimateKind
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.publication import approving, planning, releasing, telling
from kostra.app.publication.approving import Obstacle
from kostra.app.statistics import writing
from kostra.app.statistics.making import cubes
from kostra.app.system import System
from kostra.estimation.catalogue import declared
from kostra.model.cube import Status
from kostra.model.errors import Conflict, Refused
from kostra.model.people import Duty
from kostra.model.protection import Protection
from kostra.model.release import Kind, Release
from kostra.tables import catalogue

Tell = Callable[[str], None]
AUDITED = "Revisjonen er bestått."
_FIGURES = {Status.PROVISIONAL: "foreløpige tall", Status.FINAL: "endelige tall"}


@dataclass(frozen=True, slots=True)
class Produced:
    """How far it came: without a release where the run has not passed its audit, or nobody has approved it."""

    protection: Protection
    release: Release | None


def figures(system: System, asker: Asker, data: Path, year: int, status: Status, tell: Tell) -> None:
    """The estimates, and the tables as they are before anything is hidden."""
    demand_duty(asker, Duty.STATISTICIAN)
    tell("Beregner det som mangler ...")
    for form in declared():
        tell(f"{form}: {_estimated(system, asker, form, year, status)}")
    write_tables(system, asker, data, year, status, tell)


def _estimated(system: System, asker: Asker, form: str, year: int, status: Status) -> str:
    """What cannot be estimated is no hindrance: the tables tell of it."""
    reason = f"{_FIGURES[status]} for {year}"
    try:
        made, is_new = make_if_new(system, asker, form, year, EstimateKind(status), reason)
    except Refused as refused:
        return f"ikke beregnet. {refused.message}"
    return f"beregnet, {made.id}" if is_new else f"er beregnet av det samme før, {made.id}"


def write_tables(system: System, asker: Asker, data: Path, year: int, status: Status, tell: Tell) -> None:
    out = data / writing.FOLDER
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        made_of = of_tables(tx, year, status)
    if writing.is_written(out, year, status, made_of):
        tell("Tabellene er laget av det samme før.")
        return
    tell("Lager tabellene ...")
    written = [cube for cube, _ in writing.write(system, cubes(system, asker, year, status=status), out, status)]
    writing.remember(out, year, status, made_of)
    tell(f"{len(written)} tabeller, {sum(len(cube.cells) for cube in written)} celler")


def publish(
    system: System,
    asker: Asker,
    data: Path,
    year: int,
    status: Status,
    tell: Tell,
    colleague: Asker | None = None,
    *,
    with_advice: bool = False,
) -> Produced:
    """Of the figures as they are now. The colleague approves the run, when it has passed, and the release."""
    run = _protected(system, asker, data, year, status, tell, with_advice)
    if not telling_of_runs.passed(run):
        return Produced(run, None)
    if run.approved is None:
        if colleague is None:
            return Produced(run, None)
        deciding.approve(system, colleague, data, run.id, AUDITED)
        tell(f"Prikkingen er godkjent av {colleague.actor.name}.")
    made = _released(system, asker, data, run, tell)
    if made.approved is None and colleague is not None:
        made = approving.approve(system, colleague, data, made.id, AUDITED)
    tell(telling.as_line(made))
    return Produced(run, made)


def _protected(
    system: System, asker: Asker, data: Path, year: int, status: Status, tell: Tell, with_advice: bool
) -> Protection:
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        newest = next(iter(tx.disclosure.protections(year, status)), None)
        if newest is not None and deciding.is_current(tx, data, newest):
            tell(f"Tallene er prikket og revidert før, i kjøring {newest.id}.")
            return newest
    tell("Prikker og reviderer ...")
    made = protect(system, asker, data, year, status, tell, with_advice=with_advice)
    tell(telling_of_runs.as_line(made))
    return made


def _released(system: System, asker: Asker, data: Path, run: Protection, tell: Tell) -> Release:
    kind = Kind(run.status)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        for each in tx.releases.releases(run.year):
            if each.kind is kind and each.runs == (run.id,) and _stands(tx, data, each):
                tell("Publiseringen er laget av den før.")
                return each
    tell("Lager publiseringen ...")
    return releasing.make(system, asker, data, releasing.Order(run.year, kind, (run.id,)))


def _stands(tx: Transaction, data: Path, one: Release) -> bool:
    """Approved, or with nothing in the way but that whoever asks has made it."""
    return set(approving.obstacles(tx, data, one)) <= {Obstacle.APPROVED, Obstacle.OWN}


def refuse_what_cannot_be_released(system: System, asker: Asker, year: int, status: Status) -> None:
    """Before anything is made of it. The rest is refused by the step it comes to."""
    demand_duty(asker, Duty.STATISTICIAN)
    if planning.due((one.id for one in catalogue.of_year(year)), year, Kind(status)) is None:
        raise Refused(f"Kalenderen sier ikke når tall for {year} skal publiseres. Velg et annet år.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        released = (one for one in tx.releases.releases(year) if one.kind is Kind.FINAL)
        if status is Status.PROVISIONAL and any(one.approved and not one.withdrawn for one in released):
            raise Conflict(approving.PROVISIONAL_TOO_LATE)
