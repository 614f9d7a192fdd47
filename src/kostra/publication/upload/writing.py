"""The files of a table, in the loader's own format: semicolons, no heading, decimal comma, exactly the decimals that the bank keeps.

Rounded here, halves away from zero, from exact numbers: the bank's own client rounds halves to even when there are no decimals, and
others by what a float happens to be. What has no value is empty, with the bank's code for why beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from kostra.model.cube import Mark
from kostra.model.errors import Refused
from kostra.model.rounding import shown
from kostra.publication.table import IS_BLANK, MARKS, Marks, Table, Whole
from kostra.publication.upload.description import Description, Part, Statistic
from kostra.publication.upload.matching import Matched, matched

END = "\r\n"
_NAMES = {
    Mark.CONFIDENTIAL: "skjulte tall",
    Mark.NOT_POSSIBLE: "tall som ikke kan forekomme",
    Mark.MISSING: "manglende tall",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """`files` are by name, in the order of the description. `told` is what whoever sends them ought to know, in bokmål."""

    files: Mapping[str, bytes]
    told: tuple[str, ...]


def written(
    table: Table, description: Description, named: Mapping[str, str] | None = None, *, only_known: bool = False
) -> Upload:
    files: dict[str, bytes] = {}
    told: list[str] = []
    used: set[str] = set()
    for part in description.parts:
        found = matched(table, part, named or {}, only_known=only_known)
        files[part.name] = _file(table, part, found, description.signs).encode()
        told += _told(table, part, found)
        used |= {found.selection.codes(table.contents)[at] for at in found.measures}
    others = [one.title.nb for one in table.measures if one.id not in used]
    if others:
        told.append(f"Ikke med, fordi Statistikkbanken ikke har kolonner for det: {', '.join(others)}.")
    return Upload(files, tuple(dict.fromkeys(told)))


def number(whole: int, has: int, keeps: int) -> str:
    """A whole number over `has` tens, with exactly so many decimals as the bank keeps."""
    return f"{shown(Fraction(whole, 10**has), keeps):f}".replace(".", ",")


def _file(table: Table, part: Part, found: Matched, signs: Mapping[str, str]) -> str:
    many = len(found.selection.places[table.contents])
    values = found.selection.taken(table.values).reshape(-1, many)
    marks = found.selection.marks.reshape(-1, many)
    keys = list(zip(*product(*(axis.codes for axis in found.selection.axes[:-1])), strict=True))
    columns: list[Sequence[str]] = [()] * part.columns
    for category, codes in zip(sorted(part.categories, key=lambda one: one.place), keys, strict=True):
        columns[category.place] = codes
    for statistic, at in zip(part.statistics, found.measures, strict=True):
        measure = table.measure[found.selection.codes(table.contents)[at]]
        columns[statistic.place] = _numbers(values[:, at], marks[:, at], measure.decimals, statistic.decimals)
        reasons = _reasons(part, statistic, marks[:, at], signs)
        if statistic.sign is not None:
            columns[statistic.sign] = reasons
    lines = zip(*columns, strict=True)
    return "".join(f"{';'.join(line)}{END}" for line in lines)


def _numbers(values: Whole, marks: Marks, has: int, keeps: int) -> list[str]:
    whole = values.tolist()
    texts = {one: number(one, has, keeps) for one in set(whole)}
    return ["" if blank else texts[one] for one, blank in zip(whole, IS_BLANK[marks].tolist(), strict=True)]


def _reasons(part: Part, statistic: Statistic, marks: Marks, signs: Mapping[str, str]) -> list[str]:
    """The bank's code for each cell. Without a column for it a value may be missing, and nothing else: what is hidden would be taken for
    what nobody knows."""
    codes = [""] * len(MARKS)
    for at in np.flatnonzero(np.bincount(marks, minlength=len(MARKS))).tolist():
        mark = MARKS[at]
        if mark is None or not IS_BLANK[at]:
            continue
        if statistic.sign is None:
            if mark is not Mark.MISSING:
                raise Refused(
                    f"«{statistic.name}» i {part.name} har {_NAMES[mark]}, og ingen kolonne for tegn. "
                    "Be Statistikkbanken om en prikkekolonne."
                )
        elif mark.value not in signs:
            raise Refused(
                f"Statistikkbanken har ingen kode for «{mark.value}» ({_NAMES[mark]}) i denne tabellen. Be om en."
            )
        else:
            codes[at] = signs[mark.value]
    return [codes[mark] for mark in marks.tolist()]


def _told(table: Table, part: Part, found: Matched) -> Iterator[str]:
    for axis, codes in found.left_out.items():
        some = ", ".join(codes[:10]) + (" …" if len(codes) > 10 else "")
        yield f"Utelatt av {axis}, fordi Statistikkbanken ikke har kodene: {some} ({len(codes)})."
    for statistic, at in zip(part.statistics, found.measures, strict=True):
        measure = table.measure[found.selection.codes(table.contents)[at]]
        if statistic.unit.strip().casefold() != measure.unit.nb.casefold():
            yield f"«{statistic.name}» er i {statistic.unit} der, og i {measure.unit.nb} her. Se at det er det samme."
        if statistic.decimals < measure.decimals:
            yield f"«{statistic.name}» er avrundet fra {measure.decimals} til {statistic.decimals} desimaler, av de publiserte tallene."
