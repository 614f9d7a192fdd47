"""Rules that more than one e-form has: who answers.

Only what must hold is here. Each form declares its own control around a rule, with its number, its years, its severity and its sentence.
"""

from __future__ import annotations

import numpy as np

from kostra.controls.declare import Given, Requirement, require
from kostra.methods.columns import Fields
from kostra.methods.truth import Truth


def sender_is(f: Fields, given: Given, municipality: str) -> Truth:
    """Not known when nobody said who sends."""
    everyone = np.ones(len(f), dtype=np.bool_)
    return Truth(everyone & (given.municipality == municipality), everyone & (given.municipality is not None))


def kommunenummer_er_avsenders(f: Fields, given: Given) -> Requirement:
    """That it is missing is told as that."""
    must = sender_is(f, given, "") if given.municipality is None else f.kommunenr == given.municipality
    return require(must, when=f.kommunenr.filled, shown=[f.kommunenr])
