"""What each control of a form came to in a year: what it hit, what was mended, what was right as it was, and what it cost to ask.

Findings are counted and not followed one by one. Of what a unit delivers, more findings than in the delivery before are new hits, and fewer
are mended: so hits are always what was mended and what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kostra.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Checked:
    """One delivery that the controls have been through, with its findings by control. A nil return has neither records nor findings."""

    records: int
    findings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Case:
    """What one unit delivered for one period, in the order it counted; the last is what stands."""

    unit: str
    deliveries: tuple[Checked, ...]

    @property
    def records(self) -> int:
        """Of the largest: a file that was half does not make the rest of it unseen."""
        return max((one.records for one in self.deliveries), default=0)

    @property
    def again(self) -> int:
        """How many came after the first."""
        return max(0, len(self.deliveries) - 1)

    def moves(self, control: str) -> tuple[int, int]:
        """Hits and mended."""
        counts = [0, *(one.findings.get(control, 0) for one in self.deliveries)]
        steps = [after - before for before, after in pairwise(counts)]
        return sum(step for step in steps if step > 0), -sum(step for step in steps if step < 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an error list. `accepted` is right as it is, and the desk agrees; `treated` was closed without being cleared up."""

    control: str
    answered: bool = False
    accepted: bool = False
    treated: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A control as it was that year. One that `follows` from a field cannot be changed apart from the field."""

    control: str
    severity: Severity
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Evaluated:
    """`deliveries` and `records` are what it looked at, `asked` the lines of error lists about it and `answered` those that a municipality
    has answered: what the control cost. `units` had a finding.
    """

    rule: Rule
    deliveries: int = 0
    records: int = 0
    hits: int = 0
    units: int = 0
    corrected: int = 0
    confirmed: int = 0
    treated: int = 0
    asked: int = 0
    answered: int = 0

    @property
    def control(self) -> str:
        return self.rule.control

    @property
    def open(self) -> int:
        """Neither mended, nor found right, nor closed."""
        return max(0, self.hits - self.corrected - self.confirmed - self.treated)

    @property
    def cleared(self) -> int:
        return self.corrected + self.confirmed

    @property
    def hit_rate(self) -> Fraction | None:
        """Of the records it looked at. A record can be hit in several fields."""
        return _share(self.hits, self.records)

    @property
    def corrected_rate(self) -> Fraction | None:
        """Of what was cleared up."""
        return _share(self.corrected, self.cleared)

    @property
    def confirmed_rate(self) -> Fraction | None:
        """Of what was cleared up."""
        return _share(self.confirmed, self.cleared)


@dataclass(frozen=True, slots=True)
class Whole:
    """All controls of a form and year together, and what they were run on."""

    units: int
    deliveries: int
    again: int
    records: int
    hits: int
    corrected: int
    confirmed: int
    asked: int
    answered: int


def evaluate(rules: Iterable[Rule], cases: Sequence[Case], lines: Iterable[Line]) -> tuple[Evaluated, ...]:
    """Each control, also those that found nothing: the most hits first, then by name."""
    deliveries, records = sum(len(one.deliveries) for one in cases), sum(one.records for one in cases)
    by_control: dict[str, list[Line]] = {}
    for line in lines:
        by_control.setdefault(line.control, []).append(line)
    found = (
        _one(rule, cases, by_control.get(rule.control, ()), deliveries, records)
        for rule in {rule.control: rule for rule in rules}.values()
    )
    return tuple(sorted(found, key=lambda one: (-one.hits, one.control)))


def whole(cases: Sequence[Case], each: Iterable[Evaluated]) -> Whole:
    counted: Counter[str] = Counter()
    for one in each:
        for name in ("hits", "corrected", "confirmed", "asked", "answered"):
            counted[name] += getattr(one, name)
    return Whole(
        units=len({one.unit for one in cases}),
        deliveries=sum(len(one.deliveries) for one in cases),
        again=sum(one.again for one in cases),
        records=sum(one.records for one in cases),
        hits=counted["hits"],
        corrected=counted["corrected"],
        confirmed=counted["confirmed"],
        asked=counted["asked"],
        answered=counted["answered"],
    )


def seen(cases: Iterable[Case]) -> Iterator[str]:
    """The controls that have found anything."""
    yield from dict.fromkeys(control for case in cases for one in case.deliveries for control in one.findings)


def _one(rule: Rule, cases: Iterable[Case], lines: Sequence[Line], deliveries: int, records: int) -> Evaluated:
    moves = [(case.unit, *case.moves(rule.control)) for case in cases]
    return Evaluated(
        rule,
        deliveries,
        records,
        hits=sum(hits for _, hits, _ in moves),
        units=len({unit for unit, hits, _ in moves if hits}),
        corrected=sum(mended for _, _, mended in moves),
        confirmed=sum(line.accepted for line in lines),
        treated=sum(line.treated for line in lines),
        asked=len(lines),
        answered=sum(line.answered for line in lines),
    )


def _share(part: int, of: int) -> Fraction | None:
    return Fraction(part, of) if of else None
