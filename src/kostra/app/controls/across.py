"""Persons who stand in several deliveries of one municipality for one month or quarter.

Each file is checked alone; this remembers the keys of its persons, and tells at the end who stands in more than one. Keys never leave this
module: what is told is a file, a line and a journal number. Yearly forms are left out, since their files are whole years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from kostra.app.controls.check import Asked
from kostra.app.controls.opening import shown
from kostra.controls.kernel import Bytes, Keys, Lines, Outcome
from kostra.controls.sentences import texts
from kostra.model.form import Kind, Role


@dataclass(frozen=True, slots=True)
class Twice:
    """A person of one file who stands in an earlier one too. `other` is the first of those, and the line in it."""

    form: str
    period: str
    municipality: str
    file: str
    line: int
    journal: str
    other: str
    other_line: int


@dataclass(slots=True)
class Deliveries:
    """The keys of the files seen so far, by form, period and municipality."""

    _parts: dict[tuple[str, str, str], list[tuple[str, Keys]]] = field(default_factory=dict)

    def watch(self, file: str, asked: Asked) -> Callable[[Outcome], None] | None:
        """Who looks at the outcomes of a file; nobody for a form of whole years."""
        person = asked.version.of_role(Role.NATIONAL_ID)
        if asked.period is None or asked.version.form.kind is not Kind.RECORDS or person is None:
            return None
        parts = self._parts.setdefault((asked.version.form.id, asked.period, asked.region[:4]), [])

        def take(outcome: Outcome) -> None:
            one = next((keys for keys in outcome.keys if keys.at == person.id), None)
            if one is not None:
                parts.append((file, one))

        return take

    def twice(self) -> Iterator[Twice]:
        """All of them, delivery by delivery."""
        for (form, period, municipality), parts in self._parts.items():
            if len({file for file, _ in parts}) > 1:
                yield from _twice(form, period, municipality, parts)


def _twice(form: str, period: str, municipality: str, parts: list[tuple[str, Keys]]) -> Iterator[Twice]:
    files = list(dict.fromkeys(file for file, _ in parts))
    file: Lines = np.concatenate([np.full(len(keys.key), files.index(name)) for name, keys in parts])
    key = np.concatenate([keys.key for _, keys in parts])
    line = np.concatenate([keys.lines for _, keys in parts])
    journal: Bytes = np.concatenate([keys.journal for _, keys in parts])
    order = np.lexsort((line, file, key))
    key, file, line, journal = key[order], file[order], line[order], journal[order]
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    ends = np.append(starts[1:], len(key))
    shared = file[starts] != file[ends - 1]
    for start, end in zip(starts[shared].tolist(), ends[shared].tolist(), strict=True):
        for at in range(start + 1, end):
            if file[at] == file[at - 1]:
                continue
            yield Twice(
                form,
                period,
                municipality,
                shown(files[int(file[at])]),
                int(line[at]),
                texts(journal[at : at + 1])[0],
                shown(files[int(file[start])]),
                int(line[start]),
            )
