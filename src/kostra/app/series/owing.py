"""What those owe who have joined the frequent series: in step with the log, when somebody joins or withdraws and when a year begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from kostra.app.followup.moving import move
from kostra.app.ports.transaction import Transaction
from kostra.followup.calendar import day
from kostra.followup.consent import Consent, owed, parts
from kostra.followup.states import Mover, may_follow
from kostra.model.submission import Expected, State

FORM = "11M"
_LEFT = "Kommunen er ikke med på den hyppigere rapporteringen."
_BACK = "Kommunen er med på den hyppigere rapporteringen igjen."


def owe_this_year(tx: Transaction) -> int:
    """Everybody's periods of this year: those who joined last year owe this one too. Says how many were new."""
    year = day(tx.now).year
    of = sorted(tx.series.log(), key=lambda one: one.unit)
    wanted = [
        Expected(FORM, period, unit)
        for unit, lines in groupby(of, key=lambda one: one.unit)
        for period in owed(tuple(lines), year)
    ]
    return tx.campaign.expect(wanted, tx.now) if wanted else 0


def owe(tx: Transaction, unit: str, log: Sequence[Consent]) -> None:
    """After a line was added about the unit. What has been answered stays, whatever they do afterwards; who has withdrawn owes nothing, of
    what is past either."""
    wanted: set[Expected] = set()
    if parts(log)[unit].joined is not None:
        wanted = {Expected(FORM, period, unit) for year in _years(tx, log) for period in owed(log, year)}
        tx.campaign.expect(sorted(wanted), tx.now)
    for standing in tx.campaign.standings(form=FORM, unit=unit, lock=True):
        if standing.expected in wanted:
            if standing.state is State.NOT_IN_POPULATION:
                move(tx, standing, State.EXPECTED, Mover.HOUSE, _BACK)
        elif State.NOT_IN_POPULATION in may_follow(standing.state, Mover.HOUSE):
            move(tx, standing, State.NOT_IN_POPULATION, Mover.HOUSE, _LEFT)


def _years(tx: Transaction, log: Iterable[Consent]) -> range:
    turns = [one.since.year for one in log if one.since is not None]
    this = day(tx.now).year
    return range(min((this, *turns)), max((this, *turns)) + 1)
