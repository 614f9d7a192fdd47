"""Lines of a fixed width, in blocks: whole-array operations on bytes, one row per character position.

A zero-length line is no record but counts as a line, so that line numbers are the file's own. A line of another width, or with a character
that no record holds, is told with its number and not read. Memory is bounded by the block, also for a file with no line end at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.methods.columns import Characters
from kostra.reception.source import LONGEST_LINE

BLOCK = 16_384
_CR, _LF = 13, 10
_FORBIDDEN = np.zeros(256, dtype=np.bool_)
_FORBIDDEN[:32] = True
_FORBIDDEN[127:160] = True


Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bad:
    """Lines that are no records: their widths, and for those of the right width the first character that no record holds, and where."""

    lines: Whole
    widths: Whole
    characters: Whole
    at: Whole


@dataclass(frozen=True, slots=True)
class Block:
    """Records of one width. `rows` is (width, records); `lines` their numbers in the file. `endless` is where the reading gave up."""

    rows: Characters
    lines: Whole
    bad: Bad | None = None
    endless: int | None = None


def blocks(chunks: Iterator[bytes], width: int, records: int = BLOCK) -> Iterator[Block]:
    """The file in blocks of about so many records, in order."""
    line, rest = 1, b""
    enough = (width + 2) * records
    waiting: list[bytes] = []
    size = 0
    for chunk in chunks:
        waiting.append(chunk)
        size += len(chunk)
        if size < enough:
            continue
        content = rest + b"".join(waiting)
        waiting, size = [], 0
        last = content.rfind(b"\n")
        if last < 0 and len(content) <= LONGEST_LINE:
            rest = content
            continue
        if last < 0:
            yield _endless(line, width)
            return
        whole, rest = content[: last + 1], content[last + 1 :]
        line, made = _split(whole, line, width, records)
        yield from made
        if len(rest) > LONGEST_LINE:
            yield _endless(line, width)
            return
    content = rest + b"".join(waiting)
    if content:
        whole = content if content.endswith(b"\n") else content + b"\n"
        yield from _split(whole, line, width, records)[1]


def _endless(line: int, width: int) -> Block:
    """A line with no end in sight: the rest of the file is not read."""
    return Block(_nothing(width), _none(), endless=line)


def _nothing(width: int) -> Characters:
    return np.empty((width, 0), dtype=np.uint8)


def _none() -> Whole:
    return np.empty(0, dtype=np.int64)


def _split(content: bytes, line: int, width: int, records: int) -> tuple[int, list[Block]]:
    """Whole lines to blocks, and the number of the next line."""
    flat = np.frombuffer(content, dtype=np.uint8)
    for end in (width + 1, width + 2):
        count, over = divmod(len(flat), end)
        if over == 0 and _regular(flat.reshape(count, end), width):
            table = flat.reshape(count, end)[:, :width]
            return line + count, [
                _block(table[at : at + records], np.arange(line + at, line + min(at + records, count), dtype=np.int64))
                for at in range(0, count, records)
            ]
    return _irregular(flat, line, width, records)


def _regular(table: Characters, width: int) -> bool:
    """Every line of the width, with the same line end, and no line end inside."""
    ends = table[:, width:]
    if ends.shape[1] == 1:
        return bool((ends == _LF).all()) and not bool((table[:, width - 1] == _CR).any())
    return bool((ends[:, 0] == _CR).all() and (ends[:, 1] == _LF).all())


def _irregular(flat: Characters, line: int, width: int, records: int) -> tuple[int, list[Block]]:
    """Lines of several widths, or with several kinds of line end."""
    ends = np.flatnonzero(flat == _LF)
    starts = np.concatenate(([0], ends[:-1] + 1))
    has_cr = (ends > starts) & (flat[np.maximum(ends - 1, 0)] == _CR)
    widths = ends - starts - has_cr
    numbers = np.arange(line, line + len(ends), dtype=np.int64)
    right = widths == width
    wrong = np.flatnonzero(~right & (widths > 0))
    good = np.flatnonzero(right)
    made: list[Block] = []
    for at in range(0, len(good), records):
        chosen = good[at : at + records]
        table = flat[starts[chosen][:, None] + np.arange(width)]
        made.append(_block(table, numbers[chosen]))
    if len(wrong):
        nil = np.zeros(len(wrong), dtype=np.int64)
        made.append(Block(_nothing(width), _none(), Bad(numbers[wrong], widths[wrong], nil, nil)))
    return line + len(ends), made


def _block(table: Characters, lines: Whole) -> Block:
    """One row per position, so that everything after this runs over contiguous memory."""
    rows = np.ascontiguousarray(table.T)
    if int(rows.min(initial=255)) >= 32 and int(rows.max(initial=0)) < 127:
        return Block(rows, lines)
    forbidden = _FORBIDDEN[rows]
    broken = forbidden.any(axis=0)
    if not broken.any():
        return Block(rows, lines)
    at = np.argmax(forbidden[:, broken], axis=0)
    characters = rows[at, np.flatnonzero(broken)].astype(np.int64)
    widths = np.full(len(at), rows.shape[0], dtype=np.int64)
    keep = ~broken
    return Block(np.ascontiguousarray(rows[:, keep]), lines[keep], Bad(lines[broken], widths, characters, at + 1))
