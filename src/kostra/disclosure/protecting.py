"""The pattern of a problem: which publishable cells are shown.

Refuses nothing and leaves nothing to chance: what cannot be protected, since what is forced gives it away, is told as exposed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kostra.disclosure.columns import columns
from kostra.disclosure.problem import Pattern, Problem, Status, Truth
from kostra.disclosure.repair import repair
from kostra.disclosure.selecting import select


def selected(problem: Problem) -> Pattern:
    """By elimination alone; whoever asks for that mends the rest in another way."""
    found = select(problem, columns(problem))
    status = np.where(found.shown, Status.SAFE, np.where(problem.primary, Status.PRIMARY, Status.SECONDARY))
    because = np.where(status == Status.SECONDARY, found.because, -1)
    return Pattern(status.astype(np.int8), because, np.zeros(len(status), np.bool_), found.exposed)


def protect(problem: Problem, tell: Callable[[str], None] = lambda _: None, doubted: Truth | None = None) -> Pattern:
    """Elimination, and then the repair of what that cannot see. `tell` hears how many cells each of them took.

    In a large problem a suppressed cell may have a range, and still only one whole number in it: that takes as many linear programs to see
    as an audit. What an audit so found comes back as `doubted`, and is protected as well; all else that is not shown stays so.
    """
    reduced = columns(problem)
    found = select(problem, reduced)
    mended = repair(problem, reduced, found, doubted)
    shown = found.shown & ~mended.freed
    status = np.where(shown, Status.SAFE, np.where(problem.primary, Status.PRIMARY, Status.SECONDARY)).astype(np.int8)
    secondary = status == Status.SECONDARY
    defended = np.where(problem.primary, np.arange(len(status)), found.because)
    because = np.where(mended.freed & (mended.because >= 0), defended[mended.because], found.because)
    bounds, repaired = secondary & found.bounds, secondary & mended.freed
    tell(
        f"{secondary.sum()} secondary: {bounds.sum()} of them since a sum would meet the bounds, {repaired.sum()} by repair"
    )
    tell(f"{(mended.proven & ~shown).sum()} of {(~shown).sum()} suppressed proven by another table of whole numbers")
    return Pattern(status, np.where(secondary, because, -1), repaired, found.exposed | mended.lost)
