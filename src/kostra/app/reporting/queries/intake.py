"""What came in, form by form: who owed it, who came when, who was missing at each publication, and what it took to get it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

from kostra.app.followup import watching
from kostra.app.followup.watching import MissingList
from kostra.app.reporting.asking import Asking, Found, query
from kostra.followup.calendar import day
from kostra.followup.described import STATES
from kostra.followup.inflow import Measures
from kostra.forms import calendar
from kostra.model.submission import Content, Season, Stage, Standing, State, Submission
from kostra.model.text import Text
from kostra.reporting.figure import Kind

FIRST, LAST = "forelopig", "endelig"
EVERY = 1_000_000
"""More submissions than there will be of one form."""
_PEOPLE = 10**8
"""More than there are people: a share of them that was divided is found again as it was."""
_CONTENT = {
    Content.FILE: Text("fil", "fil"),
    Content.ANSWERS: Text("nettskjema", "nettskjema"),
    Content.NIL: Text("ingenting å rapportere", "ingenting å rapportere"),
    Content.PAPER: Text("registrert av SSB", "registrert av SSB"),
}


@query("inngang-skulle", Kind.COUNT, given=("form",), columns=("state", "count"))
def owed(asking: Asking, form: str) -> Found:
    found = [one.state for one in _standings(asking, form) if one.state is not State.NOT_IN_POPULATION]
    return Found(len(found), [(STATES[state].name, found.count(state)) for state in State if state in found])


@query("inngang-kommet", Kind.COUNT, given=("form",), columns=("on", "count"))
def received(asking: Asking, form: str) -> Found:
    """By the day that something first came."""
    arrived = _arrivals(asking, form)
    return Found(_measures(asking, form).received, sorted(Counter(arrived.values()).items()))


@query("inngang-i-tide", Kind.SHARE, given=("form",), columns=("on", "count"))
def in_time(asking: Asking, form: str) -> Found:
    measured = _measures(asking, form)
    if measured.on_time is None:
        return Found(None)
    share = Fraction(measured.on_time).limit_denominator(measured.owed)
    return Found(share, sorted(Counter(_arrivals(asking, form).values()).items()))


@query("inngang-frist", Kind.DAY, given=("form",), columns=("what", "on"))
def deadline(asking: Asking, form: str) -> Found:
    dates = calendar.calendar(form).dates(asking.period)
    rows = [
        (Text("Åpner", "Opnar"), dates.opens),
        (Text("Frist", "Frist"), dates.deadline),
        (Text("Siste dag for rettinger", "Siste dag for rettingar"), dates.corrections),
        (Text("Stenger", "Stengjer"), dates.closes),
        *((Text("Publisering", "Publisering"), on) for on in dates.publications),
    ]
    return Found(dates.deadline, rows)


@query("inngang-manglet", Kind.COUNT, given=("form", "when"), columns=("unit", "name"))
def missing(asking: Asking, form: str, when: str) -> Found:
    """As it was then, and not as it is now."""
    found = _missing(asking, form, when)
    if found is None:
        return Found(None)
    return Found(len(found.found.units), [(unit, found.names[unit]) for unit in found.found.units])


@query("inngang-manglet-andel", Kind.SHARE, given=("form", "when"), columns=("unit", "name"))
def missing_share(asking: Asking, form: str, when: str) -> Found:
    found = _missing(asking, form, when)
    if found is None:
        return Found(None)
    share = Fraction(found.found.share).limit_denominator(_PEOPLE)
    return Found(share, [(unit, found.names[unit]) for unit in found.found.units])


@query("inngang-publisert", Kind.DAY, given=("form", "when"))
def published(asking: Asking, form: str, when: str) -> Found:
    found = _missing(asking, form, when)
    return Found(None if found is None else day(found.at))


@query("inngang-ingenting", Kind.COUNT, given=("form",), columns=("state", "count"))
def nothing(asking: Asking, form: str) -> Found:
    found = [one.state for one in _standings(asking, form)]
    nil = [state for state in (State.NIL_CONFIRMED, State.NIL_PRESUMED) if state in found]
    rows = [(STATES[state].name, found.count(state)) for state in nil]
    return Found(sum(found.count(state) for state in nil), rows)


@query("inngang-utsatt", Kind.COUNT, given=("form",), columns=("on", "count"))
def extended(asking: Asking, form: str) -> Found:
    until = Counter(one.extended_until for one in _standings(asking, form) if one.extended_until is not None)
    return Found(until.total(), sorted(until.items()))


@query("inngang-purringer", Kind.COUNT, given=("form",), columns=("on", "step", "count"))
def reminders(asking: Asking, form: str) -> Found:
    with asking.begin() as tx:
        found = [one for one in tx.cases.reminders(period=asking.period) if one.expected.form == form]
    counted = Counter((day(one.at), one.step) for one in found)
    return Found(len(found), [(on, step, count) for (on, step), count in sorted(counted.items())])


@query("inngang-sendt", Kind.COUNT, given=("form",), columns=("content", "count"))
def sent(asking: Asking, form: str) -> Found:
    return _by_content(_submissions(asking, form))


@query("inngang-paa-nytt", Kind.COUNT, given=("form",), columns=("content", "count"))
def again(asking: Asking, form: str) -> Found:
    return _by_content([one for one in _submissions(asking, form) if one.replaces is not None])


@query("inngang-stoppet", Kind.COUNT, given=("form",), columns=("content", "count"))
def stopped(asking: Asking, form: str) -> Found:
    return _by_content([one for one in _submissions(asking, form) if one.stage is Stage.STOPPED])


def _by_content(found: list[Submission]) -> Found:
    counted = Counter(one.content for one in found)
    return Found(len(found), [(_CONTENT[content], counted[content]) for content in Content if content in counted])


def _standings(asking: Asking, form: str) -> tuple[Standing, ...]:
    def find() -> tuple[Standing, ...]:
        with asking.begin() as tx:
            return tx.campaign.standings(form=form, period=asking.period)

    return asking.once(("standings", form), find)


def _submissions(asking: Asking, form: str) -> list[Submission]:
    """All that were delivered."""

    def find() -> list[Submission]:
        with asking.begin() as tx:
            every = tx.submissions.listed(form=form, limit=EVERY)
        return [one for one in every if one.answers.period == asking.period and one.received is not None]

    return asking.once(("submissions", form), find)


def _arrivals(asking: Asking, form: str) -> dict[str, date]:
    """Of those who owed it, the day that something first came."""

    def find() -> dict[str, date]:
        owing = {one.expected.unit for one in _standings(asking, form) if one.state is not State.NOT_IN_POPULATION}
        with asking.begin() as tx:
            found = watching.first_arrivals(tx, form, asking.period, Season.REAL)
        return {unit: day(at) for unit, at in found.items() if unit in owing}

    return asking.once(("arrivals", form), find)


def _measures(asking: Asking, form: str) -> Measures:
    return asking.once(("measures", form), lambda: watching.measure(asking.system, asking.asker, form, asking.period))


def _missing(asking: Asking, form: str, when: str) -> MissingList | None:
    """At the first publication, where there is another after it, or at the last; None where it has not been."""
    days = calendar.calendar(form).dates(asking.period).publications
    found = asking.once(
        ("missing", form), lambda: watching.at_publications(asking.system, asking.asker, form, asking.period)
    )
    if when == LAST:
        return found[-1] if days and len(found) == len(days) else None
    return found[0] if found and len(days) > 1 else None
