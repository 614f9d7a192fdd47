"""The files of form 11M: one per reporting unit and month, or quarter for the units that have chosen that, about the same people as the
files of the year.

The periods add up to the year, except for `Dials.corrections`: a small share of the lines was sent with another amount, or too late to be
in its period, and was put right in the file of the year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kostra.forms import catalogue
from kostra.model.form import FormVersion
from kostra.model.period import Period, Span
from kostra.synth.arrays import Bools, Ints, NationYear
from kostra.synth.chance import generator
from kostra.synth.parts import Delivery, File
from kostra.synth.people.livelihood import ASSISTANCE, QUALIFICATION
from kostra.synth.records import case_systems, deliveries
from kostra.synth.records.columns import Bytes, Sheet

FORM = "11M"


def part(nation: NationYear) -> Iterator[File | Delivery]:
    version = catalogue.form(FORM).version(nation.year)
    everyone = _Everyone(nation, version)
    by_quarter = quarterly(nation)
    months = Period(nation.year).months()
    quarters = tuple(Period(nation.year, Span.QUARTER, number) for number in range(1, 5)) if by_quarter else ()
    for period in (*months, *quarters):
        rows, unit = everyone.in_period(period)
        due = deliveries.due_monthly(nation.year, period.last_month)
        deliver = deliveries.delivery(nation, FORM, str(period), due)
        for one in case_systems.cut(nation, rows, unit, _namer(str(period)), deliver):
            if (_unit(one) in by_quarter) == (period.span is Span.QUARTER):
                yield one


def _unit(one: File | Delivery) -> str:
    sent = one.delivery if isinstance(one, File) else one
    assert sent is not None  # Each of these files is somebody's.
    return sent.unit


def quarterly(nation: NationYear) -> frozenset[str]:
    """The units that send by quarter. Each chooses for itself, and stays with it over the years."""
    return frozenset(
        code
        for code in map(str, nation.units.code)
        if generator(nation.seed, "quarters", code).random() < nation.dials.quarters
    )


def _namer(period: str) -> Callable[[str], str]:
    return lambda code: f"{FORM}/{period}/{code}.dat"


class _Everyone:
    """All cases and participants of the year, written once; a period is a choice of them with amounts put in."""

    def __init__(self, nation: NationYear, version: FormVersion) -> None:
        cases, programme = nation.recipients, nation.participants
        self.nation, self.version = nation, version
        case_of = _case_of(nation)
        alone = np.flatnonzero(case_of < 0)
        both = np.flatnonzero(case_of >= 0)
        n = len(cases)
        unit = np.concatenate([cases.unit, programme.unit[alone]])
        journal = np.concatenate([cases.journal, programme.journal[alone]])
        self._order = np.lexsort((journal, unit))
        kvp = np.zeros((n + len(alone), 12), dtype=bool)
        np.logical_or.at(kvp, case_of[both], programme.months[both])
        kvp[n:] = programme.months[alone]
        nothing = np.zeros((len(alone), 12), dtype=np.int32)
        self._unit = unit[self._order]
        self._kvp = kvp[self._order]
        self._bidrag = np.concatenate([cases.bidrag, nothing])[self._order]
        self._laan = np.concatenate([cases.laan, nothing])[self._order]
        sheet = Sheet(version, n + len(alone))

        def column(of_case: Ints, of_participant: Ints) -> Ints:
            return np.concatenate([of_case, of_participant[alone]])[self._order]

        case_systems.put_common(
            sheet,
            nation,
            column(cases.person, programme.person),
            self._unit,
            journal[self._order],
            column(cases.caseworker, programme.caseworker),
        )
        children = column(cases.antbu18, programme.antbu18)
        zeros, blank = self._habits(self._unit)
        sheet.code("bu18", np.where(children > 0, 1, 2))
        sheet.integer("antbu18", children, zeros, blank)
        self._vklo = column(cases.vklo, np.full(len(programme), QUALIFICATION))
        sheet.code("vklo", self._vklo)
        # Put for every period anew; here so that the sheet is whole.
        sheet.code("kvp", np.full(len(unit), 2))
        sheet.integer("bidrag", np.zeros(len(unit), dtype=np.int64), zeros, np.zeros(len(unit), dtype=bool))
        sheet.integer("laan", np.zeros(len(unit), dtype=np.int64), zeros, np.zeros(len(unit), dtype=bool))
        sheet.text("periode", [str(nation.year)], np.zeros(len(unit), dtype=np.int64))
        self._rows = sheet.rows()

    def _habits(self, unit: Ints) -> tuple[Bools, Bools]:
        zeros = case_systems.habit(self.nation, unit, lambda vendor: vendor.zero_padded)
        return zeros, case_systems.habit(self.nation, unit, lambda vendor: not vendor.writes_zero)

    def in_period(self, period: Period) -> tuple[Bytes, Ints]:
        """The records of a month or a quarter, sorted by unit, and their units."""
        months = slice(period.first_month - 1, period.last_month)
        bidrag, laan = (paid[:, months].sum(axis=1, dtype=np.int32) for paid in (self._bidrag, self._laan))
        kvp: Bools = np.logical_or.reduce(self._kvp[:, months], axis=1)
        chosen = np.flatnonzero((bidrag + laan > 0) | kvp)
        # A month is drawn by its place in the year.
        drawn_by = months.start if period.span is Span.MONTH else str(period)
        chance = self.nation.generator("corrections", drawn_by)
        drawn = chance.random(len(chosen))
        share = self.nation.dials.corrections
        other = (bidrag[chosen] * (0.4 + chance.random(len(chosen)))).astype(np.int32)
        sent = np.where(drawn < share / 2, other, bidrag[chosen])
        kept = (drawn < share / 2) | (drawn >= share) | kvp[chosen]
        chosen, sent = chosen[kept], sent[kept]
        rows, unit = self._rows[chosen], self._unit[chosen]
        sheet = Sheet(self.version, len(chosen))
        zeros, _ = self._habits(unit)
        always = np.zeros(len(chosen), dtype=bool)
        sheet.text("periode", [str(period)], np.zeros(len(chosen), dtype=np.int64))
        sheet.integer("bidrag", sent, zeros, always)
        sheet.integer("laan", laan[chosen], zeros, always)
        sheet.code("kvp", np.where(kvp[chosen], 1, 2))
        # The year's answer is of the last contact; in a period before the programme it was social assistance.
        before = (self._vklo[chosen] == QUALIFICATION) & ~kvp[chosen]
        sheet.code("vklo", np.where(before, ASSISTANCE, self._vklo[chosen]))
        sheet.onto(rows)
        return rows, unit


def _case_of(nation: NationYear) -> Ints:
    """For each participant, the row of their case in the same unit; -1 for none."""
    cases, programme = nation.recipients, nation.participants
    size = len(nation.persons)
    key = cases.unit.astype(np.int64) * size + cases.person
    wanted = programme.unit.astype(np.int64) * size + programme.person
    order = np.argsort(key, kind="stable")
    if not len(key):
        return np.full(len(wanted), -1)
    place = np.minimum(np.searchsorted(key[order], wanted), len(key) - 1)
    return np.where(key[order][place] == wanted, order[place], -1)
