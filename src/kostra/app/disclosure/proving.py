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
from kostra.app.disclosure.nearest import nearest
from kostra.app.disclosure.reading import figures, of_cubes
from kostra.app.disclosure.truth import Places
from kostra.disclosure.audit.certificates import Certificates, written
from kostra.disclosure.audit.published import Published, Whole, ranges
from kostra.disclosure.audit.system import System, tightened, unknown
from kostra.disclosure.proving import Unknown, prove
from kostra.model.cube import Cube
from kostra.statistics.definition import Source


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
        number, _ = places.truth(added)
        proof = proven(added, number)
        if proof is None:
            tell(f"{source.id}: fant ingen hel tabell å bevise med")
            return None
        return written(added.exact, proof)

    with ThreadPoolExecutor(len(sources) or 1) as several:
        found = zip(sources, several.map(one, sources), strict=True)
        return {source.id: content for source, content in found if content is not None}


def proven(added: Added, number: Whole) -> Certificates | None:
    """`number` is the truth, or near it: of what was hidden in an earlier release alone nobody knows it any more, and somebody who takes
    what is hidden in two releases for the same number may be wrong. The table is one that everybody may believe in.
    """
    exact = added.exact
    system = tightened(exact, unknown(exact, *ranges(exact)))
    value = nearest(system, number[system.cell])
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
