"""Reading in blocks gives the records and the bad lines that reading byte by byte gives, with the file's own line numbers."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from generative.endless import Endless
from kostra.reception import blocks as reading
from kostra.reception.blocks import Block, blocks
from kostra.reception.source import LONGEST_LINE, latin_1_chunks, look_through
from oracle.reading import CHARACTER, WIDTH, Read, read

WIDE = 5
LINES = some.sampled_from(
    [
        "12345",
        "ÆØÅ½§",
        "     ",
        "1234",
        "123456",
        "12\t45",
        "1\x0045",
        "1234\r",
        "\r2345",
        "12\x8545",
        "\x7f2345",
        "",
        "",
        "\x1a",
    ]
)
ENDS = some.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\r\r\n", ""])
FILES = some.lists(some.tuples(LINES, ENDS), max_size=12).map(lambda parts: "".join(line + end for line, end in parts))


def taken(content: bytes, width: int, records: int, chunk: int) -> Read:
    """What the blocks say, in the words of the oracle."""
    file = BytesIO(content)
    told = Read()
    whole = b"".join(latin_1_chunks(file, look_through(file)))
    pieces = (whole[at : at + chunk] for at in range(0, len(whole), chunk))
    for block in blocks(pieces, width, records):
        assert block.endless is None
        assert block.rows.shape == (width, len(block.lines))
        for place, line in enumerate(block.lines.tolist()):
            told.records[line] = block.rows[:, place].tobytes().decode("latin-1")
        _bad(told, block, width)
    return told


def _bad(told: Read, block: Block, width: int) -> None:
    if block.bad is None:
        return
    bad = block.bad
    for line, wide, at in zip(bad.lines.tolist(), bad.widths.tolist(), bad.at.tolist(), strict=True):
        assert line not in told.bad, "a line is told once"
        told.bad[line] = WIDTH if wide != width else CHARACTER
        assert (at == 0) == (wide != width)


@given(FILES, some.sampled_from(["latin-1", "utf-8"]), some.integers(1, 4), some.integers(1, 40))
@example("12345\n12345", "latin-1", 1, 3)
@example("12\n45\n12345\n", "latin-1", 16, 99)
@example("1234\n\n12345\n", "latin-1", 16, 99)
@example("1234\r\n12345\n", "latin-1", 16, 99)
@example("12345\r\n1234\n\r\n", "latin-1", 16, 99)
@example("12345\r\n" * 3, "utf-8", 2, 1)
def test_blocks_of_any_size_equal_reading_byte_by_byte(text: str, encoding: str, records: int, chunk: int) -> None:
    content = text.encode(encoding)
    assert taken(content, WIDE, records, chunk) == read(content, WIDE)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_harmless_things_are_harmless(end: str, last: bool, bom: str) -> None:
    lines = [f"{number:05d}" for number in range(100)]
    content = (bom + end.join(lines) + (end if last else "")).encode()
    found = taken(content, WIDE, 16, 64)
    assert found.bad == {}
    assert list(found.records.values()) == lines
    assert list(found.records) == list(range(1, 101))


def test_blank_lines_keep_the_numbers_of_the_file() -> None:
    found = taken(b"\n\n12345\n\r\n12345\n     \n", WIDE, 16, 64)
    assert found.records == {3: "12345", 5: "12345", 6: "     "}
    assert found.bad == {}


def test_a_line_is_told_by_its_first_forbidden_character_and_where_it_stands() -> None:
    [block] = blocks(iter([b"12345\n1\t\x0045\n"]), WIDE)
    assert block.bad is not None
    assert (block.bad.lines.tolist(), block.bad.characters.tolist(), block.bad.at.tolist()) == ([2], [9], [2])
    assert block.lines.tolist() == [1]


@pytest.mark.parametrize("character", range(256))
def test_every_character_is_allowed_or_told(character: int) -> None:
    content = b"12345\n" + b"12" + bytes([character]) + b"45\n"
    found = [*blocks(iter([content]), WIDE)]
    told = [block for block in found if block.bad is not None]
    forbidden = character < 32 or 127 <= character < 160
    assert bool(told) == forbidden
    assert sum(len(block.lines) for block in found) == (1 if forbidden else 2)


def test_blocks_are_about_as_large_as_they_should_be() -> None:
    content = b"12345\n" * 100_000
    sizes = [
        len(block.lines)
        for block in blocks(iter([content[at : at + 4096] for at in range(0, len(content), 4096)]), WIDE, 1000)
    ]
    assert sum(sizes) == 100_000
    assert max(sizes) <= 1700
    assert min(sizes) >= 200


def test_rows_are_contiguous_also_when_turned_in_tiles() -> None:
    count = 3 * reading._TILE + 7
    lines = [f"{number:05d}" for number in range(count)]
    [block] = blocks(iter(["".join(f"{line}\n" for line in lines).encode()]), WIDE, records=10_000)
    assert block.rows.flags.c_contiguous
    assert [row.tobytes().decode() for row in np.ascontiguousarray(block.rows.T)] == lines


def test_a_file_without_a_line_end_is_given_up_in_constant_memory() -> None:
    for pattern in (b"\0", b"A", b"12345 "):
        file = Endless(pattern, 1 << 30)
        tracemalloc.start()
        found = list(blocks(iter(lambda file=file: file.read(1 << 20), b""), 338))  # type: ignore[misc]
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert [block.endless for block in found] == [1]
        assert peak < 64 << 20


def test_a_line_without_end_after_good_ones_is_told_with_its_number() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"12345\n" * 1000
        for _ in range(100):
            yield b"x" * LONGEST_LINE

    *_, last = blocks(pieces(), WIDE, records=100)
    assert last.endless == 1001


def test_a_long_line_that_ends_is_one_bad_line() -> None:
    content = b"12345\n" + b"x" * 5000 + b"\n12345\n"
    found = taken(content, WIDE, 16, 97)
    assert found.bad == {2: WIDTH}
    assert list(found.records) == [1, 3]
