"""The audit of a release: whether anybody who reads all of its tables can work out a count that is not shown.

Source by source, from the files alone, as everybody knows the sums. What cannot be decided counts as known: it has not passed. Beside that
it is told which counts somebody could work out who also knew everybody who is in several municipalities: those are hidden in defence of
others, since what is hidden for its own sake is protected against that too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from kostra.app.disclosure import patterns
from kostra.app.disclosure.adding_up import Added, add_up
from kostra.app.disclosure.reading import Figures, figures, of_folder
from kostra.disclosure.audit import certificates, rank
from kostra.disclosure.audit.interior import inside
from kostra.disclosure.audit.published import Published, Truth, Whole, ranges
from kostra.disclosure.audit.system import System, fixed_out, tightened, unknown
from kostra.model.errors import Broken
from kostra.model.protection import AuditVerdict
from kostra.statistics.definition import Source, TableDefinition

Earlier: TypeAlias = Sequence[Sequence[Figures]]
"""Releases, each with its counts."""
NAME = "audit.json"
_CLOSEST = 20
_POINTS = 1
_WIDE = 3
_NEAR = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Audited:
    """`cells` are in some table of the release; they stand before those of releases beside it. By cell: `asked` are hidden, `follows`
    by adding and subtracting, `stuck` since nobody is less than what everybody knows. `low` is the least that a cell has been seen at, and
    `width` how far from that. `proven` are two whole numbers, by whole tables that have been added up.
    """

    source: str
    cells: int
    labels: Sequence[str]
    asked: Truth
    follows: Truth
    stuck: Truth
    width: Whole
    low: Whole
    proven: Truth


def audit(
    folder: Path,
    tables: Sequence[TableDefinition],
    year: int,
    out: Path,
    tell: Callable[[str], None],
    earlier: Earlier = (),
) -> AuditVerdict:
    """What it found is written to `out`, by where cells stand: no value of any. `earlier` are releases of the same figures that are out."""
    every = list(figures(of_folder(folder), tables, year))
    asked = list(dict.fromkeys((one.source, bool(one.amount)) for one in every))

    def look(source: Source, amounts: bool) -> tuple[Audited, Truth]:
        added = add_up(of_source(every, source, amounts), year, [of_source(one, source, amounts) for one in earlier])
        tell(f"Revisjon av {_named(source, amounts)}: {int(added.exact.asked.sum())} tall er skjult")
        if amounts:
            return of_amounts(source.id, added), _supposed(added)
        proof = _proof(out, source, added)
        return audited(source.id, added, tell, _POINTS, proof), _supposed(added)

    # None knows of another, and the programs hold nobody up while they are solved.
    with ThreadPoolExecutor(len(asked) or 1) as several:
        found = list(several.map(look, *zip(*asked, strict=True))) if asked else []
    described = [_described(*one, amounts) for one, (_, amounts) in zip(found, asked, strict=True)]
    told = json.dumps(described, ensure_ascii=False, indent=1)
    (out / NAME).write_text(f"{told}\n", encoding="utf-8")
    return _together([one for one, _ in found])


def of_source(every: Sequence[Figures], source: Source, amounts: bool) -> list[Figures]:
    """The counts, or the amounts."""
    return [one for one in every if one.source == source and bool(one.amount) is amounts]


def _named(source: Source, amounts: bool) -> str:
    return f"beløp i {source.id}" if amounts else source.id


@dataclass(frozen=True, slots=True, eq=False)
class _Proof:
    """By cell: whether there are whole tables in which it is two things, and how far apart."""

    proven: Truth
    width: Whole


def audited(
    source: str, added: Added, tell: Callable[[str], None], points: int = 0, proof: _Proof | None = None
) -> Audited:
    """With so many `points` to see how wide the hidden cells are."""
    exact = added.exact
    proof = proof or _Proof(np.zeros(len(exact.known), np.bool_), np.zeros(len(exact.known), np.int64))
    system = unknown(exact, *ranges(exact))
    follows = _of_cells(exact, system, _still(system))
    system = tightened(exact, system)
    seen = inside(system, tell, points, proof.proven[system.cell])
    width = np.zeros(len(exact.known), np.int64)
    width[system.cell] = np.floor(seen.high - seen.low + _NEAR).astype(np.int64)
    follows &= exact.asked
    low = exact.value.copy()
    low[system.cell] = np.floor(seen.low + _NEAR).astype(np.int64)
    stuck = _of_cells(exact, system, seen.stuck)
    known = stuck & exact.asked & ~follows
    if (proof.proven & (follows | known)).any():
        raise Broken(f"cells of {source} are said to have one value, and shown to have two")
    width = np.maximum(width, proof.width)
    return Audited(source, added.counted, exact.labels, exact.asked, follows, known, width, low, proof.proven)


def _proof(run: Path, source: Source, added: Added) -> _Proof | None:
    """Read and added up here, if there is one: who made it is not to be believed."""
    file = patterns.proof(run, source.id)
    if not file.is_file():
        return None
    exact = added.exact
    given = certificates.read(exact, file.read_bytes(), file.name)
    proven = certificates.certified(exact, *ranges(exact), given) & exact.asked
    low, high = certificates.spread(given)
    return _Proof(proven, np.where(exact.asked, high - low, 0))


def of_amounts(source: str, added: Added) -> Audited:
    """What is known of an amount exactly: from one sum after the other where nobody can have got less than nothing, and by adding and
    subtracting what is left. Nobody asks about an amount that can only be nothing.
    """
    exact = added.exact
    system = tightened(exact, unknown(exact, *ranges(exact)))
    alone = system.least == system.most
    rest = fixed_out(system, system.least, alone)
    follows = _of_cells(exact, rest, _still(rest))
    asked = exact.asked & ~_of_cells(exact, system, alone & (system.least == 0))
    if (follows & asked).any():
        asked &= ~_of_cells(exact, rest, rank.nothing(rest, _dice(rest)))
    stuck = _of_cells(exact, system, alone) & asked
    width = np.full(len(exact.known), _WIDE)
    nothing = np.zeros_like(asked)
    return Audited(source, added.counted, exact.labels, asked, follows & asked, stuck, width, exact.value, nothing)


def _supposed(added: Added) -> Truth:
    """The hidden cells that follow for somebody who also knows who is in several municipalities."""
    system = unknown(added.supposed, *ranges(added.supposed))
    return _of_cells(added.supposed, system, _still(system)) & added.supposed.asked


def _still(system: System) -> Truth:
    return rank.follows(system, _dice(system))


def _dice(system: System) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([system.size, system.rows]))


def _of_cells(published: Published, system: System, columns: Truth) -> Truth:
    found = np.zeros(len(published.known), np.bool_)
    found[system.cell] = columns
    return found


def _together(found: Sequence[Audited]) -> AuditVerdict:
    follows = sum(int(one.follows.sum()) for one in found)
    stuck = sum(int(one.stuck.sum()) for one in found)
    return AuditVerdict(
        cells=sum(one.cells for one in found),
        suppressed=sum(int(one.asked.sum()) for one in found),
        recoverable_by_rank=follows,
        determined_by_bounds=stuck,
        narrower_than_3=sum(int((one.asked & (one.width < _WIDE)).sum()) for one in found),
        certified=sum(int(one.proven.sum()) for one in found),
        proven_unique=0,
        passed=follows + stuck == 0,
    )


def _described(one: Audited, supposed: Truth, amounts: bool) -> dict[str, Any]:
    """The cells that are known, and those that are closest to it, with how far apart the values are that they may have, at the least."""
    hidden = np.flatnonzero(one.asked)
    closest = hidden[np.argsort(one.width[hidden], kind="stable")][:_CLOSEST].tolist()
    return {
        "source": one.source,
        "amounts": amounts,
        "hidden": len(hidden),
        "follows": [one.labels[place] for place in np.flatnonzero(one.follows).tolist()],
        "supposed": [one.labels[place] for place in np.flatnonzero(supposed & ~one.follows[: len(supposed)]).tolist()],
        "determined": [one.labels[place] for place in np.flatnonzero(one.stuck).tolist()],
        "proven": int(one.proven.sum()),
        "narrower_than_3": int((one.asked & (one.width < _WIDE)).sum()),
        "closest": [{"cell": one.labels[place], "width": int(one.width[place])} for place in closest],
    }
