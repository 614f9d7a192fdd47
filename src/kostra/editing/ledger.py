"""The log of edits, added up: which change counts for each value, what waits for a colleague, what has been looked at.

A function of the events alone. Of the changes of one value the last that counts is the value; that one was undone, declined or dropped
brings the one before it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kostra.model.edit import Act, Edit

Cell = tuple[str, str | None, str | None]
"""A value: unit, record, field."""
_ENDS = {Act.UNDONE, Act.DECLINED, Act.DROPPED}


@dataclass(frozen=True, slots=True)
class Ledger:
    """`counts` is the last change that counts of each value, and `chains` all of them, the first first. `waiting` are those that need a
    colleague. `digests` tells for which record a change that was carried over now holds. `reviewed` is the last approval, or the last time
    it was passed over, of each record and unit.
    """

    counts: Mapping[Cell, Edit]
    chains: Mapping[Cell, tuple[Edit, ...]]
    waiting: Mapping[str, Edit]
    digests: Mapping[str, str | None]
    reviewed: Mapping[tuple[str, str | None], Edit]
    ended: Mapping[str, Edit]
    """What ended each that was undone, declined or dropped, by the id of what it ended."""
    through: int

    def digest(self, edit: Edit) -> str | None:
        """Of the record that the edit holds for."""
        return self.digests.get(edit.id, edit.digest)


def added_up(edits: Iterable[Edit]) -> Ledger:
    every = list(edits)
    ended: dict[str, Edit] = {}
    seconded: set[str] = set()
    digests: dict[str, str | None] = {}
    for one in every:
        if one.about is None:
            continue
        if one.act in _ENDS:
            ended.setdefault(one.about, one)
        elif one.act is Act.SECONDED:
            seconded.add(one.about)
        elif one.act is Act.CARRIED:
            digests[one.about] = one.digest
    chains: dict[Cell, list[Edit]] = {}
    waiting: dict[str, Edit] = {}
    reviewed: dict[tuple[str, str | None], Edit] = {}
    for one in every:
        if one.id in ended:
            continue
        if one.act is Act.CHANGED:
            if one.needs_second and one.id not in seconded:
                waiting[one.id] = one
            else:
                chains.setdefault(one.cell, []).append(one)
        elif one.act in (Act.APPROVED, Act.NOT_REVIEWED):
            reviewed[one.of.unit, one.record] = one
    return Ledger(
        counts={cell: chain[-1] for cell, chain in chains.items()},
        chains={cell: tuple(chain) for cell, chain in chains.items()},
        waiting=waiting,
        digests=digests,
        reviewed=reviewed,
        ended=ended,
        through=max((one.number for one in every), default=0),
    )
