"""Moves of inner cells that nobody notices, while more and more columns are looked at: sparse elimination, from the other side.

At first each inner cell moves alone. To look at a column one move is given up, and added to the others so that they pass unnoticed. Moves
are a few cells taken here and put there, and stay short where reduced columns fill up. Refuses floats: all are residues.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np

from kostra.disclosure.compiling import NARROW, centred, compiled, inverse, times

# The arrays of a compiled loop: their types stand above it.
Array: TypeAlias = Any

# Where the numbers stand that the loops hand on: the end of the parts, the end of the nodes, a node to use again, and a stamp.
TOP: Final = 0
NODES: Final = 1
FREE: Final = 2
STAMP: Final = 3


@compiled("(int32[::1], int64)")
def wider(kept: Array, wanted: int) -> Array:
    found = np.empty(wanted, np.int32)
    for i in range(len(kept)):
        found[i] = kept[i]
    return found


@compiled("(int64[::1], int64)")
def wider_whole(kept: Array, wanted: int) -> Array:
    found = np.empty(wanted, np.int64)
    for i in range(len(kept)):
        found[i] = kept[i]
    return found


@compiled("(int64, int64)")
def all_of(value: int, count: int) -> Array:
    found = np.empty(count, np.int64)
    for i in range(count):
        found[i] = value
    return found


@compiled("(int64, int64)")
def all_small(value: int, count: int) -> Array:
    found = np.empty(count, np.int32)
    for i in range(count):
        found[i] = value
    return found


@compiled(
    "(int64, int64, int64[::1], int32[::1], int8[::1], int64[::1], int32[::1], int32[::1], int32[::1], int32[::1], int64[::1], int64[::1],"
    " int64[::1], int64[::1], int32[::1])"
)
def notice(
    column: int,
    offset: int,
    start: Array,
    row: Array,
    sign: Array,
    hand: Array,
    first: Array,
    after: Array,
    holds: Array,
    place: Array,
    at: Array,
    part: Array,
    met: Array,
    noticed: Array,
    hit: Array,
) -> int:
    """How much a column notices of each move: `noticed`, for those in `hit`. Gives how many those are."""
    hand[STAMP] += 1
    count = 0
    for i in range(start[column], start[column + 1]):
        r = row[i] + offset
        before = -1
        n = first[r]
        while n >= 0:
            f = holds[n]
            next_ = after[n]
            if f < 0:
                if before >= 0:
                    after[before] = next_
                else:
                    first[r] = next_
                after[n] = hand[FREE]
                hand[FREE] = n
            else:
                before = n
                if met[f] != hand[STAMP]:
                    met[f] = hand[STAMP]
                    noticed[f] = 0
                    hit[count] = f
                    count += 1
                noticed[f] = centred(noticed[f] + sign[i] * part[at[f] + place[n]])
            n = next_
    left = 0
    for i in range(count):
        if noticed[hit[i]] != 0:
            hit[left] = hit[i]
            left += 1
    return left


@compiled("(int32[::1], int64, int64[::1])")
def shortest(hit: Array, count: int, size: Array) -> int:
    """The move that costs least to give up."""
    pivot: int = hit[0]
    for i in range(1, count):
        f = hit[i]
        if size[f] < size[pivot] or (size[f] == size[pivot] and f < pivot):
            pivot = f
    return pivot


@compiled(
    "(int64, int32[::1], int64, int64[::1], int64[::1], int64[::1], int64[::1], int64[::1], int32[::1], int64[::1], int32[::1], int32[::1],"
    " int32[::1], int32[::1], int32[::1], int64[::1], int64[::1])"
)
def give_up(
    pivot: int,
    hit: Array,
    count: int,
    noticed: Array,
    hand: Array,
    at: Array,
    size: Array,
    room: Array,
    part_row: Array,
    part: Array,
    node: Array,
    first: Array,
    after: Array,
    holds: Array,
    place: Array,
    spread: Array,
    seen: Array,
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Add a move to the others that are hit, so that the column no longer notices them. Gives the arrays that may have had to grow."""
    scale = -inverse(noticed[pivot])
    begin, end = at[pivot], at[pivot] + size[pivot]
    narrow = True
    for i in range(begin, end):
        spread[part_row[i]] = part[i]
        narrow = narrow and abs(part[i]) < NARROW
    for h in range(count):
        f = hit[h]
        if f == pivot:
            continue
        factor = times(scale, noticed[f])
        plain = narrow and abs(factor) < NARROW
        hand[STAMP] += 1
        visit = hand[STAMP]
        both = 0
        i = at[f]
        last = i + size[f]
        while i < last:
            r = part_row[i]
            value = spread[r]
            if value != 0:
                both += 1
                seen[r] = visit
                value = part[i] + (factor * value if plain else times(factor, value))
                if abs(value) >= NARROW:
                    value = centred(value)
                if value == 0:
                    last -= 1
                    holds[node[i]] = -1
                    part_row[i] = part_row[last]
                    part[i] = part[last]
                    node[i] = node[last]
                    place[node[i]] = i - at[f]
                    continue
                part[i] = value
            i += 1
        size[f] = last - at[f]
        fresh = size[pivot] - both
        if fresh == 0:
            continue
        if size[f] + fresh > room[f]:
            room[f] = 2 * (size[f] + fresh)
            top = hand[TOP]
            if top + room[f] > len(part):
                longer = 2 * len(part) + room[f]
                part_row, node = wider(part_row, longer), wider(node, longer)
                part = wider_whole(part, longer)
            for i in range(size[f]):
                part_row[top + i] = part_row[at[f] + i]
                part[top + i] = part[at[f] + i]
                node[top + i] = node[at[f] + i]
            at[f] = top
            hand[TOP] += room[f]
        if hand[NODES] + fresh > len(holds):
            longer = 2 * len(holds) + fresh
            holds, after, place = wider(holds, longer), wider(after, longer), wider(place, longer)
        last = at[f] + size[f]
        for i in range(begin, end):
            r = part_row[i]
            if seen[r] != visit:
                n = hand[FREE]
                if n >= 0:
                    hand[FREE] = after[n]
                else:
                    n = hand[NODES]
                    hand[NODES] += 1
                part_row[last] = r
                part[last] = times(factor, part[i])
                node[last] = n
                holds[n] = f
                place[n] = last - at[f]
                after[n] = first[r]
                first[r] = n
                last += 1
        size[f] = last - at[f]
    for i in range(begin, end):
        spread[part_row[i]] = 0
        holds[node[i]] = -1
    size[pivot] = 0
    return part_row, part, node, after, holds, place
