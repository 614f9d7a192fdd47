"""Units in strata, each handled by itself, in the sorted order of their names. A unit without a stratum is in none of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Strata:
    """`codes` has the place of each unit's stratum among the names, and -1 for a unit that has none."""

    names: tuple[str, ...]
    codes: npt.NDArray[np.intp]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Strata:
        """An empty text is no stratum."""
        names = tuple(sorted({text for text in texts if text}))
        place = {name: number for number, name in enumerate(names)}
        return cls(names, np.array([place.get(text, -1) for text in texts], np.intp))

    @classmethod
    def single(cls, count: int) -> Strata:
        """Everyone in one stratum, by the name that R gives it."""
        return cls(("1",), np.zeros(count, np.intp))

    def each(self) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
        """The place of each stratum, and the rows of its units in the order they came."""
        order = np.argsort(self.codes, kind="stable")
        begins = np.searchsorted(self.codes[order], np.arange(len(self.names) + 1))
        for place in range(len(self.names)):
            yield place, order[begins[place] : begins[place + 1]]

    def written(self) -> list[str]:
        """The name of each unit's stratum, empty where it has none."""
        return [self.names[code] if code >= 0 else "" for code in self.codes.tolist()]
