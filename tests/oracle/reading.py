"""Reading a file of fixed width byte by byte: which lines are records, and which are not and why.

The slow, obvious counterpart of reading in blocks. Line numbers are the file's own; a line with nothing in it is no record.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

WIDTH, CHARACTER = "K01.bredde", "K01.tegn"


@dataclass
class Read:
    """`records` by line number. `bad` tells by line number why a line is no record."""

    records: dict[int, str] = field(default_factory=dict)
    bad: dict[int, str] = field(default_factory=dict)


def decode(content: bytes) -> str:
    """UTF-8 when it is that, else Latin-1. A mark in front is no content. What Latin-1 does not have becomes a question mark."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content.removeprefix(b"\xef\xbb\xbf").decode("iso-8859-1")
    text = text.removeprefix("\ufeff")
    return "".join(character if ord(character) < 256 else "?" for character in text)


def read(content: bytes, width: int) -> Read:
    told = Read()
    text = decode(content)
    number, line = 1, ""
    for character in text + ("" if text.endswith("\n") else "\n"):
        if character != "\n":
            line += character
            continue
        if line.endswith("\r"):
            line = line[:-1]
        if line:
            _take(told, number, line, width)
        number, line = number + 1, ""
    return told


def _take(told: Read, number: int, line: str, width: int) -> None:
    if len(line) != width:
        told.bad[number] = WIDTH
    elif any(unicodedata.category(character) == "Cc" for character in line):
        told.bad[number] = CHARACTER
    else:
        told.records[number] = line
