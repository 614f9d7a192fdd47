"""May a figure be published? Its coverage, the weight of those who reported, and its cv, against limits that are data.

It says why not, one word for each limit that is broken; nothing said is good enough. It closes figures, and never changes one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kostra.model.estimate import Estimate


class Level(StrEnum):
    """What figures are published for, from the smallest."""

    MUNICIPALITY = "municipality"
    GROUP = "kostra-group"
    COUNTY = "county"
    COUNTRY = "country"


class Closed(StrEnum):
    COVERAGE = "coverage"
    WEIGHT = "weight"
    CV = "cv"


@dataclass(frozen=True, slots=True)
class Gate:
    """In per cent. A municipality's own figure is reported or is not there, and has no cv."""

    coverage: int
    weight: int
    cv: int | None = None


def closed(estimate: Estimate, gate: Gate) -> tuple[Closed, ...]:
    """Why a figure is not published. For municipalities the estimate is that of the country: their table comes as a whole."""
    told = (
        (Closed.COVERAGE, 100 * estimate.reported < gate.coverage * estimate.expected),
        (Closed.WEIGHT, 100 * estimate.weight < gate.weight),
        (Closed.CV, gate.cv is not None and 100 * estimate.cv > gate.cv),
    )
    return tuple(reason for reason, holds in told if holds)
