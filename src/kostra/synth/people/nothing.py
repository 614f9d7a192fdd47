"""Units that have nothing to report, by the dial `nil`: small ones, whose cases are left out of the year."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TypeVar

import numpy as np

from kostra.synth.arrays import Bools, NationYear, Participants, Recipients

Table = TypeVar("Table", Recipients, Participants)


def leave_out(nation: NationYear) -> NationYear:
    """The year without the cases of the units that happen to have none, form by form."""
    return replace(
        nation,
        recipients=_without(nation.recipients, _chosen(nation, "11F")),
        participants=_without(nation.participants, _chosen(nation, "11CF")),
    )


def _chosen(nation: NationYear, form: str) -> Bools:
    """As many units as the dial says, the smallest most often."""
    n = len(nation.units)
    count = round(nation.dials.nil * n)
    key = nation.generator("nil", form).random(n) ** (1 / (1e3 / nation.units.population[:, 1:].sum(axis=1)) ** 1.5)
    chosen = np.zeros(n, dtype=bool)
    chosen[np.argsort(-key, kind="stable")[:count]] = True
    return chosen


def _without(table: Table, units: Bools) -> Table:
    if not units.any():
        return table
    keep = np.flatnonzero(~units[table.unit])
    return replace(table, **{f.name: getattr(table, f.name)[keep] for f in fields(table)})
