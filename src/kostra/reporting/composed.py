"""A report as it is composed: sections of paragraphs and tables, where each number knows which figure it is, and not how it looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kostra.model.text import Language


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; with `figure`, it is what this figure says."""

    text: str
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`slot` is where somebody can put other words in its place. One that a person wrote has `language`, which may be another than that of
    the report."""

    slot: str
    runs: tuple[Run, ...]
    language: Language | None = None

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row is its heading."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """`size` is the share in thousandths, and `value` how it is written."""

    name: str
    value: str
    size: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars; the table before it has the same numbers, with where they are from."""

    id: str
    caption: str
    bars: tuple[Bar, ...]

    @property
    def alternative(self) -> str:
        """The same in words."""
        return f"{self.caption}: {'; '.join(f'{one.name} {one.value}' for one in self.bars)}."


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """`id` is also the slot for what somebody writes under it."""

    id: str
    number: str
    title: str
    blocks: tuple[Block, ...] = ()

    @property
    def level(self) -> int:
        return self.number.count(".") + 1


Sections = tuple[Section, ...]


def paragraphs(sections: Sections) -> Iterator[Paragraph]:
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Paragraph))


def figures(sections: Sections) -> tuple[str, ...]:
    """Those that are shown, in the order they are first met."""
    found: dict[str, None] = {}
    for section in sections:
        for block in section.blocks:
            for runs in _all_runs(block):
                found.update((run.figure, None) for run in runs if run.figure is not None)
    return tuple(found)


def _all_runs(block: Block) -> Iterator[tuple[Run, ...]]:
    match block:
        case Paragraph():
            yield block.runs
        case Table():
            yield from (cell for row in block.rows for cell in row)


def as_json(sections: Sections) -> list[dict[str, Any]]:
    return [asdict(section) for section in sections]


def read(told: Sequence[Mapping[str, Any]]) -> Sections:
    return tuple(
        Section(one["id"], one["number"], one["title"], tuple(_block(block) for block in one["blocks"])) for one in told
    )


def _block(told: Mapping[str, Any]) -> Block:
    if "slot" in told:
        language = told["language"]
        return Paragraph(told["slot"], _runs(told["runs"]), None if language is None else Language(language))
    if "bars" in told:
        return Picture(told["id"], told["caption"], tuple(Bar(**bar) for bar in told["bars"]))
    rows = tuple(tuple(_runs(cell) for cell in row) for row in told["rows"])
    return Table(told["id"], told["caption"], tuple(told["columns"]), rows)


def _runs(told: Sequence[Mapping[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(**run) for run in told)
