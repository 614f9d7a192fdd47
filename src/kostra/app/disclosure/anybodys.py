"""Anybody's tables, protected, looked at as they would be published, and mended until nothing that is hidden can be worked out.

The suppression and the audit share no code, and meet here. What cannot be mended is told as exposed: nothing of it may be published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from kostra.app.disclosure.proving import of_truth
from kostra.disclosure.audit.auditing import Wanted, audit
from kostra.disclosure.audit.published import Equations, Published
from kostra.disclosure.crossing import Crossing
from kostra.disclosure.layout import TOTAL, Dimension, Table, said, shape
from kostra.disclosure.problem import Pattern, Problem, Status, values
from kostra.disclosure.protecting import protect

_ROUNDS = 6


def safe(problem: Problem, crossing: Crossing, tell: Callable[[str], None] = lambda _: None) -> Pattern:
    """What an audit finds comes back as doubted, so that whole numbers are looked at too, and not only fractions."""
    doubted = np.zeros(len(problem.primary), np.bool_)
    for _ in range(_ROUNDS):
        pattern = protect(problem, doubted=doubted)
        if pattern.exposed.any():
            return pattern
        published = as_published(problem, crossing, pattern)
        verdict = audit(published, Wanted(given=of_truth(published, values(problem))), tell)
        known = verdict.determined | verdict.undecided
        if not (known & ~doubted).any():
            break
        tell(f"{int(known.sum())} skjulte celler kan regnes ut, og vernes mer")
        doubted |= known
    return replace(pattern, exposed=known) if known.any() else pattern


def as_published(problem: Problem, crossing: Crossing, pattern: Pattern) -> Published:
    """As anybody may read it: what is shown, and how the cells add up along each dimension. A cell of several tables is one."""
    shown = pattern.status == Status.SAFE
    labels = [""] * len(shown)
    sums: dict[tuple[int, tuple[int, ...]], None] = {}
    for table, of in zip(crossing.tables, crossing.of, strict=True):
        for own, cell in enumerate(of.tolist()):
            labels[cell] = labels[cell] or f"{table.name}: {said(table, own)}"
        for total, parts in _sums(table):
            sums.setdefault((int(of[total]), tuple(of[parts].tolist())))
    return Published(
        shown,
        np.where(shown, values(problem), 0),
        np.where(shown, 0, problem.zeros_shown).astype(np.int64),
        ~shown & (problem.primary | ~problem.hidden),
        # A group of one code is that code, as one cell.
        Equations.of([(total, parts) for total, parts in sums if parts != (total,)]),
        labels,
    )


def _sums(table: Table) -> Iterator[tuple[int, Sequence[int]]]:
    """The table's own cells that are sums of others, along one dimension at a time."""
    number = np.arange(int(np.prod(shape(table)))).reshape(shape(table))
    for axis, dimension in enumerate(table.dimensions):
        along = np.moveaxis(number, axis, 0)
        for total, parts in _adds(dimension):
            whole, several = along[total].ravel().tolist(), along[parts].reshape(len(parts), -1).T.tolist()
            yield from zip(whole, several, strict=True)


def _adds(dimension: Dimension) -> Iterator[tuple[int, list[int]]]:
    """By the place among its labels: each group, and the total, with its codes."""
    at = len(dimension.codes)
    for grouping in dimension.groupings:
        for group in range(len(grouping.codes)):
            yield at + group, np.flatnonzero(grouping.of == group).tolist()
        at += len(grouping.codes)
    assert dimension.labels[at] == TOTAL
    yield at, list(range(len(dimension.codes)))
