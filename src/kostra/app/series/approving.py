"""Who answers for the figures of the series: a standing approval given beforehand, between two days, or somebody at the desk.

The approval is one of those that publication has, for the name of the form in the place of tables. Nobody approves what has not passed.
"""

from __future__ import annotations

from dataclasses import replace

from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.series import Made
from kostra.app.ports.transaction import Transaction
from kostra.app.series.owing import FORM
from kostra.app.system import System
from kostra.model.errors import Conflict, Missing
from kostra.model.event import Event
from kostra.model.people import Duty
from kostra.model.protection import Said
from kostra.model.release import Kind, Release
from kostra.publication.calendar import day

APPROVED = "series.approved"


def approve_beforehand(tx: Transaction, made: Made) -> None:
    """By the first standing approval that covers it."""
    as_release = Release(made.id, Kind.SUBJECT, made.period.year, ((FORM, made.id),), tx.now, made.made, made.sha256)
    for given in tx.releases.standings():
        if given.covers(as_release, day(tx.now)):
            _approve(tx, made, Said(given.given.by, tx.now, given.given.text), given.id)
            return


def approve(system: System, asker: Asker, id: str, comment: str = "") -> Made:
    demand_duty(asker, Duty.STATISTICIAN)
    comment = comment.strip()
    refuse_what_is_no_reason(comment)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.series.lock()
        made = next((one for one in tx.series.listed() if one.id == id), None)
        if made is None:
            raise Missing("Tallene finnes ikke. Se listen over perioder.")
        if made.approved is not None:
            raise Conflict("Tallene er allerede godkjent. Ingenting gjenstår.")
        if not made.passed:
            raise Conflict("Revisjonen fant tall som kan regnes ut. Disse tallene kan ikke publiseres.")
        if made.id != tx.series.listed(made.period)[0].id:
            raise Conflict("Perioden er laget på nytt siden. Se på de nye tallene.")
        said = Said(tx.actor, tx.now, comment)
        _approve(tx, made, said, None)
        return replace(made, approved=said)


def _approve(tx: Transaction, made: Made, said: Said, standing: str | None) -> None:
    tx.series.approve(made.id, said, standing)
    details = {"sha256": made.sha256} | ({} if standing is None else {"standing": standing})
    tx.record(Event(APPROVED, made.id, said.text, form=FORM, period=str(made.period), details=details))
