"""Lines of a fixed width, in blocks: whole-array operations on bytes, one row per character position.

A zero-length line is no record but counts as a line, so that line numbers are the file's own. A line of another width, or with a character
that no record holds, is told with its number and not read. Memory is bounded by the block, also for a file with no line end at all.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from kostra.methods.digits import Characters
from kostra.reception.source import LONGEST_LINE

BLOCK = 16_384
_TILE = 512
"""So many records are turned at a time: what is read and written then stays in the processor's nearest memory."""

_CR, _LF, _FIRST_PRINTED, _DEL = 13, 10, 32, 127
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


Blocks: TypeAlias = Generator[Block, None, int]
"""Blocks of some lines; in the end, the number of the line after them."""


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
        content = b"".join((rest, *waiting))
        waiting, size = [], 0
        whole = content.rfind(b"\n") + 1
        if not whole and len(content) <= LONGEST_LINE:
            rest = content
            continue
        rest = content[whole:]
        if whole:
            line = yield from _split(np.frombuffer(content, dtype=np.uint8, count=whole), line, width, records)
        if len(rest) > LONGEST_LINE:
            yield Block(_nothing(width), _none(), endless=line)
            return
    content = b"".join((rest, *waiting))
    if content:
        whole_lines = content if content.endswith(b"\n") else content + b"\n"
        yield from _split(np.frombuffer(whole_lines, dtype=np.uint8), line, width, records)


def _nothing(width: int) -> Characters:
    return np.empty((width, 0), dtype=np.uint8)


def _none() -> Whole:
    return np.empty(0, dtype=np.int64)


def _split(flat: Characters, line: int, width: int, records: int) -> Blocks:
    """Whole lines to blocks."""
    for end in (width + 1, width + 2):
        count, over = divmod(len(flat), end)
        if over == 0 and _regular(flat.reshape(count, end), width):
            return (yield from _of_table(flat.reshape(count, end), line, width, records))
    return (yield from _irregular(flat, line, width, records))


def _regular(table: Characters, width: int) -> bool:
    """Every line of the width, with the same line end; as far as can be told from where lines should end."""
    if not (table[:, -1] == _LF).all():
        return False
    if table.shape[1] == width + 1:
        return not (table[:, width - 1] == _CR).any()
    return bool((table[:, width] == _CR).all())


def _of_table(table: Characters, line: int, width: int, records: int) -> Blocks:
    """In blocks of even size: a small one costs nearly what a large one does."""
    size = -(-len(table) // max(1, round(len(table) / records)))
    for at in range(0, len(table), size):
        part = table[at : at + size]
        rows = _turned(part[:, :width])
        clean = _is_text(rows)
        if not clean and (rows == _LF).any():
            # Lines of other widths that happen to add up.
            line = yield from _irregular(part.reshape(-1), line, width, records)
            continue
        yield _block(rows, np.arange(line, line + len(part), dtype=np.int64), clean)
        line += len(part)
    return line


def _irregular(flat: Characters, line: int, width: int, records: int) -> Blocks:
    """Lines of several widths, or with several kinds of line end. What is no record comes first: it may spare the rest the work."""
    ends = np.flatnonzero(flat == _LF)
    starts = np.concatenate(([0], ends[:-1] + 1))
    has_cr = (ends > starts) & (flat[np.maximum(ends - 1, 0)] == _CR)
    widths = ends - starts - has_cr
    numbers = np.arange(line, line + len(ends), dtype=np.int64)
    right = widths == width
    wrong = np.flatnonzero(~right & (widths > 0))
    if len(wrong):
        nil = np.zeros(len(wrong), dtype=np.int64)
        yield Block(_nothing(width), _none(), Bad(numbers[wrong], widths[wrong], nil, nil))
    good = np.flatnonzero(right)
    for at in range(0, len(good), records):
        chosen = good[at : at + records]
        rows = _turned(flat[starts[chosen][:, None] + np.arange(width)])
        yield _block(rows, numbers[chosen], _is_text(rows))
    return line + len(ends)


def _turned(table: Characters) -> Characters:
    """One row per position, so that everything after this runs over contiguous memory."""
    rows = np.empty((table.shape[1], len(table)), dtype=np.uint8)
    for at in range(0, len(table), _TILE):
        rows[:, at : at + _TILE] = table[at : at + _TILE].T
    return rows


def _block(rows: Characters, lines: Whole, clean: bool) -> Block:
    """Records with a forbidden character are taken out, and told."""
    if clean:
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


def _is_text(rows: Characters) -> bool:
    """Whether no character is forbidden. Those beyond ASCII that are, are control characters with their first bit taken away."""
    if int(rows.min(initial=255)) < _FIRST_PRINTED:
        return False
    high = np.flatnonzero(rows.max(axis=1, initial=0) >= _DEL)
    return not any(int((row & 127).min()) < _FIRST_PRINTED or (row == _DEL).any() for row in rows[high])
