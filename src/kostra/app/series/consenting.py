"""Joining the frequent series: the desk invites, and whoever sends for a municipality says yes or no for it, changes or withdraws.

Each of these is a line of a log that is only ever added to, and an event. What is owed follows from the log at once. Nobody joins for
another, and nobody joins a period that is over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import uuid4

from kostra.app.followup.writing import Written, post
from kostra.app.free_text import as_reason
from kostra.app.people import units
from kostra.app.permissions import Asker, demand, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.series.owing import FORM, owe
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.followup.consent import Act, Consent, Part, parts
from kostra.followup.contacts import addresses
from kostra.model.errors import Conflict, Refused
from kostra.model.event import Event
from kostra.model.people import Duty, Right
from kostra.model.period import Period, Span
from kostra.regions import OSLO

INVITED, JOINED, DECLINED, WITHDRAWN = "series.invited", "series.joined", "series.declined", "series.withdrawn"
_ACTIONS = {Act.INVITED: INVITED, Act.JOINED: JOINED, Act.DECLINED: DECLINED, Act.WITHDRAWN: WITHDRAWN}
_SUBJECT = "KOSTRA: invitasjon til hyppigere rapportering"
_LONGEST_NAME = 120
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Own:
    """How a unit stands, its own lines of the log, the newest first, and the periods that it may join from."""

    part: Part | None
    log: tuple[Consent, ...]
    choices: tuple[Period, ...]


def invite(system: System, asker: Asker, whom: Collection[str], text: str) -> tuple[str, ...]:
    """Those who were invited: whoever takes part already is passed over. The invitation is posted to those who have an address."""
    demand_duty(asker, Duty.STATISTICIAN)
    text = as_reason(text, "Skriv hva kommunene inviteres til.")
    if not whom:
        raise Refused("Velg minst én kommune eller bydel som skal inviteres.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.series.lock()
        _refuse_others(tx, whom)
        known = parts(tx.series.log())
        chosen = tuple(unit for unit in sorted(set(whom)) if unit not in known or known[unit].joined is None)
        for unit in chosen:
            _write(tx, Consent(uuid4().hex, unit, Act.INVITED, tx.actor, tx.now, text=text))
            to = addresses(tx.cases.contacts(unit))
            if to:
                post(tx, unit, to, tx.people.language(unit), Written(_SUBJECT, f"{text}\n"))
    return chosen


def join(system: System, asker: Asker, unit: str, since: Period, on_behalf: str) -> None:
    """Also how one changes between month and quarter: the new choice holds from its first period."""
    demand(asker, Right.SEND, unit, FORM)
    on_behalf = _name(on_behalf)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.series.lock()
        _refuse_others(tx, (unit,))
        if since not in _choices(tx):
            raise Refused(f"{since} kan ikke velges som den første perioden. Velg en av dem i listen.")
        part = parts(tx.series.log(unit)).get(unit)
        if part is not None and part.joined is not None and part.joined.since == since:
            raise Conflict(f"Dere er allerede med fra {since}. Ingenting er endret.")
        line = Consent(uuid4().hex, unit, Act.JOINED, tx.actor, tx.now, since, on_behalf)
        _write(tx, line)
        owe(tx, unit, tx.series.log(unit))


def decline(system: System, asker: Asker, unit: str, on_behalf: str, reason: str = "") -> None:
    demand(asker, Right.SEND, unit, FORM)
    on_behalf = _name(on_behalf)
    reason = as_reason(reason) if reason.strip() else ""
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.series.lock()
        _refuse_others(tx, (unit,))
        part = parts(tx.series.log(unit)).get(unit)
        if part is not None and part.joined is not None:
            raise Conflict(
                "Dere er med på den hyppigere rapporteringen. Trekk dere hvis dere ikke vil være med lenger."
            )
        _write(tx, Consent(uuid4().hex, unit, Act.DECLINED, tx.actor, tx.now, on_behalf=on_behalf, text=reason))


def withdraw(system: System, asker: Asker, unit: str, on_behalf: str, reason: str = "") -> None:
    """At once, with no questions asked. What has been delivered stays in the figures that it is in; nothing more is owed."""
    demand(asker, Right.SEND, unit, FORM)
    on_behalf = _name(on_behalf)
    reason = as_reason(reason) if reason.strip() else ""
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.series.lock()
        part = parts(tx.series.log(unit)).get(unit)
        if part is None or part.span is None:
            raise Conflict("Dere er ikke med på den hyppigere rapporteringen, så det er ingenting å trekke.")
        since = _under_way(tx, part.span)
        _write(tx, Consent(uuid4().hex, unit, Act.WITHDRAWN, tx.actor, tx.now, since, on_behalf, reason))
        owe(tx, unit, tx.series.log(unit))


def own(system: System, asker: Asker, unit: str) -> Own:
    """For whoever may see something of what the unit sends, and for the desk."""
    if not asker.has(Duty.STATISTICIAN):
        demand(asker, Right.SEE, unit)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        log = tx.series.log(unit)
        return Own(parts(log).get(unit), log[::-1], _choices(tx))


def everybody(system: System, asker: Asker) -> tuple[Mapping[str, Part], tuple[Consent, ...]]:
    """How each stands whom the log knows, and the whole log, the newest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        log = tx.series.log()
        return parts(log), log[::-1]


def may_join(year: int) -> dict[str, str]:
    """Whom the series is for, with their names: all municipalities but Oslo, and Oslo's districts."""
    return {unit: name for unit, name in units.names(year).items() if unit != f"{OSLO}00"}


def _write(tx: Transaction, line: Consent) -> None:
    tx.series.write((line,))
    tx.record(
        Event(
            _ACTIONS[line.act],
            line.id,
            line.text,
            region=line.unit,
            form=FORM,
            period=None if line.since is None else str(line.since),
            details={"on_behalf": line.on_behalf} if line.on_behalf else {},
        )
    )


def _choices(tx: Transaction) -> tuple[Period, ...]:
    """The month and the quarter that are under way, and those that come after."""
    found = []
    for span in (Span.MONTH, Span.QUARTER):
        period = _under_way(tx, span)
        for _ in range(_AHEAD):
            found.append(period)
            period = _next(period)
    return tuple(found)


def _under_way(tx: Transaction, span: Span) -> Period:
    today = day(tx.now)
    return Period(today.year, span, today.month if span is Span.MONTH else (today.month + 2) // 3)


def _next(period: Period) -> Period:
    last = 12 if period.span is Span.MONTH else 4
    return Period(period.year + period.number // last, period.span, period.number % last + 1)


def _refuse_others(tx: Transaction, whom: Collection[str]) -> None:
    known = may_join(day(tx.now).year)
    for unit in whom:
        if unit not in known:
            raise Refused(f"{unit[:20]} leverer ikke skjema {FORM}: det gjør kommunene, og i Oslo bydelene.")


def _name(on_behalf: str) -> str:
    found = as_reason(on_behalf, "Skriv hvem i kommunen som har bestemt det, for eksempel Nav-lederen.")
    if len(found) > _LONGEST_NAME:
        raise Refused(f"Det er {len(found)} tegn om hvem som har bestemt. Skriv høyst {_LONGEST_NAME}.")
    return found
