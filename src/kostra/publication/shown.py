"""One released cell as a person reads it: a number with its decimals, or the sign that stands in its place."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.model.cube import Mark
from kostra.model.text import Language
from kostra.publication.selecting import Selection
from kostra.publication.table import BLANK, MARKS

_MINUS = "\u2212"
_THIN = "\u00a0"


@dataclass(frozen=True, slots=True)
class Shown:
    """`whole` is the number times ten for each decimal, as the table has it."""

    whole: int
    decimals: int
    mark: Mark | None = None

    @property
    def number(self) -> float | None:
        return None if self.mark in BLANK else self.whole / 10**self.decimals

    @property
    def is_hidden(self) -> bool:
        return self.mark is Mark.CONFIDENTIAL

    def written(self, language: Language) -> str:
        """A blank between the thousands; a comma before the decimals, in English a point. The sign where there is no number."""
        if self.mark is not None and self.mark in BLANK:
            return self.mark.value
        whole, rest = divmod(abs(self.whole), 10**self.decimals)
        point = "." if language is Language.ENGLISH else ","
        after = f"{point}{rest:0{self.decimals}d}" if self.decimals else ""
        return f"{_MINUS if self.whole < 0 else ''}{whole:,}".replace(",", _THIN) + after


def cells(selection: Selection) -> list[Shown]:
    """Those picked, in the order they are shown."""
    each = zip(
        selection.taken(selection.table.values).tolist(),
        selection.decimals.tolist(),
        selection.marks.tolist(),
        strict=True,
    )
    return [Shown(whole, decimals, MARKS[mark]) for whole, decimals, mark in each]
