"""Municipalities that stand otherwise in a table than in the release before, alone or as one: what was out of them is known still."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from kostra.app.disclosure.figures import Figure
from kostra.app.disclosure.gathering import Gathered
from kostra.app.disclosure.hindrances import Before, Reason
from kostra.app.disclosure.measures import Told
from kostra.disclosure.problem import Truth
from kostra.disclosure.registry import NO_CELL


@dataclass(frozen=True, slots=True, eq=False)
class Otherwise:
    """A number that a table has of its own, and the regions that it has no more."""

    figure: Figure
    told: Told
    regions: tuple[str, ...]


def otherwise(figures: Iterable[tuple[Figure, Told]], before: Before) -> list[Otherwise]:
    own = [(one, told) for one, told in figures if one.place is not None and told is one.first]
    return [Otherwise(one, told, gone) for one, told in own if (gone := before.gone(one.made.cube))]


def known(those: Iterable[Otherwise], amount: str, before: Before, gathered: Gathered) -> Truth:
    """What was shown of an amount, or of persons, in such regions."""
    found = np.zeros(len(gathered.registry.cells), np.bool_)
    for one in those:
        if one.told.amount != amount:
            continue
        cube = one.figure.made.cube
        region = replace(cube.dimensions[0], values=dict.fromkeys(one.regions, cube.title))
        there = replace(cube, dimensions=(region, *cube.dimensions[1:]))
        shown = before.earlier(there, one.figure.place or 0, Reason.SAFE)
        ids = gathered.ids(one.told, one.regions)
        if shown is not None:
            found[ids[shown & (ids != NO_CELL)]] = True
    return found
