"""Which candidates can be shown, one after the other, so that no primary cell follows from what is shown.

A column is known by how much it notices of two random moves among those that nothing shown notices. If it notices neither, it follows from
what is out; if it notices them in the same proportion as a primary, it would give that one away. The same is done once more with all that
stands at its lower bound left alone: a column that notices no move there tells of such cells only, and is shown only if they can all go on
growing at once: see `singletons`. Refuses floats and names: columns of residues are all it knows.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np

from kostra.disclosure.compiling import centred, compiled, inverse, times
from kostra.disclosure.moves import NODES, TOP, Array, all_of, all_small, give_up, notice, shortest, wider, wider_whole
from kostra.disclosure.singletons import SMALL, express, let_grow

_BUCKETS: Final = (1 << 16) - 1


class Fate(IntEnum):
    """Of a column."""

    WAITING = 0
    ACCEPTED = 1
    FOLLOWS = 2
    PARALLEL = 3
    MEETS_BOUNDS = 4


@compiled("(int64, int64[::1], int32[::1], int8[::1], int64[::1])")
def _sum(column: int, start: Array, row: Array, sign: Array, of: Array) -> int:
    total = 0
    for i in range(start[column], start[column + 1]):
        total = centred(total + sign[i] * of[row[i]])
    return total


@compiled(
    "(int64[::1], int32[::1], int8[::1], int64[::1], int32[::1], int8[::1], int64[::1], int64[::1], int32[::1], boolean[::1], boolean[::1],"
    " int32[::1], int8[::1], int32[::1], boolean[::1], int64[::1])"
)
def eliminate(
    start: Array,
    row: Array,
    sign: Array,
    row_start: Array,
    column: Array,
    column_sign: Array,
    sample: Array,
    other_sample: Array,
    sequence: Array,
    must: Array,
    guarded: Array,
    keeper: Array,
    fate: Array,
    because: Array,
    exposed: Array,
    growth: Array,
) -> tuple[Array, Array, Array]:
    """Try the columns of `sequence` in turn; `must` are accepted whatever comes of it. Fills `fate`, `because` and `exposed`.

    The columns stand by column and once more by row. Either `sample` is a random residue for each row, `keeper` is the primary column that
    stands at its lower bound in a row, or -1; `growth`, ones there and else nothing, becomes a move that lets all of those grow at once.
    Gives the moves that are left: where each begins, its rows, and how much of each.
    """
    columns, rows = len(start) - 1, len(row_start) - 1
    # The moves of all rows, and after them those where what is at its bound is left alone.
    at = np.empty(2 * rows, np.int64)
    size = all_of(1, 2 * rows)
    room = all_of(4, 2 * rows)
    part_row = np.empty(16 * rows + 1024, np.int32)
    part = np.empty(16 * rows + 1024, np.int64)
    node = np.empty(16 * rows + 1024, np.int32)
    first = all_small(-1, 2 * rows)
    after = all_small(-1, 8 * rows + 1024)
    holds = np.empty(8 * rows + 1024, np.int32)
    place = all_small(0, 8 * rows + 1024)
    hand = all_of(-1, 4)
    hand[TOP] = 8 * rows
    hand[NODES] = 2 * rows
    for r in range(2 * rows):
        at[r] = 4 * r
        part_row[4 * r] = node[4 * r] = holds[r] = r
        part[4 * r] = 1
        if r < rows or keeper[r - rows] < 0:
            first[r] = r
    spread = all_of(0, 2 * rows)
    seen = all_of(-1, 2 * rows)
    met = all_of(-1, 2 * rows)
    noticed = all_of(0, 2 * rows)
    hit = np.empty(2 * rows, np.int32)
    hit_apart = np.empty(2 * rows, np.int32)
    # What each column notices of the random moves, and the primaries by the proportion.
    print_, other_print = all_of(0, columns), all_of(0, columns)
    ratio = all_of(0, columns)
    listed = np.zeros(columns, np.bool_)
    bucket = all_small(-1, _BUCKETS + 1)
    following = all_small(-1, columns)
    preceding = all_small(-1, columns)
    open_ = np.zeros(columns, np.bool_)
    for j in range(columns):
        open_[j] = guarded[j]
    for index in range(len(sequence)):
        open_[sequence[index]] = True
    stale = np.empty(columns, np.int32)
    stales = 0
    for j in range(columns - 1, -1, -1):
        if open_[j]:
            print_[j] = _sum(j, start, row, sign, sample)
            other_print[j] = _sum(j, start, row, sign, other_sample)
            if guarded[j]:
                stale[stales] = j
                stales += 1
    # What is shown, other than of cells at their bound alone: see `singletons`.
    link = np.empty(rows, np.int32)
    links = 0
    link_place = all_small(-1, columns)
    link_start = all_of(0, rows + 1)
    link_row = np.empty(4 * rows + 1024, np.int32)
    link_by = np.empty(4 * rows + 1024, np.int64)
    link_of = np.empty(4 * rows + 1024, np.int32)
    row_after = np.empty(4 * rows + 1024, np.int32)
    row_first = all_small(-1, rows)
    link_noticed = np.empty(rows, np.int64)
    amount = all_of(0, rows)
    touched_row = np.zeros(rows, np.bool_)
    told = np.empty(rows, np.int32)
    flag = np.zeros(rows + 1, np.bool_)
    settled = np.zeros(rows, np.bool_)
    change = all_of(0, columns)
    moved = all_of(-1, columns)
    changed = np.empty(columns, np.int32)
    for index in range(len(sequence) + 1):
        for i in range(stales):
            q = stale[i]
            if listed[q]:
                listed[q] = False
                if preceding[q] >= 0:
                    following[preceding[q]] = following[q]
                else:
                    bucket[ratio[q] & _BUCKETS] = following[q]
                if following[q] >= 0:
                    preceding[following[q]] = preceding[q]
            if print_[q] == 0 and other_print[q] == 0:
                exposed[q] = True
                open_[q] = False
                continue
            listed[q] = True
            ratio[q] = times(other_print[q], inverse(print_[q]))
            following[q] = bucket[ratio[q] & _BUCKETS]
            preceding[q] = -1
            if following[q] >= 0:
                preceding[following[q]] = q
            bucket[ratio[q] & _BUCKETS] = q
        stales = 0
        if index == len(sequence):
            break
        j = sequence[index]
        open_[j] = False
        if print_[j] == 0 and other_print[j] == 0:
            fate[j] = 2
            continue
        if not must[j]:
            value = times(other_print[j], inverse(print_[j]))
            q = bucket[value & _BUCKETS]
            while q >= 0:
                if ratio[q] == value and (because[j] < 0 or q < because[j]):
                    because[j] = q
                q = following[q]
            if because[j] >= 0:
                fate[j] = 3
                continue
        count = notice(j, 0, start, row, sign, hand, first, after, holds, place, at, part, met, noticed, hit)
        apart = notice(j, rows, start, row, sign, hand, first, after, holds, place, at, part, met, noticed, hit_apart)
        balance = _sum(j, start, row, sign, growth)
        if apart > 0:
            pivot = shortest(hit_apart, apart, size)
            if balance != 0:
                value = times(balance, inverse(noticed[pivot]))
                for i in range(at[pivot], at[pivot] + size[pivot]):
                    r = part_row[i] - rows
                    growth[r] = centred(growth[r] - times(value, part[i]))
            top = link_start[links]
            if top + size[pivot] > len(link_row):
                longer = 2 * len(link_row) + size[pivot]
                link_row, link_of, row_after = wider(link_row, longer), wider(link_of, longer), wider(row_after, longer)
                link_by = wider_whole(link_by, longer)
            for i in range(at[pivot], at[pivot] + size[pivot]):
                r = part_row[i] - rows
                link_row[top] = r
                link_by[top] = part[i]
                link_of[top] = links
                row_after[top] = row_first[r]
                row_first[r] = top
                top += 1
            link[links] = j
            link_place[j] = links
            link_noticed[links] = noticed[pivot]
            links += 1
            link_start[links] = top
            part_row, part, node, after, holds, place = give_up(
                pivot,
                hit_apart,
                apart,
                noticed,
                hand,
                at,
                size,
                room,
                part_row,
                part,
                node,
                first,
                after,
                holds,
                place,
                spread,
                seen,
            )
        else:
            # fmt: off
            tells = express(
                j, start, row, sign, keeper, link, links, link_start, link_row, link_by, link_noticed, link_of, row_first, row_after,
                amount, touched_row, told, flag,
            )
            # fmt: on
            spare = -1
            known = tells > 0
            tells = abs(tells)
            scale = inverse(amount[told[0]])
            balance = times(balance, scale)
            if known and balance != 0 and abs(balance) <= SMALL:
                for i in range(tells):
                    r = told[i]
                    value = times(amount[r], scale)
                    helps = (value == 1 and balance < 0) or (value == -1 and balance > 0)
                    if helps and not settled[r] and growth[r] <= SMALL and (spare < 0 or r < spare):
                        spare = r
            refused = (balance != 0 or not known) and spare < 0 and not must[j]
            for i in range(tells):
                r = told[i]
                amount[r] = 0
                if not refused:
                    settled[r] = True
                elif because[j] < 0 or keeper[r] < because[j]:
                    because[j] = keeper[r]
            if refused:
                # What is shown later may tell it all the same: then it is out.
                fate[j] = 4
                open_[j] = True
                continue
            if spare >= 0:
                # fmt: off
                let_grow(
                    spare, abs(balance), start, row, sign, row_start, column, link_place, link, links, link_start, link_row, link_by,
                    link_noticed, amount, touched_row, told, flag, growth,
                )
                # fmt: on
        fate[j] = 1
        pivot = shortest(hit, count, size)
        # Out of the random moves with it.
        touched = 0
        for i in range(at[pivot], at[pivot] + size[pivot]):
            r = part_row[i]
            for k in range(row_start[r], row_start[r + 1]):
                q = column[k]
                if open_[q]:
                    if moved[q] != index:
                        moved[q] = index
                        change[q] = 0
                        changed[touched] = q
                        touched += 1
                    change[q] = centred(change[q] + column_sign[k] * part[i])
        scale = -inverse(noticed[pivot])
        mine, yours = times(scale, print_[j]), times(scale, other_print[j])
        for i in range(touched):
            q = changed[i]
            if change[q] != 0:
                print_[q] = centred(print_[q] + times(mine, change[q]))
                other_print[q] = centred(other_print[q] + times(yours, change[q]))
                if guarded[q]:
                    stale[stales] = q
                    stales += 1
        part_row, part, node, after, holds, place = give_up(
            pivot,
            hit,
            count,
            noticed,
            hand,
            at,
            size,
            room,
            part_row,
            part,
            node,
            first,
            after,
            holds,
            place,
            spread,
            seen,
        )
    for j in range(columns):
        if fate[j] == 4 and print_[j] == 0 and other_print[j] == 0:
            fate[j] = 2
            because[j] = -1
    move_start = all_of(0, rows + 1)
    for f in range(rows):
        move_start[f + 1] = move_start[f] + size[f]
    move_row = np.empty(move_start[rows], np.int32)
    move = np.empty(move_start[rows], np.int64)
    for f in range(rows):
        for i in range(size[f]):
            move_row[move_start[f] + i] = part_row[at[f] + i]
            move[move_start[f] + i] = part[at[f] + i]
    return move_start, move_row, move
