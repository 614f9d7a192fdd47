"""Declaring a control: a function that says what must hold, for whom; its name is the rule in words.

    @control("K11", ERROR)
    def barn_maa_ha_antall(f: Fields) -> Requirement:
        return require(f.antbu18.or_zero > 0, when=f.bu18 == "1", shown=[f.bu18, f.antbu18])

A parameter named like a limit gets that limit for the year; `given` gets what is known beside the records. A control never sees another
control's findings, and never changes a record.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kostra.controls import release
from kostra.methods.columns import Column, Fields
from kostra.methods.truth import Truth
from kostra.model.dated import Dated
from kostra.model.finding import Severity

INFO, WARNING, ERROR, FATAL = Severity.INFO, Severity.WARNING, Severity.ERROR, Severity.FATAL

Released: TypeAlias = int | str
Graded: TypeAlias = Severity | Mapping[Released, Severity]


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule may know beside the records: the year, who sends, and which municipalities there are."""

    year: int
    municipality: str | None = None
    district: str | None = None
    municipalities: frozenset[str] = frozenset()
    period: str | None = None
    last_year: Fields | None = None
    population: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must hold (`must`), for whom (`when`; None is everybody), and which values tell a person what is wrong."""

    must: Truth
    when: Truth | None
    shown: tuple[Column, ...]
    at: str | None

    def failed(self) -> npt.NDArray[np.bool_]:
        """Where it applies and is known not to hold."""
        return self.must.false if self.when is None else self.when.value & self.must.false

    def undecided(self) -> npt.NDArray[np.bool_]:
        """Where it may apply, and what is known does not settle it."""
        if self.when is None:
            return self.must.unknown
        return (self.when.value & self.must.unknown) | (self.when.unknown & ~self.must.value)

    def applies(self) -> npt.NDArray[np.bool_]:
        return np.ones(len(self.must.value), dtype=np.bool_) if self.when is None else self.when.value


def require(
    must: Truth, *, when: Truth | None = None, shown: Sequence[Column] = (), at: Column | str | None = None
) -> Requirement:
    """`at` is the field the finding stands on; the first shown one when nothing is said."""
    place = at if isinstance(at, str) or at is None else at.name
    return Requirement(must, when, tuple(shown), place or (shown[0].name if shown else None))


@dataclass(frozen=True, slots=True)
class Unique:
    """No two records may have the same `key`, among those in `among`."""

    key: npt.NDArray[Any]
    among: Truth
    at: str | None


def unique(key: npt.NDArray[Any], *, among: Truth, at: Column | str | None = None) -> Unique:
    return Unique(key, among, at if isinstance(at, str) or at is None else at.name)


Rule: TypeAlias = Callable[..., Requirement | Unique]


@dataclass(frozen=True, slots=True)
class Control:
    """`severity` is dated by release. `sentence` names the sentence when the id has had several meanings."""

    id: str
    name: str
    rule: Rule
    severity: Dated[Severity]
    sentence: str
    source: str
    proposal: bool = False
    parameters: tuple[str, ...] = ()
    theme: str = ""

    def in_release(self, asked: int) -> bool:
        return self.severity.covers(asked)

    @property
    def first_year(self) -> int:
        return self.severity.since // 100

    @property
    def last_year(self) -> int | None:
        return None if self.severity.until is None else self.severity.until // 100


def control(
    id: str,
    severity: Graded,
    *,
    since: Released = 1998,
    until: Released | None = None,
    sentence: str | None = None,
    source: str = "",
    proposal: bool = False,
) -> Callable[[Rule], Control]:
    """Declare a control from a release to a release. A year means the whole year; `"2022.2"` is its second release."""

    def declare(rule: Rule) -> Control:
        ends = None if until is None else release.end(until)
        if isinstance(severity, Severity):
            dated = Dated.always(severity, release.begin(since), ends)
        else:
            dated = Dated.of({release.begin(when): grade for when, grade in severity.items()}, ends)
        names = tuple(inspect.signature(rule).parameters)[1:]
        theme = rule.__module__.rpartition(".")[2]
        return Control(id, rule.__name__, rule, dated, sentence or id, source, proposal, names, theme)

    return declare
