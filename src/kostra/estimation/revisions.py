"""From the provisional figures to the final ones: how large the change was, where it came from, and whether it was as large as foretold.

A change is explained unit by unit, so that the explanations add up to it, exactly when the values are whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import comb, sqrt

import numpy as np

from kostra.estimation.variable import Flags, Floats, Texts
from kostra.model.errors import Broken


@dataclass(frozen=True, slots=True)
class Released:
    """What one publication knew, by unit. `value` is what counted in the sums: as delivered, with edits, or estimated; 0 when nothing did.

    `delivered` is the value as it came, before edits; missing where nothing usable had come. A nil return delivers 0.
    """

    value: Floats
    delivered: Floats
    estimated: Flags

    def __post_init__(self) -> None:
        if (self.estimated & np.isfinite(self.delivered)).any():
            raise Broken("a unit is both delivered and estimated")


@dataclass(frozen=True, slots=True)
class Causes:
    """`replaced`: an estimate gave way to a report. `late`: a report came from a unit that counted as nothing. `corrected`: another
    delivery. `edits`: what was edited, at either time. `estimates`: everything else, where neither figure is reported.
    """

    late: float
    corrected: float
    edits: float
    replaced: float
    estimates: float

    @property
    def total(self) -> float:
        return self.late + self.corrected + self.edits + self.replaced + self.estimates


def explain(first: Released, final: Released, members: Flags) -> Causes:
    """Why the sum over some units changed."""
    had, has = np.isfinite(first.delivered), np.isfinite(final.delivered)
    edited = np.where(has, final.value - final.delivered, 0.0) - np.where(had, first.value - first.delivered, 0.0)
    rest = final.value - first.value - edited

    def over(units: Flags) -> float:
        return float(rest[units & members].sum())

    return Causes(
        late=over(~had & ~first.estimated & has),
        corrected=over(had & has),
        edits=float(edited[members].sum()),
        replaced=over(first.estimated & has),
        estimates=over(~has),
    )


@dataclass(frozen=True, slots=True)
class Revision:
    """Of one variable over the regions of a level. `mean` shows whether the first figures lean to one side; so does the sign test."""

    total: float
    percent: float | None
    mean: float
    mean_absolute: float
    relative: float | None
    rmse: float
    largest: float
    largest_region: str
    changed: float
    sign_p: float


def revise(first: Floats, final: Floats, region: Texts) -> Revision:
    """One value for each region, provisional and final. `relative` is the absolute revisions against the final figures."""
    if not len(region):
        raise Broken("a revision of no regions is asked for")
    change = final - first
    size = np.abs(change)
    before, after = float(first.sum()), float(np.abs(final).sum())
    most = np.lexsort((region, -size))[0]
    return Revision(
        total=float(change.sum()),
        percent=100 * float(change.sum()) / before if before else None,
        mean=float(change.mean()),
        mean_absolute=float(size.mean()),
        relative=float(size.sum()) / after if after else None,
        rmse=float(np.sqrt((change**2).mean())),
        largest=float(change[most]),
        largest_region=str(region[most]),
        changed=float((change != 0).mean()),
        sign_p=sign_test(int((change > 0).sum()), int((change < 0).sum())),
    )


def sign_test(up: int, down: int) -> float:
    """How often chance alone would lean at least as far to one side, of as many changes. Exact, both sides."""
    n, least = up + down, min(up, down)
    tail = sum(comb(n, k) for k in range(least + 1))
    return min(1.0, float(Fraction(2 * tail, 2**n)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """The change in standard errors, by year. When the errors say what is true it lies about 0, and `spread` is near 1."""

    z: tuple[tuple[int, float], ...]
    mean: float
    spread: float
    inside: float
    """The share within 1.96 standard errors."""


def calibrate(years: Iterable[tuple[int, float, float, float]]) -> Calibration | None:
    """From (year, provisional, its standard error, final). A year without uncertainty says nothing; None when no year says anything."""
    z = tuple((year, (final - first) / error) for year, first, error, final in sorted(years) if error > 0)
    if not z:
        return None
    values = [one for _, one in z]
    return Calibration(
        z=z,
        mean=sum(values) / len(values),
        spread=sqrt(sum(one * one for one in values) / len(values)),
        inside=sum(abs(one) <= 1.96 for one in values) / len(values),
    )
