"""Which publishable cell is tried before which. Refuses nothing; the same problem gives the same order."""

from __future__ import annotations

import numpy as np

from kostra.disclosure.problem import Problem, Truth, Whole, values


def candidates(problem: Problem) -> Truth:
    """Those that may be shown: what is neither to be kept nor hidden, and what is forced whatever else is said of it."""
    return problem.forced | ~(problem.primary | problem.hidden)


def order(problem: Problem) -> Whole:
    """The candidates, those we most want to show first.

    What is forced is out already. A nothing that is shown by rule is known to everybody, so it comes next. Then by weight, by size, by what
    was shown the year before, and totals before what they are made of.
    """
    found = np.flatnonzero(candidates(problem))
    value = values(problem)[found]
    inner = np.diff(problem.cells.start)[found]
    nothing = (value == 0) & problem.zeros_shown[found]
    keys = (found, -inner, ~problem.stable[found], -value, -problem.weight[found], ~nothing, ~problem.forced[found])
    sorted_: Whole = found[np.lexsort(keys)]
    return sorted_
