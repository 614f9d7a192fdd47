"""Runs that were asked for, and one of them as it was frozen. Only for statisticians: a figure is not published by being seen here."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from kostra import regions
from kostra.app.estimating.gathering import WITHOUT_OSLO
from kostra.app.estimating.record import Frozen, read
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.estimates import Ordered
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.estimation.catalogue import of_form
from kostra.model.errors import Broken, Missing, Refused
from kostra.model.people import Duty


@dataclass(frozen=True, slots=True)
class Seen:
    """`record` is the JSON, byte for byte, and `frozen` what it says; None until it is made, and where it could not be."""

    ordered: Ordered
    record: str | None
    frozen: Frozen | None


def listed(system: System, asker: Asker, form: str | None = None) -> tuple[Ordered, ...]:
    """The newest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    wanted = None if form is None else of_form(form.upper()).form
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.estimates.listed(wanted)


def see(system: System, asker: Asker, id: str) -> Seen:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        ordered = tx.estimates.one(id)
        if ordered is None:
            raise Missing(f"Det finnes ingen beregning «{id[:20]}». Se listen over beregninger.")
        return Seen(ordered, *_read(tx, ordered))


def made(tx: Transaction, ordered: Ordered) -> Frozen:
    """One that is known to have been made."""
    _, frozen = _read(tx, ordered)
    if frozen is None:
        raise Refused(f"Beregningen {ordered.id} er ikke laget. Velg en annen.")
    return frozen


def name(region: str, year: int) -> str:
    return regions.find(region, year).name


def in_order(region: str) -> tuple[int, str]:
    """The country first, then it without Oslo, counties, groups."""
    first = {"EAK": 0, WITHOUT_OSLO: 1}
    return first.get(region, 2 if region.isdigit() else 3), region


def _read(tx: Transaction, ordered: Ordered) -> tuple[str | None, Frozen | None]:
    record = tx.estimates.record(ordered.id)
    if record is None or ordered.outcome is None:
        return None, None
    if sha256(record.encode()).hexdigest() != ordered.outcome.sha256:
        raise Broken(f"The record of estimate {ordered.id} is not what was frozen.")
    return record, read(record)
