"""Certificates: whole tables that agree with everything published and differ in the cells they certify, checked by whole numbers alone.

One table is written out; each of the others is a *move* from it, the few cells that differ. Whoever does not believe the audit can add up
the tables with a pocket calculator. Refuses a file in which a number has been changed, and one that belongs to another table.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from kostra.disclosure.audit.published import Published, Truth, Whole, agree, told
from kostra.model.errors import Refused

_FORMAT = "kostra-sertifikater-1"
_AGAIN = "Slett filen og lag den på nytt med --certificates"


@dataclass(frozen=True, slots=True, eq=False)
class Certificates:
    """`table` has every cell, `moves` the cells of each other table that differ, with what is added to them."""

    table: Whole
    moves: tuple[tuple[Whole, Whole], ...]


def certified(published: Published, least: Whole, most: Whole, certificates: Certificates) -> Truth:
    """The unknown cells that are shown to have two values. Refuses a table that does not agree with what is published."""
    table = certificates.table
    _refuse_other(published, least, most, table, np.arange(len(table)), "tabellen")
    found = np.zeros(len(table), dtype=np.bool_)
    holds = _Rows(published)
    for number, (cells, change) in enumerate(certificates.moves, start=1):
        name = f"tabell {number}"
        if len(np.unique(cells)) != len(cells) or not change.all():
            raise Refused(f"Sertifikatet stemmer ikke: {name} sier det samme to ganger. {_AGAIN}.")
        _refuse_other(published, least, most, table, cells, name, change)
        if (equation := holds.broken(cells, change)) is not None:
            raise Refused(
                f"Sertifikatet stemmer ikke: i {name} går en sum ikke opp: {told(published, equation)}. {_AGAIN}."
            )
        found[cells] = True
    return found & ~published.known


def spread(certificates: Certificates) -> tuple[Whole, Whole]:
    """The least and the most that each cell is in any of the tables."""
    low, high = certificates.table.copy(), certificates.table.copy()
    for cells, change in certificates.moves:
        np.minimum.at(low, cells, certificates.table[cells] + change)
        np.maximum.at(high, cells, certificates.table[cells] + change)
    return low, high


class _Rows:
    """The equations of each cell."""

    def __init__(self, published: Published) -> None:
        equations = published.equations
        order = np.argsort(equations.cell, kind="stable")
        owner = np.repeat(np.arange(len(equations)), np.diff(equations.start))
        self._start = np.searchsorted(equations.cell[order], np.arange(len(published.known) + 1))
        self._equation, self._sign = owner[order], equations.sign[order]

    def broken(self, cells: Whole, change: Whole) -> int | None:
        sums: dict[int, int] = {}
        for cell, by in zip(cells.tolist(), change.tolist(), strict=True):
            first, last = int(self._start[cell]), int(self._start[cell + 1])
            signs = self._sign[first:last].tolist()
            for equation, sign in zip(self._equation[first:last].tolist(), signs, strict=True):
                sums[equation] = sums.get(equation, 0) + sign * by
        return next((equation for equation, sum_ in sums.items() if sum_), None)


def _refuse_other(
    published: Published,
    least: Whole,
    most: Whole,
    table: Whole,
    cells: Whole,
    name: str,
    change: Whole | None = None,
) -> None:
    """What a table says of single cells must be as published, and within what everybody knows."""
    value = table[cells] if change is None else table[cells] + change
    wrong = np.flatnonzero((value < least[cells]) | (value > most[cells]))
    if len(wrong):
        cell = int(cells[wrong[0]])
        said = "er publisert som" if published.known[cell] else "kan ikke være mindre enn"
        raise Refused(
            f"Sertifikatet stemmer ikke: {published.labels[cell]} er {value[wrong[0]]} i {name}, men {said} {least[cell]}. {_AGAIN}."
        )
    if change is None and (equation := agree(published, table)) is not None:
        raise Refused(f"Sertifikatet stemmer ikke: en sum går ikke opp: {told(published, equation)}. {_AGAIN}.")


def written(published: Published, certificates: Certificates) -> bytes:
    """As JSON with a line for each cell and each move. The cells not shown are written; the others stand in the table itself."""
    hidden = np.flatnonzero(~published.known)
    place = {int(cell): at for at, cell in enumerate(hidden)}
    cells = [[published.labels[cell], int(certificates.table[cell])] for cell in hidden.tolist()]
    moves = [
        [[place[cell], by] for cell, by in sorted(zip(at.tolist(), change.tolist(), strict=True))]
        for at, change in certificates.moves
    ]
    lines = ['{"format": ' + json.dumps(_FORMAT) + ",", '"table": [']
    lines += [",\n".join(json.dumps(cell, ensure_ascii=False) for cell in cells), '],\n"moves": [']
    lines += [",\n".join(json.dumps(move) for move in moves), "],"]
    return ("\n".join(lines) + f'\n"sum": "{_sum(cells, moves)}"}}\n').encode()


def _sum(cells: Any, moves: Any) -> str:
    """Over the content alone, so that a change that happens to add up is found too."""
    return hashlib.sha256(json.dumps([cells, moves], ensure_ascii=False).encode()).hexdigest()


def read(published: Published, content: bytes, name: str) -> Certificates:
    """Back from a file, for the same table. Refuses what is not one of these files, or has been changed."""
    try:
        given = json.loads(content)
        if given["format"] != _FORMAT:
            raise ValueError
        cells, moves = given["table"], given["moves"]
        values = {str(label): _whole(value) for label, value in cells}
        steps = [[(_whole(at), _whole(by)) for at, by in move] for move in moves]
        sum_ = str(given["sum"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Refused(f"«{name}» er ikke en sertifikatfil fra kostra audit-table. Velg et annet navn.") from None
    hidden = np.flatnonzero(~published.known)
    if len(values) != len(cells) or list(values) != [published.labels[cell] for cell in hidden.tolist()]:
        raise Refused(
            f"«{name}» hører til en annen tabell: cellene som er skjult, er ikke de samme. {_AGAIN} for denne tabellen."
        )
    if any(not 0 <= at < len(hidden) for step in steps for at, _ in step) or not all(steps):
        raise Refused(f"«{name}» er endret: den viser til en celle som ikke finnes. {_AGAIN}.")
    table = published.value.copy()
    table[hidden] = list(values.values())
    found = Certificates(
        table,
        tuple((hidden[[at for at, _ in step]], np.array([by for _, by in step], dtype=np.int64)) for step in steps),
    )
    if sum_ != _sum(cells, moves):
        _say_what_is_wrong(published, found)
        raise Refused(f"«{name}» er endret etter at den ble laget: kontrollsummen stemmer ikke. {_AGAIN}.")
    return found


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) >= 2**40:
        raise ValueError
    return value


def _say_what_is_wrong(published: Published, found: Certificates) -> None:
    """A changed number as a rule breaks a sum: then the sentence says which."""
    unlimited = np.where(published.known, published.value, -(2**41)), np.where(published.known, published.value, 2**41)
    certified(published, *unlimited, found)
