"""Proofs that the hidden counts of a release cannot be told, source by source: from the tables as they were made, for the audit, which
believes nothing of them that it has not added up itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from kostra.app.disclosure.adding_up import Added, add_up
from kostra.app.disclosure.auditing import Earlier, of_source
from kostra.app.disclosure.figures import Made
from kostra.app.disclosure.reading import figures, of_cubes
from kostra.app.disclosure.truth import Places
from kostra.disclosure.audit.certificates import Certificates, written
from kostra.disclosure.audit.programs import Program
from kostra.disclosure.audit.published import Published, Truth, Whole, ranges
from kostra.disclosure.audit.system import System, by_column, fixed_out, part, parts, sums, tightened, unknown
from kostra.disclosure.proving import Unknown, prove
from kostra.model.cube import Cube
from kostra.statistics.definition import Source

_NODES = 200
_LARGEST = 4000
"""No program in whole numbers is asked of more cells that hang together: nobody knows how long it takes."""
_MUCH = 1 << 20
_RINGS = 12
"""So many times what shares a sum with what is otherwise may be otherwise too."""


def prove_all(
    made: Sequence[Made], cubes: Sequence[Cube], year: int, tell: Callable[[str], None], earlier: Earlier = ()
) -> Mapping[str, bytes]:
    """Of the counts of each source in the tables as they are published, beside `earlier` releases. There is nothing of a source that
    hides nothing, or whose figures no whole table was found for.
    """
    every = list(figures(of_cubes(cubes), [one.table for one in made], year))
    sources = list(dict.fromkeys(one.source for one in every if not one.amount))
    places = Places(made)

    def one(source: Source) -> bytes | None:
        before = [of_source(each, source, amounts=False) for each in earlier]
        added = add_up(of_source(every, source, amounts=False), year, before)
        if not added.exact.asked.any():
            return None
        proof = proven(added, *places.truth(added))
        if proof is None:
            tell(f"{source.id}: fant ingen hel tabell å bevise med")
            return None
        return written(added.exact, proof)

    with ThreadPoolExecutor(len(sources) or 1) as several:
        found = zip(sources, several.map(one, sources), strict=True)
        return {source.id: content for source, content in found if content is not None}


def proven(added: Added, truth: Whole, told: Truth) -> Certificates | None:
    """`told` are the cells whose truth is known; the others are what they can be beside those."""
    exact = added.exact
    system = tightened(exact, unknown(exact, *ranges(exact)))
    value = _whole(system, truth[system.cell], told[system.cell])
    return None if value is None else _found(exact, system, value)


def of_truth(published: Published, truth: Whole) -> Certificates:
    """Where the truth of every cell is known."""
    system = tightened(published, unknown(published, *ranges(published)))
    return _found(published, system, truth[system.cell])


def _found(published: Published, system: System, value: Whole) -> Certificates:
    start = np.searchsorted(system.row, np.arange(system.rows + 1))
    of = Unknown(start, system.column, system.sign, value, system.least, system.most)
    found = prove(of, published.asked[system.cell])
    table = np.where(published.known, published.value, 0)
    table[system.cell] = found.table
    each = zip(found.start[:-1].tolist(), found.start[1:].tolist(), strict=True)
    moves = tuple((system.cell[found.cell[first:last]], found.by[first:last]) for first, last in each)
    return Certificates(table, moves)


def _whole(system: System, value: Whole, told: Truth) -> Whole | None:
    """Whole numbers that everybody may believe in: the truth, but for the cells of which it is not known, and where somebody who takes what
    is hidden in two releases for the same number is wrong. As little as can be around those is otherwise; none if that was not found.
    """
    value = value.copy()
    free = ~told | (value < system.least) | (value > system.most)
    wrong = sums(system, system.sign * value[system.column]) != system.total
    wrong[system.row[~told[system.column]]] = False
    free[system.column[wrong[system.row]]] = True
    for _ in range(_RINGS):
        failed = np.zeros(system.size, np.bool_)
        columns, rest = np.flatnonzero(free), fixed_out(system, value, ~free)
        number = parts(rest)
        if np.bincount(number, minlength=1).max() > _LARGEST:
            return None  # What hangs together is no less the next time.
        for those in np.split(np.argsort(number, kind="stable"), np.cumsum(np.bincount(number))[:-1]):
            found = _solved(part(rest, those)) if len(those) else value[:0]
            if found is None:
                failed[columns[those]] = True
            else:
                value[columns[those]] = found
        if not failed.any():
            return value
        free = np.zeros(system.size, np.bool_)
        touched = np.zeros(system.rows, np.bool_)
        touched[system.row[failed[system.column]]] = True
        free[system.column[touched[system.row]]] = True
    return None


def _solved(system: System) -> Whole | None:
    program = Program()
    program.limit(_NODES)
    starts, order = by_column(system)
    program.pass_on(
        system,
        starts,
        order,
        np.arange(system.size),
        system.least.astype(np.float64),
        np.minimum(system.most, np.maximum(system.least, 0) + _MUCH).astype(np.float64),
        np.zeros(system.size),
        system.total.astype(np.float64),
        whole=True,
    )
    point = program.run()
    return None if point is None else np.rint(point).astype(np.int64)
