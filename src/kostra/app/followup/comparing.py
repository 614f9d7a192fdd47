"""The job that holds open error lists against what has been sent since: what is mended, what remains, what is new."""

from __future__ import annotations

from dataclasses import replace

from kostra.app.followup import findings
from kostra.app.followup.errorlists import close_when_done, event
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.followup.errorlists import ErrorList, compare
from kostra.model.people import HOUSE
from kostra.model.submission import Content, Season, Stage

COMPARED = "list.compared"
_ROOM = 200_000
"""Far more than a list has room for, so that a line is not taken for mended because the other findings were many."""


def compare_lists(system: System) -> int:
    """How many lists were compared. Each newer submission once, when its controls have let it through."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        lists = [one for season in Season for one in tx.cases.error_lists(season=season, only_open=True)]
    return sum(_compare(system, one) for one in lists)


def _compare(system: System, one: ErrorList) -> bool:
    scope = Scope(frozenset({one.expected.unit}))
    with system.transactions.begin(HOUSE, scope) as tx:
        standing = tx.campaign.standing(one.expected)
        newer = None if standing is None else standing.submission
        if newer is None or newer in {one.submission, one.compared}:
            return False
        sent = tx.submissions.one(newer)
        if sent is None or sent.stage is not Stage.CHECKED or sent.content is not Content.FILE or not sent.size:
            return False
        where = findings.reports(tx, newer)
    after = findings.read(system, where, _ROOM)
    with system.transactions.begin(HOUSE, scope) as tx:
        now = tx.cases.error_list(one.id, lock=True)
        if now is None or not now.is_open or now.compared == newer:
            return False
        found = compare(tx.cases.lines(one.id), after.lines)
        tx.cases.put_lines(found.lines)
        now = replace(now, compared=newer, returned=now.returned or tx.now)
        tx.cases.put_list(now)
        tx.record(
            event(
                COMPARED,
                now,
                submission=newer,
                mended=found.mended,
                remaining=found.remaining,
                new=len(found.new) + after.left_out,
            )
        )
        close_when_done(tx, now)
    return True
