"""A page as a list of blocks, with nothing said about how it looks.

Text in blocks is plain; a word between backticks is code. Whoever writes the page out escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader must not miss."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Pairs of a short term and what is said of it."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Note | Bullets | Definitions | Table


@dataclass(frozen=True, slots=True)
class Document:
    """`language` is the language of the text, as HTML names it."""

    title: str
    language: str
    blocks: tuple[Block, ...]
