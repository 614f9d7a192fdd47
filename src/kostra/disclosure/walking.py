"""Walking among the whole tables that are published just the same: moves of unknown cells that no sum notices, a walk along them, and a
search from a table for others in which a cell is more, or less.

Moves are found by the same elimination as elsewhere, with sums in place of columns. Whole numbers throughout, and luck of our own, so that
the same table gives the same walk everywhere.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from kostra.disclosure.compiling import PRIME, compiled, times
from kostra.disclosure.moves import NODES, TOP, Array, all_of, all_small, give_up, notice, shortest, wider, wider_whole

_TURN: Final = 6364136223846793005 % PRIME
_UNIT: Final = 10
"""What it costs that a cell is outside its limits by one."""
_LUCK: Final = 3
"""How much luck decides between moves, and how much a cell that is left behind comes to weigh."""
_FAR: Final = 2
"""No cell is taken further by one move."""


@compiled("(int64[::1], int32[::1], int8[::1], int32[::1], int64)")
def unnoticed(start: Array, cell: Array, sign: Array, sequence: Array, cells: int) -> tuple[Array, Array, Array]:
    """All moves that no sum notices are put together of these: where each begins, its cells, and how much of each. The sums are looked
    at in `sequence`.
    """
    at, size, room = np.empty(cells, np.int64), all_of(1, cells), all_of(4, cells)
    part_cell, part = np.empty(16 * cells + 1024, np.int32), np.empty(16 * cells + 1024, np.int64)
    node, holds = np.empty(16 * cells + 1024, np.int32), np.empty(8 * cells + 1024, np.int32)
    first, after, place = all_small(-1, cells), all_small(-1, 8 * cells + 1024), all_small(0, 8 * cells + 1024)
    hand = all_of(-1, 4)
    hand[TOP], hand[NODES] = 4 * cells, cells
    for c in range(cells):
        at[c] = 4 * c
        part_cell[4 * c] = node[4 * c] = holds[c] = first[c] = c
        part[4 * c] = 1
    spread, seen, met, noticed = all_of(0, cells), all_of(-1, cells), all_of(-1, cells), all_of(0, cells)
    hit = np.empty(cells, np.int32)
    for index in range(len(sequence)):
        j = sequence[index]
        count = notice(j, 0, start, cell, sign, hand, first, after, holds, place, at, part, met, noticed, hit)
        if count == 0:
            continue
        pivot = shortest(hit, count, size)
        # fmt: off
        part_cell, part, node, after, holds, place = give_up(
            pivot, hit, count, noticed, hand, at, size, room, part_cell, part, node, first, after, holds, place, spread, seen,
        )
        # fmt: on
    move_start = all_of(0, cells + 1)
    many = 0
    for f in range(cells):
        if size[f] > 0:
            move_start[many + 1] = move_start[many] + size[f]
            many += 1
    move_cell, move = np.empty(move_start[many], np.int32), np.empty(move_start[many], np.int64)
    many = 0
    for f in range(cells):
        if size[f] > 0:
            for i in range(size[f]):
                move_cell[move_start[many] + i] = part_cell[at[f] + i]
                move[move_start[many] + i] = part[at[f] + i]
            many += 1
    return move_start[: many + 1].copy(), move_cell, move


@compiled("(int64, int64)")
def _next(luck: int, most: int) -> tuple[int, int]:
    """The next state, and a number below `most`."""
    luck = times(luck, _TURN)
    return luck, (luck % PRIME) % most


@compiled("(int64[::1], int32[::1], int64[::1], int64[::1], int64[::1], int64[::1], int64)")
def walk(start: Array, cell: Array, by: Array, table: Array, least: Array, most: Array, steps: int) -> None:
    """So many moves at random, there or back, of which those are taken that keep every cell within its limits."""
    moves = len(start) - 1
    luck = 20260
    for _ in range(steps if moves > 0 else 0):
        luck, drawn = _next(luck, 2 * moves)
        f, turn = drawn >> 1, 1 - 2 * (drawn & 1)
        within = True
        for i in range(start[f], start[f + 1]):
            c = cell[i]
            after = table[c] + turn * by[i]
            if after < least[c] or after > most[c]:
                within = False
                break
        if within:
            for i in range(start[f], start[f + 1]):
                table[cell[i]] += turn * by[i]


@compiled("(int64, int64, int64)")
def _outside(value: int, least: int, most: int) -> int:
    return max(max(least - value, value - most), 0)


@compiled(
    "(int64[::1], int32[::1], int64[::1], int64[::1], int32[::1], int64[::1], int64[::1], int64[::1], int64[::1], boolean[::1], int64,"
    " int64[::1], int32[::1], int64[::1])"
)
def search(
    start: Array,
    cell: Array,
    by: Array,
    cell_start: Array,
    cell_move: Array,
    cell_by: Array,
    table: Array,
    least: Array,
    most: Array,
    wanted: Array,
    steps: int,
    found_start: Array,
    found_cell: Array,
    found_by: Array,
) -> tuple[Array, Array, Array]:
    """For each cell that is wanted: one that is more there, or less. It is drawn over its limit, and what is outside by that is mended by
    one move after the other, so many at most. What differs in a table that is found is wanted no more. The moves stand by cell too. Gives
    what was found with what was there before.
    """
    cells = len(table)
    y, lower, upper = table.copy(), least.copy(), most.copy()
    weight, where = all_of(_UNIT, cells), all_of(-1, cells)
    wrong, touched, is_touched = np.empty(cells, np.int32), np.empty(cells, np.int32), np.zeros(cells, np.bool_)
    luck = 20261
    many, top = len(found_start) - 1, len(found_cell)
    found_start = np.append(found_start, all_of(0, 2 * cells))
    for c in range(cells):
        for side in (1, -1):
            if not wanted[c] or (side > 0 and table[c] >= most[c]) or (side < 0 and table[c] <= least[c]):
                continue
            if side > 0:
                lower[c] = table[c] + 1
            else:
                upper[c] = table[c] - 1
            wrong[0], where[c], wrongs, touches = c, 0, 1, 0
            for _ in range(steps):
                luck, drawn = _next(luck, _LUCK * wrongs)
                q = wrong[drawn // _LUCK]
                up = 1 if y[q] < lower[q] else -1
                best, chosen, chosen_turn = 1 << 60, -1, 0
                for k in range(cell_start[q], cell_start[q + 1]):
                    if abs(cell_by[k]) > _FAR:
                        continue
                    f, turn = cell_move[k], up if cell_by[k] > 0 else -up
                    cost = (drawn + k) % _LUCK
                    for i in range(start[f], start[f + 1]):
                        z = cell[i]
                        before = _outside(y[z], lower[z], upper[z])
                        after = _outside(y[z] + turn * by[i], lower[z], upper[z])
                        cost += (after - before) * weight[z]
                        if cost >= best:
                            break
                    if cost < best:
                        best, chosen, chosen_turn = cost, f, turn
                if chosen < 0:
                    break
                if best >= _LUCK:
                    weight[q] += _LUCK
                for i in range(start[chosen], start[chosen + 1]):
                    z = cell[i]
                    if not is_touched[z]:
                        is_touched[z] = True
                        touched[touches] = z
                        touches += 1
                    y[z] += chosen_turn * by[i]
                    bad = _outside(y[z], lower[z], upper[z]) > 0
                    if bad and where[z] < 0:
                        wrong[wrongs], where[z] = z, wrongs
                        wrongs += 1
                    elif not bad and where[z] >= 0:
                        wrongs -= 1
                        wrong[where[z]] = wrong[wrongs]
                        where[wrong[wrongs]] = where[z]
                        where[z] = -1
                if wrongs == 0:
                    break
            if wrongs == 0:
                if top + touches > len(found_cell):
                    longer = 2 * (top + touches)
                    found_cell, found_by = wider(found_cell, longer), wider_whole(found_by, longer)
                for i in range(touches):
                    z = touched[i]
                    if y[z] != table[z]:
                        found_cell[top], found_by[top] = z, y[z] - table[z]
                        wanted[z] = False
                        top += 1
                many += 1
                found_start[many] = top
            for i in range(wrongs):
                where[wrong[i]] = -1
            for i in range(touches):
                z = touched[i]
                y[z], weight[z], is_touched[z] = table[z], _UNIT, False
            weight[c] = _UNIT
            lower[c], upper[c] = least[c], most[c]
    return found_start[: many + 1].copy(), found_cell[:top].copy(), found_by[:top].copy()
