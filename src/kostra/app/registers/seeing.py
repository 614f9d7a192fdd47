"""What is in force, what is awaited, and what came: for the desk, and for the body whose register it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kostra.app.permissions import Asker
from kostra.app.ports.registers import ORIGINAL, TYPED, Received
from kostra.app.receiving.refusals import Unknown
from kostra.app.registers.rights import demand_seer, seen_by
from kostra.app.registers.using import records
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.model.event import Recorded
from kostra.model.people import Duty
from kostra.model.period import Period
from kostra.registers.catalogue import layout
from kostra.registers.layout import Layout


@dataclass(frozen=True, slots=True)
class Awaited:
    """The period a register is due for, and the day."""

    period: Period
    due: date
    late: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """`in_force` is the newest one; `awaited` is None when what is due has come, or nothing is."""

    layout: Layout
    in_force: Received | None
    newest: Received | None
    awaited: Awaited | None


@dataclass(frozen=True, slots=True)
class History:
    layout: Layout
    received: tuple[Received, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """`kept` says what there is of it: bytes and records go when their keys are destroyed."""

    layout: Layout
    received: Received
    kept: frozenset[str]
    events: tuple[Recorded, ...]


def overview(system: System, asker: Asker) -> tuple[Overview, ...]:
    shown = seen_by(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        in_force: dict[str, list[Received]] = {}
        for one in tx.registers.in_force():
            in_force.setdefault(one.register, []).append(one)
        newest = {one.id: tx.registers.listed(register=one.id, limit=1) for one in shown}
        today = day(tx.now)
    return tuple(
        Overview(
            one,
            next(iter(in_force.get(one.id, ())), None),
            next(iter(newest[one.id]), None),
            awaited(one, in_force.get(one.id, []), today),
        )
        for one in shown
    )


def awaited(layout: Layout, in_force: list[Received], today: date) -> Awaited | None:
    """The newest whole year that is due to come, unless something for it is in force."""
    if layout.due is None:
        return None
    period = Period(today.year - layout.due.years_after)
    due = layout.due.of(period)
    if any(one.period in period or period in one.period for one in in_force) or not layout.version.covers(period.year):
        return None
    return Awaited(period, due, today > due)


def history(system: System, asker: Asker, register: str, period: Period | None = None) -> History:
    found = layout(register)
    demand_seer(asker, found)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return History(found, tx.registers.listed(register=register, period=period))


def see(system: System, asker: Asker, id: str) -> Seen:
    seen_by(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        received = tx.registers.one(id)
        if received is None:
            raise Unknown("Filen finnes ikke, eller du har ikke tilgang til den. Se i listen over det som er mottatt.")
        found = layout(received.register)
        demand_seer(asker, found)
        kept = frozenset(what for what in (ORIGINAL, TYPED) if tx.registers.kept(id, what) is not None)
        return Seen(found, received, kept, tx.log.of(subject=id, limit=100) if _at_desk(asker) else ())


def first_rows(system: System, asker: Asker, id: str, many: int = 20) -> tuple[tuple[str, ...], ...]:
    """The column names and the first rows of a register that tells of no persons; of others, and of what was refused, nothing."""
    seen = see(system, asker, id)
    if seen.layout.personal or TYPED not in seen.kept:
        return ()
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        table = records(system, tx, seen.received)
    cells = (tuple("" if cell is None else str(cell) for cell in row) for row in table.head(many).iter_rows())
    return (tuple(table.columns), *cells)


def _at_desk(asker: Asker) -> bool:
    return asker.has(Duty.STATISTICIAN) or asker.has(Duty.STEWARD)
