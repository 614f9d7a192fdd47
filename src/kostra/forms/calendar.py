"""Reading calendar.toml: the dates of each form, for the campaign, for the vendors' test and for reminders.

Read strictly. A rule that is not understood, a form in two groups, or dates in a wrong order are refused with file and line. A form
that stands in no group is not collected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kostra.followup.calendar import Dates, From, Rule
from kostra.followup.contacts import Channel
from kostra.followup.reminders import Plan, PlanStep
from kostra.model import content
from kostra.model.dated import Dated
from kostra.model.errors import Refused
from kostra.model.period import Period, Span
from kostra.model.submission import Expected, Season

FILE = Path(__file__).parent / "calendar.toml"

_RULE = re.compile(
    r"(?P<from>same year|next year|next month) (?:(?P<month>\d\d)-)?(?P<day>\d{1,2})(?P<working>, working day)?"
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of a form over the years. `collected` is the span that one owes it for; `plan` how one is reminded. A `voluntary` one is
    owed by those alone who have joined (`kostra.followup.consent`)."""

    form: str
    collected: Span
    plan: Plan
    opens: Dated[Rule]
    deadline: Dated[Rule]
    corrections: Dated[Rule]
    closes: Dated[Rule]
    test_opens: Dated[Rule]
    test_closes: Dated[Rule]
    publications: tuple[Rule, ...]
    source: str | None = None
    remark: str | None = None
    voluntary: bool = False

    @property
    def since(self) -> int:
        return self.opens.since

    def dates(self, period: Period, season: Season = Season.REAL) -> Dates:
        """The dates of a period. The vendors' test is open for its weeks, and over with them; its deadline is its last day."""
        year = period.year
        if year < self.since:
            raise Refused(f"Kalenderen for skjema {self.form} begynner i {self.since}, ikke i {year}.")
        if season is Season.TEST:
            last = self.test_closes.at(year).on(period)
            return Dates(self.test_opens.at(year).on(period), last, last, last)
        return Dates(
            self.opens.at(year).on(period),
            self.deadline.at(year).on(period),
            self.corrections.at(year).on(period),
            self.closes.at(year).on(period),
            tuple(rule.on(period) for rule in self.publications),
        )

    def periods(self, year: int, season: Season = Season.REAL) -> tuple[Period, ...]:
        """What is collected in the campaign of a year. The test takes the last month or quarter that is over when it opens."""
        every = self._periods(year)
        if season is Season.REAL or len(every) == 1:
            return every
        over = [one for one in every if one.last_day < self.test_opens.at(year).on(one)]
        return tuple(over[-1:])

    def _periods(self, year: int) -> tuple[Period, ...]:
        whole = Period(year)
        match self.collected:
            case Span.YEAR:
                return (whole,)
            case Span.QUARTER:
                return tuple(Period(year, Span.QUARTER, number) for number in range(1, 5))
            case Span.MONTH:
                return whole.months()


def voluntary(form: str) -> bool:
    known = calendars()
    return form in known and known[form].voluntary


def calendar(form: str, file: Path = FILE) -> Calendar:
    """The calendar of a form. Refused when it is not collected."""
    known = calendars(file)
    if form not in known:
        raise Refused(f"Skjema {form} har ingen kalender, og samles ikke inn. Det gjør {', '.join(known)}.")
    return known[form]


def dates(expected: Expected, file: Path = FILE) -> Dates:
    """The dates of one expected delivery, before any extension of its own."""
    return _dates(expected.form, expected.period, expected.season, file)


@cache
def _dates(form: str, period: Period, season: Season, file: Path) -> Dates:
    """The same for every unit, and there are hundreds of them."""
    return calendar(form, file).dates(period, season)


@cache
def calendars(file: Path = FILE) -> dict[str, Calendar]:
    """By form, in the order of the file."""
    table = content.read(file)
    plans = {id: _plan(id, one) for id, one in table.tables("plans")}
    found: dict[str, Calendar] = {}
    for _, group in table.tables("groups"):
        for one in _of(group, plans):
            if one.form in found:
                raise group.wrong("forms", f"form {one.form} stands in two groups", "Take it out of one of them.")
            found[one.form] = one
    table.done()
    return found


def _plan(id: str, table: content.Table) -> Plan:
    steps = []
    for row in table.rows("steps"):
        how = row.choice("how", Channel, (Channel.MAIL, Channel.PHONE))
        steps.append(PlanStep(row.take("id", str), row.take("days", int), how, row.maybe("leader", bool) or False))
        row.done()
    table.done()
    if [step.days for step in steps] != sorted({step.days for step in steps}):
        raise table.wrong("steps", f"the steps of plan {id} do not follow each other", "Put them in order of days.")
    return Plan(id, tuple(steps))


def _of(group: content.Table, plans: Mapping[str, Plan]) -> tuple[Calendar, ...]:
    forms = group.texts("forms")
    collected = group.choice("collected", Span, Span)
    plan = plans.get(group.take("plan", str))
    if plan is None:
        raise group.wrong("plan", "there is no such plan of reminders", f"Write one of: {', '.join(plans)}.")
    since = group.year("since")
    if since is None:
        raise group.wrong(None, "the group has no «since»", "Add since = the first year of its dates.")
    dated = {key: _dated(group, key, since) for key in _DATED}
    publications = tuple(_rule(group, "publications", written) for written in group.texts("publications"))
    source, remark = group.maybe("source", str), group.maybe("remark", str)
    voluntary = group.maybe("voluntary", bool) or False
    group.done()
    made = tuple(
        Calendar(
            form, collected, plan, **dated, publications=publications, source=source, remark=remark, voluntary=voluntary
        )
        for form in forms
    )
    for year in sorted({year for rules in dated.values() for year, _ in rules.points}):
        _check_order(group, made[0], year)
    return made


_DATED = ("opens", "deadline", "corrections", "closes", "test_opens", "test_closes")


def _dated(group: content.Table, key: str, since: int) -> Dated[Rule]:
    written = group.dated(key, str, since, None)
    return Dated(tuple((year, _rule(group, key, rule)) for year, rule in written.points), None)


def _rule(group: content.Table, key: str, written: str) -> Rule:
    found = _RULE.fullmatch(written)
    monthly = found is not None and found["from"] == From.NEXT_MONTH
    if found is None or monthly == bool(found["month"]):
        raise group.wrong(
            key,
            f"{key} is «{written}»",
            "Write «next year 01-15», «same year 11-01» or «next month 10», and «, working day».",
        )
    rule = Rule(From(found["from"]), int(found["month"] or 0), int(found["day"]), bool(found["working"]))
    try:
        rule.on(Period(2025, Span.MONTH, 1) if monthly else Period(2025))
    except ValueError:
        raise group.wrong(
            key, f"{key} is «{written}», and there is no such day", "Mend the day or the month."
        ) from None
    return rule


def _check_order(group: content.Table, one: Calendar, year: int) -> None:
    """In every year that something changes, what comes first must come first."""
    for season in Season:
        for period in one.periods(year, season):
            found = one.dates(period, season)
            order = (found.opens, found.deadline, found.corrections, found.closes)
            if list(order) != sorted(order):
                raise group.wrong(
                    "deadline",
                    f"the dates for {period} come in a wrong order: {', '.join(map(str, order))}",
                    "opens, deadline, corrections, closes: each on or after the one before.",
                )
