"""Strata that are too small to be estimated each by itself become one. Done only when it is asked for."""

from __future__ import annotations

import numpy as np

from kostra.methods.regression import Flags
from kostra.methods.strata import Strata


def merge_small(strata: Strata, answered: Flags, least: int) -> Strata:
    """Strata with fewer answers than this become one, named after its parts; if those are still too few, the smallest of the rest joins."""
    answers = {place: int(answered[rows].sum()) for place, rows in strata.each()}
    small = {place for place, count in answers.items() if count < least}
    rest = sorted((count, place) for place, count in answers.items() if place not in small)
    if small and rest and sum(answers[place] for place in small) < least:
        small.add(rest[0][1])
    if len(small) < 2:
        return strata
    together = "+".join(strata.names[place] for place in sorted(small))
    names = sorted([together, *(name for place, name in enumerate(strata.names) if place not in small)])
    now = [names.index(together if place in small else name) for place, name in enumerate(strata.names)]
    return Strata(tuple(names), np.where(strata.codes < 0, strata.codes, np.array(now)[strata.codes]))
