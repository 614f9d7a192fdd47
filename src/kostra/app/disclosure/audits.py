"""What the audit of a run found, as the desk reads it: source by source, how many counts are hidden, how many are proven to be two things,
which are closest to being known, and the file with the proof.

For statisticians alone. No value of any cell is read here; the proof holds other tables than the true one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kostra.app.disclosure import patterns
from kostra.app.disclosure.auditing import NAME
from kostra.app.disclosure.deciding import is_on_disk, one
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.model.errors import Missing
from kostra.model.people import Duty
from kostra.model.protection import Place, Protection

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Found:
    """Of the counts of a source. `closest` are cells, with how far apart the values are that each is seen to may have. `proof` is the size
    of the file, or nothing where there is none.
    """

    source: str
    hidden: int
    proven: int
    narrow: int
    closest: tuple[tuple[Place, int], ...]
    proof: int | None


def found(data: Path, made: Protection) -> tuple[Found, ...]:
    """Nothing of a run whose files are not there any more."""
    run = patterns.of_run(data, made)
    if not (run / NAME).is_file():
        return ()
    told = json.loads((run / NAME).read_text(encoding="utf-8"))
    return tuple(_found(run, each) for each in told if not each["amounts"] and each["hidden"])


def proof(system: System, asker: Asker, data: Path, id: str, source: str) -> bytes:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        made = one(tx, id)
    if not is_on_disk(data, made) or source not in {each.source for each in found(data, made) if each.proof}:
        raise Missing(f"Kjøringen har ingen bevis for «{source[:40]}». Se på siden om kjøringen hvilke den har.")
    return patterns.proof(patterns.of_run(data, made), source).read_bytes()


def _found(run: Path, told: Mapping[str, Any]) -> Found:
    file = patterns.proof(run, told["source"])
    return Found(
        told["source"],
        told["hidden"],
        told["proven"],
        told["narrower_than_3"],
        tuple((_place(run, each["cell"]), each["width"]) for each in told["closest"][:_SHOWN]),
        file.stat().st_size if file.is_file() else None,
    )


def _place(run: Path, label: str) -> Place:
    """The audit counts the values of a dimension; a place has their codes."""
    counted = Place.read(label)
    told = json.loads((run / patterns.TABLES / f"{counted.table}.json").read_text(encoding="utf-8"))
    dimensions: Sequence[Any] = told["dimensions"][1:]
    codes = [each["values"][int(at)]["code"] for each, at in zip(dimensions, counted.codes, strict=False)]
    return Place(counted.table, counted.region, tuple(codes), counted.measure)
