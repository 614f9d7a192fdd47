"""The six indicators of the NAV office scorecard, from what has come of form 11M for a month or a quarter.

A person counts once in each region, and in an indicator when any of their records there says so. Whoever nobody can tell is somebody of
their own in each record. Growth is only ever of the same units on both sides: a region does not grow because somebody began to report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
import polars as pl

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.model.text import Text
from kostra.statistics.inhabitants import inhabitants
from kostra.statistics.places import map_of
from kostra.statistics.records import NOBODY, UNIT, Whole

PERSON, AGE = "person", "alder"
_YES, _ASSISTANCE = "1", "5"
_YOUNG = 30


class Indicator(StrEnum):
    RECIPIENTS = "mottakere"
    SUPPORTING = "mottakere_forsorger"
    MAIN_SOURCE = "mottakere_hovedkilde"
    YOUNG = "mottakere_under_30"
    KRONER = "stonad"
    PROGRAMME = "kvp_deltakere"


TITLES: Mapping[Indicator, Text] = {
    Indicator.RECIPIENTS: Text("Sosialhjelpsmottakere", "Sosialhjelpsmottakarar", "Social assistance recipients"),
    Indicator.SUPPORTING: Text(
        "Mottakere som forsørger barn under 18 år",
        "Mottakarar som forsørgjer barn under 18 år",
        "Recipients supporting children under 18",
    ),
    Indicator.MAIN_SOURCE: Text(
        "Mottakere med sosialhjelp som viktigste kilde til livsopphold",
        "Mottakarar med sosialhjelp som viktigaste kjelde til livsopphald",
        "Recipients with social assistance as main source of livelihood",
    ),
    Indicator.YOUNG: Text("Mottakere under 30 år", "Mottakarar under 30 år", "Recipients under 30 years"),
    Indicator.KRONER: Text(
        "Utbetalt sosialhjelp, bidrag og lån (kroner)",
        "Utbetalt sosialhjelp, bidrag og lån (kroner)",
        "Social assistance paid, contributions and loans (NOK)",
    ),
    Indicator.PROGRAMME: Text(
        "Deltakere i kvalifiseringsprogrammet",
        "Deltakarar i kvalifiseringsprogrammet",
        "Participants in the qualification programme",
    ),
}


HOUSING = "midlbolig"
"""The field of an optional addition from 2027 on: what temporary housing cost for the person. Blank is no answer, and 0 is."""
HOUSING_TITLE = Text(
    "Utgifter til midlertidig bolig (kroner)",
    "Utgifter til mellombels bustad (kroner)",
    "Cost of temporary housing (NOK)",
)
HOUSING_PERSONS_TITLE = Text(
    "Personer i midlertidig bolig som kommunen betalte for",
    "Personar i mellombels bustad som kommunen betalte for",
    "Persons in temporary housing that the municipality paid for",
)


@dataclass(frozen=True, slots=True)
class Reports:
    """What has come for a period: the fields of form 11M with `UNIT`, `PERSON` and `AGE`; `answered` are the units that have said what they
    have, also those that have nothing.
    """

    period: Period
    frame: pl.DataFrame
    answered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Growth:
    """`now` and `then` are of the same `units` units. `share` is None from nothing."""

    against: Period
    units: int
    now: int
    then: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.now - self.then, self.then) if self.then else None


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of a region has reported: units, and the share of its inhabitants; None where nobody knows.

    `cases` is the share of the cases of a year (`year`), among the `yearly` units that reported that year.
    """

    reported: int
    expected: int
    inhabitants: Fraction | None
    cases: Fraction | None = None
    year: int | None = None
    yearly: int = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """The indicators of one region; None where nobody has reported. `growth` stands in the order of what they are held against."""

    region: str
    name: Text
    covered: Covered
    values: Mapping[Indicator, int | None]
    growth: Mapping[Indicator, tuple[Growth | None, ...]]


@dataclass(frozen=True, slots=True)
class Yearly:
    """Cases of a year by unit, of those who have reported it."""

    year: int
    cases: Mapping[str, int]


def reports(frame: pl.DataFrame, born: str, period: Period, person: Whole, answered: Iterable[str]) -> Reports:
    """`person` is the same number for the same person, and `NOBODY` for whoever cannot be told; `born` is the column of birthdays. The age
    is that of the last day.
    """
    last = period.last_day
    unknown = person == NOBODY
    whom = np.where(unknown, person.max(initial=0) + np.cumsum(unknown), person)
    birthday = pl.col(born)
    age = last.year - birthday.dt.year() - (birthday.dt.month() > last.month).cast(pl.Int32)
    return Reports(period, frame.with_columns(pl.Series(PERSON, whom), age.alias(AGE)), frozenset(answered))


def scores(
    now: Reports, earlier: Sequence[Reports | None], asked: Sequence[str], yearly: Sequence[Yearly]
) -> list[Scores]:
    """For each region that is asked for. Nothing is held against a period that nobody reported. Of `yearly`, newest first, a region is held
    against the one that most of its units have reported.
    """
    within = _regions(now)
    found = []
    for code in asked:
        if code not in within:
            raise Refused(f"Det finnes ingen indikatorer for «{code[:20]}» i {now.period}. Velg en annen region.")
        name, units, expected = within[code]
        here = [unit for unit in units if unit in now.answered]
        held = [None if then is None else _held(now, then, here) for then in earlier]
        values: dict[Indicator, int | None] = dict.fromkeys(Indicator)
        if here:
            values |= counted(now, here)
        growth = {one: tuple(None if each is None else each[one] for each in held) for one in Indicator}
        found.append(Scores(code, name, _covered(here, expected, now.period.year, yearly), values, growth))
    return found


def _regions(now: Reports) -> dict[str, tuple[Text, list[str], list[str]]]:
    """By code: the name, the units that are counted there, and those that are expected to report."""
    places = map_of(now.period.year, [*now.frame[UNIT].unique().sort(), *sorted(now.answered)])
    found = {}
    for level in places.levels:
        for number, (code, name) in enumerate(level.names):
            here = np.flatnonzero(level.place == number).tolist()
            units = [places.units[place] for place in here]
            found[code] = (name, units, [places.units[place] for place in here if place < places.expected])
    return found


def counted(one: Reports, units: Sequence[str]) -> dict[Indicator, int]:
    """The six of what these units have reported together."""
    here = one.frame.filter(pl.col(UNIT).is_in(list(units)))
    wanted = [pl.col(PERSON).filter(who).n_unique().alias(id) for id, who in persons().items()]
    row = here.select(*wanted, paid().sum().alias(Indicator.KRONER)).row(0, named=True)
    return {id: int(row[id] or 0) for id in Indicator}


def paid() -> pl.Expr:
    return pl.col("bidrag").fill_null(0) + pl.col("laan").fill_null(0)


def persons() -> dict[Indicator, pl.Expr]:
    """Whose records say that they are counted, of the indicators that count persons."""
    helped = paid() > 0
    return {
        Indicator.RECIPIENTS: helped,
        Indicator.SUPPORTING: helped & (pl.col("bu18") == _YES),
        Indicator.MAIN_SOURCE: helped & (pl.col("vklo") == _ASSISTANCE),
        Indicator.YOUNG: helped & (pl.col(AGE) < _YOUNG),
        Indicator.PROGRAMME: pl.col("kvp") == _YES,
    }


def _held(now: Reports, then: Reports, here: Sequence[str]) -> dict[Indicator, Growth] | None:
    """None where no unit has reported both."""
    same = {unit: before for unit in here if (before := _before(unit, now, then)) and then.answered.issuperset(before)}
    if not same:
        return None
    ours, theirs = counted(now, list(same)), counted(then, [unit for before in same.values() for unit in before])
    return {id: Growth(then.period, len(same), ours[id], theirs[id]) for id in Indicator}


def _before(unit: str, now: Reports, then: Reports) -> tuple[str, ...]:
    """What a unit was in an earlier period; nothing where that is now several."""
    year, earlier = now.period.year, then.period.year
    if year == earlier or not unit.endswith("00"):
        return (unit,)
    try:
        were = regions.predecessors(unit[:4], year, earlier)
    except Refused:
        return ()
    whole = all(regions.successors(one, earlier, year) == (unit[:4],) for one in were)
    return tuple(f"{one}00" for one in were) if whole else ()


def _covered(here: Sequence[str], expected: Sequence[str], year: int, yearly: Sequence[Yearly]) -> Covered:
    reported = [unit for unit in expected if unit in here]
    known = {unit: inhabitants(unit, year) for unit in expected}
    share = None if None in known.values() else _share({unit: of or 0 for unit, of in known.items()}, reported)
    full = max(yearly, key=lambda one: len(one.cases.keys() & set(expected)), default=None)
    cases = {} if full is None else {unit: full.cases[unit] for unit in expected if unit in full.cases}
    part = _share(cases, reported)
    if full is None or part is None:
        return Covered(len(reported), len(expected), share)
    return Covered(len(reported), len(expected), share, part, full.year, len(cases))


def _share(of: Mapping[str, int], units: Sequence[str]) -> Fraction | None:
    whole = sum(of.values())
    return Fraction(sum(of.get(unit, 0) for unit in units), whole) if whole else None
