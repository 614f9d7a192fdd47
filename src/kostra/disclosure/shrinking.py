"""A problem without what everybody knows to be nothing: a zero that is shown makes everything in it zero, and so does a link whose other
side is nothing. What is left is mostly a fraction of it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kostra.disclosure.problem import Problem, Sums, Truth, Whole, values


def shrunk(problem: Problem) -> Problem:
    """The same publishable cells, of fewer inner cells."""
    cells, links = problem.cells, problem.links
    shown = (values(problem) == 0) & problem.zeros_shown & ~problem.hidden & ~problem.primary
    known = np.zeros(len(problem.counts), np.bool_)
    known[cells.row[np.repeat(shown, np.diff(cells.start))]] = True
    link = np.repeat(np.arange(len(links)), np.diff(links.start))
    while True:
        told = _by_links(links, link, known)
        if not (told & ~known).any():
            break
        known |= told
    return without(problem, known)


def without(problem: Problem, known: Truth) -> Problem:
    """Some of the inner cells left out, as if everybody knew what they are."""
    number = np.cumsum(~known) - 1
    return replace(
        problem,
        counts=problem.counts[~known],
        cells=_without(problem.cells, known, number),
        links=_without(problem.links, known, number),
    )


def _by_links(links: Sums, link: Whole, known: Truth) -> Truth:
    """What is nothing because the other side of a link is."""
    unknown = ~known[links.row]
    found = np.zeros(len(known), np.bool_)
    for side in (1, -1):
        here = links.sign == side
        some = np.bincount(link[here & unknown], minlength=len(links)) > 0
        other = ~here & unknown
        found[links.row[other & ~some[link]]] = True
    return found


def _without(sums: Sums, known: Truth, number: Whole) -> Sums:
    keep = ~known[sums.row]
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(keep)])[sums.start]
    return Sums(start, number[sums.row[keep]].astype(np.int32), sums.sign[keep])
