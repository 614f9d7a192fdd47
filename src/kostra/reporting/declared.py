"""What a report is to say: its sections, with sentences, grids and lists of figures, as they are declared in `chapters/`.

A sentence names figures in braces. Each of them is asked for by a query and its parameters, so that no number is ever written in a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kostra.model.text import Text
from kostra.reporting.figure import Key

FORM = "form"
"""What a part may be repeated over."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure that is asked for: `{form}` among what is given is the form that the part is repeated for. With `listed` it is not the
    number that is shown, but what stands in this column of the rows."""

    query: str
    given: tuple[str, ...] = ()
    listed: str | None = None

    def key(self, form: str | None) -> Key:
        return Key(self.query, tuple((form or "") if one == "{form}" else one for one in self.given))


@dataclass(frozen=True, slots=True)
class Sentence:
    """`by` is the figure that decides what is said: `none` where it is 0 (and nothing without such a text), `one` where it is 1, and
    nothing where there is no number. Without it `text` is said always."""

    id: str
    each: str | None
    text: Text
    figures: Mapping[str, Wanted]
    by: str | None = None
    none: Text | None = None
    one: Text | None = None


@dataclass(frozen=True, slots=True)
class Column:
    title: Text
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Grid:
    """One row for each of what it is repeated over, and a figure in each column."""

    id: str
    caption: Text
    head: Text
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of a share, with a bar for each of what it is repeated over. The grid before it has the same figures."""

    id: str
    caption: Text
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a query as a table, the first `most` of them; `none` is said where there are none."""

    id: str
    each: str | None
    caption: Text
    wanted: Wanted
    columns: tuple[str, ...]
    most: int | None = None
    none: Text | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """Every figure of the report, with what it counts."""

    id: str
    caption: Text


Part = Sentence | Grid | Bars | Listing | Index


@dataclass(frozen=True, slots=True)
class Section:
    """`hint` is for whoever writes: what somebody should say here that cannot be counted."""

    id: str
    number: str
    title: Text
    hint: Text | None
    parts: tuple[Part, ...]

    @property
    def level(self) -> int:
        return self.number.count(".") + 1


def wanted(part: Part) -> Iterator[Wanted]:
    match part:
        case Sentence():
            yield from part.figures.values()
        case Grid():
            yield from (one.wanted for one in part.columns)
        case Listing() | Bars():
            yield part.wanted


def is_repeated(part: Part) -> bool:
    return isinstance(part, Grid | Bars) or (isinstance(part, Sentence | Listing) and part.each is not None)
