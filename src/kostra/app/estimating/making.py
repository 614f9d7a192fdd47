"""Asking for a run and making it. A run is made once, in the background or on the command line, and frozen with its checksum in the log.

What cannot be estimated is an outcome too: it says why, and what to do. Whoever makes a run a second time gets a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from uuid import uuid4

from kostra.app.estimating.computing import Computed, compute
from kostra.app.estimating.gathering import gather
from kostra.app.estimating.record import Kind, as_json, values_as_json
from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.estimates import Ordered, Outcome
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.estimation.catalogue import of_form
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.errors import Refused
from kostra.model.estimate import Parameters
from kostra.model.event import Detail, Event
from kostra.model.people import HOUSE, Duty
from kostra.model.period import Period

SEED = 0
"""Nothing in the estimator is drawn by chance today; the seed stands in the record for what may be."""


def order(system: System, asker: Asker, form: str, year: int, kind: Kind, reason: str) -> Ordered:
    """To be made in the background."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        ordered = _order(tx, form, year, kind, reason)
        tx.enqueue("estimate", run=ordered.id)
    return ordered


def make_now(system: System, asker: Asker, form: str, year: int, kind: Kind, reason: str) -> Ordered:
    """At once. Refused with the same words where it cannot be made."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        ordered = _order(tx, form, year, kind, reason)
    estimate(system, ordered.id)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        made = tx.estimates.one(ordered.id)
    assert made is not None and made.outcome is not None
    if made.outcome.refused is not None:
        raise Refused(made.outcome.refused)
    return made


def make_if_new(system: System, asker: Asker, form: str, year: int, kind: Kind, reason: str) -> tuple[Ordered, bool]:
    """At once, unless the newest run of the kind says the same to the byte: then it is that one. And whether it is a new one."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        whole = _whole(form, year)
        made = _computed(system, tx, whole, kind)
        every = (one for one in tx.estimates.listed(whole.form) if one.whole == whole and one.kind == kind)
        newest = next((one for one in every if one.outcome is not None and one.outcome.sha256 is not None), None)
        if newest is not None and newest.outcome is not None and newest.outcome.sha256 == _digest(as_json(made.frozen)):
            return newest, False
        ordered = _order(tx, form, year, kind, reason)
        _finish(tx, ordered, made)
    return ordered, True


def estimate(system: System, run: str) -> None:
    """The job. Run twice, it does nothing the second time."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        ordered = tx.estimates.one(run)
    if ordered is None:
        return
    try:
        with system.transactions.begin(ordered.by, Scope.EVERYWHERE) as tx:
            if not _done(tx, ordered):
                _finish(tx, ordered, _computed(system, tx, ordered.whole, Kind(ordered.kind)))
    except Refused as refused:
        with system.transactions.begin(ordered.by, Scope.EVERYWHERE) as tx:
            if not _done(tx, ordered):
                _give_up(tx, ordered, refused)


def _whole(form: str, year: int) -> Whole:
    declared = of_form(form.upper())
    version = catalogue.form(declared.form).version(year)
    return Whole(version.form.id, Period(year))


def _order(tx: Transaction, form: str, year: int, kind: Kind, reason: str) -> Ordered:
    whole = _whole(form, year)
    reason = reason.strip()
    if not reason:
        raise Refused("Skriv hvorfor beregningen lages, for eksempel «foreløpige tall 15. mars». Grunnen blir stående.")
    refuse_what_is_no_reason(reason)
    ordered = Ordered(uuid4().hex[:16], whole, kind.value, reason, tx.actor, tx.now)
    tx.estimates.order(ordered)
    tx.record(_event("estimate.ordered", ordered, {}))
    return ordered


def _done(tx: Transaction, ordered: Ordered) -> bool:
    tx.estimates.lock(ordered.id)
    now = tx.estimates.one(ordered.id)
    return now is None or now.outcome is not None


def _computed(system: System, tx: Transaction, whole: Whole, kind: Kind) -> Computed:
    declared = of_form(whole.form)
    gathered = gather(system, tx, whole, declared)
    return compute(gathered, declared, kind, Parameters(), SEED)


def _finish(tx: Transaction, ordered: Ordered, made: Computed) -> None:
    record, values = as_json(made.frozen), values_as_json(made.values)
    digest = _digest(record)
    tx.estimates.finish(ordered.id, Outcome(tx.now, digest, None), record, values)
    run = made.frozen.parts[0].run
    details = {"kind": ordered.kind, "sha256": digest, "values_sha256": _digest(values)}
    tx.record(_event("estimate.made", ordered, {**details, "data": run.data, "log": run.log}))


def _digest(written: str) -> str:
    return sha256(written.encode()).hexdigest()


def _give_up(tx: Transaction, ordered: Ordered, refused: Refused) -> None:
    tx.estimates.finish(ordered.id, Outcome(tx.now, None, refused.message), None, None)
    tx.record(_event("estimate.not-made", ordered, {"kind": ordered.kind}))


def _event(action: str, ordered: Ordered, details: Mapping[str, Detail]) -> Event:
    whole = ordered.whole
    return Event(action, ordered.id, ordered.reason, form=whole.form, period=str(whole.period), details=details)
