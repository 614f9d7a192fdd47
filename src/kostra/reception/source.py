"""Where the bytes come from, and what they are before anything reads them as records.

A file is told by its content: its encoding, whether it is nothing but one blank, and the things that are no text at all (an archive, a
spreadsheet, a PDF, UTF-16). Memory does not grow with the file.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

CHUNK = 1 << 20
LONGEST_LINE = 1 << 16
"""A line longer than this is no line of any form."""

_BOM = codecs.BOM_UTF8
_NO_TEXT = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Encoding(StrEnum):
    ASCII = "ascii"
    LATIN_1 = "iso-8859-1"
    UTF_8 = "utf-8"


class Shape(StrEnum):
    """What a file is as a whole."""

    RECORDS = "records"
    EMPTY = "empty"
    ONE_BLANK = "one-blank"
    NO_TEXT = "no-text"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that has been looked through once. `looks_like` names what it is when it is no text."""

    shape: Shape
    encoding: Encoding
    bom: bool
    size: int
    looks_like: str | None = None


def look_through(file: BinaryIO) -> Source:
    """Read the file once, in chunks, and go back to its beginning."""
    start = file.tell()
    head = file.read(16)
    for magic, name in _NO_TEXT:
        if head.startswith(magic):
            size = file.seek(0, 2) - start
            file.seek(start)
            return Source(Shape.NO_TEXT, Encoding.ASCII, False, size, name)
    file.seek(start)
    encoding, size, first = _encoding(file)
    file.seek(start)
    if size == 0:
        return Source(Shape.EMPTY, encoding, False, 0)
    if _looks_like_utf_16(head):
        return Source(Shape.NO_TEXT, encoding, False, size, "utf-16")
    bom = head.startswith(_BOM)
    content = first.removeprefix(_BOM).rstrip(b"\r\n") if size <= len(first) else first
    shape = Shape.EMPTY if not content else Shape.ONE_BLANK if content == b" " else Shape.RECORDS
    return Source(shape, encoding, bom, size)


def _looks_like_utf_16(head: bytes) -> bool:
    """Every other byte NUL, with no mark in front."""
    return len(head) >= 8 and (not any(head[1:8:2]) or not any(head[0:8:2]))


def _encoding(file: BinaryIO) -> tuple[Encoding, int, bytes]:
    """By content: UTF-8 when it is valid as that and holds anything beyond ASCII, else Latin-1."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    high, valid, size, first = False, True, 0, b""
    for chunk in _chunks(file):
        first = first or chunk[:8]
        size += len(chunk)
        if valid and (high or not chunk.isascii()):
            high = True
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
    if high and valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    if not high:
        return Encoding.ASCII, size, first
    return (Encoding.UTF_8 if valid else Encoding.LATIN_1), size, first


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def latin_1_chunks(file: BinaryIO, source: Source) -> Iterator[bytes]:
    """The content in chunks of Latin-1, without a byte-order mark. A letter that Latin-1 does not have becomes a question mark."""
    if source.bom:
        file.read(len(_BOM))
    if source.encoding is not Encoding.UTF_8:
        yield from _chunks(file)
        return
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in _chunks(file):
        yield decoder.decode(chunk).encode("iso-8859-1", "replace")
