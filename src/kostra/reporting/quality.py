"""What is written down of the quality of a release when it is made: of its tables, of how figures moved, and of each form behind them.

Everything is a whole number, so that the same release gives the same bytes; shares are in ten thousandths, and worked out when shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from statistics import median_low
from typing import Any

from kostra.model.rounding import shown

NAME = "quality.json"
"""In the folder of the release, among its files."""
COUNTRY = "EAK"
WHOLE = 10_000
LEAST_ESTIMATED = 3
"""Of fewer units than this nobody is told how much of a figure is estimated: it would be told of each of them."""


@dataclass(frozen=True, slots=True)
class OfTable:
    """How many cells it has, how many show a number, are hidden, or hold an estimate. `reported` of `expected` units are behind the figures
    of the country, with `people` of the inhabitants; None where nobody knows. `breaks` are of this year."""

    table: str
    cells: int
    shown: int
    hidden: int
    estimated: int
    reported: int | None = None
    expected: int | None = None
    people: int | None = None
    breaks: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """How the figures of one measure moved from what was published before, over cells that show a number both times. `absolute` is the sum
    of the changes without their signs and `base` of the figures before, both in units of the last decimal."""

    table: str
    measure: str
    title: Mapping[str, str]
    decimals: int
    compared: int
    changed: int
    absolute: int
    base: int

    @property
    def mean(self) -> Fraction | None:
        """The mean absolute revision, in the unit of the measure."""
        return Fraction(self.absolute, self.compared * 10**self.decimals) if self.compared else None

    @property
    def relative(self) -> Fraction | None:
        return Fraction(self.absolute, self.base) if self.base else None


@dataclass(frozen=True, slots=True)
class Estimated:
    """One variable of the run that the figures are from. `share` of the country's figure is estimated, `cv` is its coefficient of
    variation; both in ten thousandths, and None where it is not told."""

    variable: str
    title: Mapping[str, str]
    units: int
    share: int | None
    cv: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is asked otherwise than the year before."""

    added: int = 0
    removed: int = 0
    altered: int = 0
    codes: int = 0

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed or self.altered or self.codes)


@dataclass(frozen=True, slots=True)
class Burden:
    """What it took: files and answers that came, those that came again, those that controls stopped, findings, lines of error lists, and
    the days from a unit's first file to its approval, in the middle of the `approved` units."""

    units: int
    deliveries: int
    again: int
    by_system: int
    stopped: int
    findings: int
    asked: int
    answered: int
    approved: int
    days: int | None


@dataclass(frozen=True, slots=True)
class OfForm:
    """`edited` of the `records` have been changed after they were delivered. `before` is the year that `changes` are counted from; None in
    the first year of the form."""

    form: str
    deadline: date | None
    records: int
    edited: int
    before: int | None
    changes: Changes
    estimates: tuple[Estimated, ...]
    burden: Burden

    @property
    def edited_share(self) -> Fraction | None:
        return Fraction(self.edited, self.records) if self.records else None


@dataclass(frozen=True, slots=True)
class Quality:
    """`period_end` is the last day that the figures are about."""

    period_end: date
    tables: tuple[OfTable, ...]
    revisions: tuple[Revision, ...]
    forms: tuple[OfForm, ...]

    @property
    def estimated_share(self) -> Fraction | None:
        """Of the cells that show a number."""
        cells = sum(one.shown for one in self.tables)
        return Fraction(sum(one.estimated for one in self.tables), cells) if cells else None

    def revised(self, table: str) -> tuple[Revision, ...]:
        return tuple(one for one in self.revisions if one.table == table)


def in_whole(share: Fraction | float) -> int:
    """In ten thousandths."""
    return int(shown(Fraction(share) * WHOLE))


def estimated_share(estimated: float, of: float, units: int) -> int | None:
    """None where so few units are estimated that it would tell of them, and where there is nothing to be a share of."""
    if not of or 0 < units < LEAST_ESTIMATED:
        return None
    return in_whole(Fraction(estimated) / Fraction(of))


def middle(days: Iterable[int]) -> int | None:
    found = sorted(days)
    return median_low(found) if found else None


def written(one: Quality) -> bytes:
    """The same quality gives the same bytes."""
    told = json.dumps(asdict(one), ensure_ascii=False, indent=1, sort_keys=True, default=date.isoformat)
    return f"{told}\n".encode()


def read(content: bytes) -> Quality:
    told = json.loads(content)
    return Quality(
        date.fromisoformat(told["period_end"]),
        tuple(OfTable(**each | {"breaks": tuple(each["breaks"])}) for each in told["tables"]),
        tuple(Revision(**each) for each in told["revisions"]),
        tuple(_form(each) for each in told["forms"]),
    )


def _form(told: dict[str, Any]) -> OfForm:
    deadline = told["deadline"]
    return OfForm(
        **told
        | {
            "deadline": None if deadline is None else date.fromisoformat(deadline),
            "changes": Changes(**told["changes"]),
            "estimates": tuple(Estimated(**each) for each in told["estimates"]),
            "burden": Burden(**told["burden"]),
        }
    )
