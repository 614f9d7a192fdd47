"""What is to be seen of proposals: the list with its choices, one of them with its history, and the clock of the year.

Whoever asks sees what has been entered; a draft is its author's own, and the desk's. What was proposed before this register began stands in
the same list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Transaction
from kostra.app.proposals.asking import proposal_of
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.forms import calendar
from kostra.model.errors import Missing
from kostra.model.event import Recorded
from kostra.model.people import Duty
from kostra.model.period import Period
from kostra.model.proposal import Proposal, State
from kostra.model.submission import Season
from kostra.model.text import Text
from kostra.proposals.clock import Day, clock
from kostra.proposals.history import Earlier, history

_TEST_OF = "11F"
_OUTCOMES = {"accepted": State.ACCEPTED, "rejected": State.REJECTED, "postponed": State.POSTPONED}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; nothing of what is empty. `year` is the reporting year, of what was proposed before the year it was
    raised."""

    form: str = ""
    year: int | None = None
    state: State | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    proposals: tuple[Proposal, ...]
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A day of the clock as it is in a year. `id` is None of those that are only told of."""

    title: Text
    on: date
    day: Day | None


@dataclass(frozen=True, slots=True)
class OnClock:
    """`late` is the first day that it has not come as far as; `work` the year that the work must be done in."""

    proposal: Proposal
    work: int
    late: Day | None
    earliest: int | None
    """The first year it can hold from now, where that is later than the one it is meant for."""


@dataclass(frozen=True, slots=True)
class YearClock:
    year: int
    today: date
    stops: tuple[Stop, ...]
    proposals: tuple[OnClock, ...]


def listed(system: System, asker: Asker, wanted: Wanted) -> Listed:
    """The newest first."""
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = tuple(one for one in tx.proposals.every() if _is_wanted(one, wanted))
    return Listed(found, tuple(one for one in reversed(history()) if _was_wanted(one, wanted)))


def seen(system: System, asker: Asker, number: int) -> Proposal:
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return proposal_of(tx, number)


def earlier(id: str) -> Earlier:
    found = next((one for one in history() if one.id == id), None)
    if found is None:
        raise Missing(f"Det finnes ikke noe tidligere forslag «{id[:60]}». Se listen over forslag.")
    return found


def told(system: System, asker: Asker, one: Proposal) -> tuple[Recorded, ...]:
    """The events of a proposal, the newest first: for the desk, with who did what."""
    if not asker.has(Duty.STATISTICIAN):
        return ()
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.log.of(subject=one.id)


def of_year(system: System, asker: Asker, year: int | None = None) -> YearClock:
    """The clock of a year of work, this one unless another is asked for, and all that is to be decided or put in by it."""
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        today = day(tx.now)
        year = today.year if year is None else year
        return YearClock(year, today, stops(year), _on_clock(tx, year, today))


def stops(year: int) -> tuple[Stop, ...]:
    """The days of the clock and the weeks of the vendors' test, in the order of time."""
    test = calendar.calendar(_TEST_OF).dates(Period(year), Season.TEST)
    every = [Stop(one.title, one.on(year), one) for one in clock().days]
    every += [
        Stop(Text("Leverandørenes test begynner", "Testen til leverandørane tek til"), test.opens, None),
        Stop(Text("Leverandørenes test er over", "Testen til leverandørane er over"), test.closes, None),
    ]
    return tuple(sorted(every, key=lambda one: one.on))


def _on_clock(tx: Transaction, year: int, today: date) -> tuple[OnClock, ...]:
    found = []
    for one in tx.proposals.every():
        work = clock().work_year(one)
        if work != year or one.state is State.DRAFT:
            continue
        kind, form = one.content.kind, one.content.subject.form
        earliest = clock().earliest(kind, form, today)
        open_ = one.decision is None and one.state is not State.WITHDRAWN
        found.append(OnClock(one, work, clock().late(one, today), earliest if open_ and earliest > one.year else None))
    return tuple(sorted(found, key=lambda it: it.proposal.number))


def _is_wanted(one: Proposal, wanted: Wanted) -> bool:
    content = one.content
    if wanted.form and content.subject.form != wanted.form:
        return False
    if wanted.year is not None and one.year != wanted.year:
        return False
    if wanted.state is not None and one.state is not wanted.state:
        return False
    subject = content.subject
    texts = (
        *(f"forslag {one.number}", content.title, content.what, content.why, content.proposer.office),
        *(part or "" for part in (subject.form, subject.field, subject.code, subject.control, subject.table)),
    )
    return _has(wanted.words, texts)


def _was_wanted(one: Earlier, wanted: Wanted) -> bool:
    if wanted.form and wanted.form not in one.forms:
        return False
    if wanted.year is not None and one.year != wanted.year:
        return False
    if wanted.state is not None and _OUTCOMES.get(one.outcome) is not wanted.state:
        return False
    texts = (
        one.by,
        one.source,
        *(text for pair in (one.title, one.what, one.why, one.told) for text in (pair.nb, pair.nn)),
    )
    return _has(wanted.words, (*texts, *one.tables))


def _has(words: str, texts: tuple[str, ...]) -> bool:
    """Every word stands somewhere."""
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words.casefold().split())
