"""Ending what has been kept long enough: its key is destroyed first, which ends it wherever copies are, and then its bytes are removed.

Goes by the rules and nothing else, one submission in each transaction, each with its reason in the log. What is half-written, or known to
nobody, is swept away on the same round. Done twice, or cut off half-way, it ends the same.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kostra.app.deliveries.ending import delete_due
from kostra.app.keeping.rules import Rule, became, due, rules
from kostra.app.keeping.shelves import on, shelves
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.ports.vault import Kept, Unavailable
from kostra.app.system import System
from kostra.model.event import Event
from kostra.model.people import HOUSE
from kostra.model.submission import Submission

_log = logging.getLogger(__name__)

DESTROYED, DELETED = "key.destroyed", "bytes.deleted"
KINDS = ("kildedata", "report", "inndata", "handed-on", "register", "register-inndata", "ready", "snapshot", "delivery")
"""Of objects, as those who write them name them."""


@dataclass(frozen=True, slots=True)
class Over:
    """What the rules say is to be destroyed of one submission."""

    submission: Submission
    what: tuple[str, ...]
    rule: Rule


def retention(system: System) -> None:
    """The job."""
    for one in over(system):
        destroy(system, one)
    delete_due(system)
    system.vault.sweep()
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        owner = tx.log.beginning()
    # What another installation keeps in the same store is a stray to nobody but us.
    if owner is None or not system.vault.ours_alone(owner):
        _log.warning("strays are left: others keep their bytes in the same store, or nothing has happened here yet")
        return
    known = frozenset(kept.object for shelf in shelves() for _, _, kept in on(shelf, system))
    for kind in KINDS:
        system.vault.remove_strays(kind, known)


def over(system: System, among: Sequence[Rule] | None = None) -> tuple[Over, ...]:
    """What would be destroyed now. Changes nothing."""
    chosen = rules() if among is None else among
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        there: dict[str, list[str]] = {}
        for id, what, _ in list(tx.submissions.all_kept()):
            there.setdefault(id, []).append(what)
        return tuple(_over(tx, there, chosen))


def _over(tx: Transaction, there: dict[str, list[str]], among: Sequence[Rule]) -> Iterator[Over]:
    for id, kept in there.items():
        submission = tx.submissions.one(id)
        rule = None if submission is None else _rule(tx, submission, among)
        what = () if rule is None else tuple(one for one in kept if one in rule.what)
        if submission is not None and rule is not None and what:
            yield Over(submission, what, rule)


def _rule(tx: Transaction, submission: Submission, among: Sequence[Rule]) -> Rule | None:
    expected = submission.answers
    standing = tx.campaign.standing(expected)
    current = None if standing is None else standing.submission
    told = became(submission, tx.submissions.of(expected), current)
    return None if told is None else due(*told, expected.season, tx.now, among)


def destroy(system: System, one: Over) -> None:
    """Keys first. If the bytes cannot be removed just now, they are strays that nobody can read, and go another day."""
    id, expected = one.submission.id, one.submission.answers
    scope = Scope(frozenset({expected.unit}))
    gone: list[tuple[str, Kept]] = []
    with system.transactions.begin(HOUSE, scope) as tx:
        # The state of an expected delivery changes with its row locked; locked here too, what was decided still holds.
        tx.campaign.standing(expected, lock=True)
        current = tx.submissions.one(id, lock=True)
        if current is None or _rule(tx, current, (one.rule,)) is None:
            return
        for what in one.what:
            kept = tx.submissions.kept(id, what)
            if kept is not None:
                tx.submissions.destroy_key(id, what, tx.now)
                tx.record(_event(DESTROYED, one, what, kept))
                gone.append((what, kept))
    for what, kept in gone:
        with suppress(Unavailable):
            system.vault.delete(kept)
            with system.transactions.begin(HOUSE, scope) as tx:
                tx.record(_event(DELETED, one, what, kept))


def _event(action: str, one: Over, what: str, kept: Kept) -> Event:
    expected = one.submission.answers
    return Event(
        action,
        one.submission.id,
        one.rule.why,
        region=expected.unit,
        form=expected.form,
        period=str(expected.period),
        details={"what": what, "rule": one.rule.id, "sha256": kept.sha256},
    )
