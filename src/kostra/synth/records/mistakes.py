"""Mistakes put into the files of 11F and 11CF, by the dials: what is wrong with what a municipality sends.

The people stay right; only the written records are spoiled. Every mistake is kept (`mistakes.csv`) with the control that should find it,
so that the controls can be held against what is known to be there. What kinds there are, is in `mistake_kinds`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from kostra.model.errors import Refused
from kostra.model.form import FormVersion
from kostra.synth.arrays import Bools, Ints, NationYear
from kostra.synth.dials import Dials
from kostra.synth.parts import Delivery, File, Planted
from kostra.synth.records.case_systems import NOTHING
from kostra.synth.records.columns import Bytes
from kostra.synth.records.mistake_kinds import KINDS, Kind, Lines
from kostra.synth.records.vendors import VENDORS

SHORT_LINE, LONG_LINE, TAB = "short-line", "long-line", "tab-in-line"
_FILE_KINDS = (SHORT_LINE, LONG_LINE, TAB)


def check_kinds(dials: Dials) -> None:
    """Refuse a dial for a kind of mistake that does not exist."""
    names = sorted({kind.name for kind in KINDS})
    for name in dials.kinds:
        if name not in names:
            raise Refused(f"Det finnes ikke noe feilslag «{name}». Velg blant: {', '.join(names)}.")


def rates(dials: Dials, form: str, year: int) -> dict[str, float]:
    """The share of records with each kind of mistake: the dial `errors` divided by weight, unless a kind has its own."""
    kinds = [kind for kind in KINDS if kind.form == form and kind.control_in(year)]
    total = sum(kind.weight for kind in kinds)
    return {kind.name: dials.kinds.get(kind.name, dials.errors * kind.weight / total) for kind in kinds}


def plant(nation: NationYear, version: FormVersion, rows: Bytes, unit: Ints) -> dict[int, list[Planted]]:
    """Spoil some records, each in one way, in place. What was done, by row of the unit."""
    form, year = version.form.id, version.year
    lines = Lines(rows, version, unit, nation)
    used = np.zeros(len(rows), dtype=bool)
    first_line = np.searchsorted(unit, unit, side="left")
    planted: dict[int, list[Planted]] = {}
    for name, rate in rates(nation.dials, form, year).items():
        (kind,) = (one for one in KINDS if one.form == form and one.name == name)
        chance = nation.generator("mistakes", form, name)
        control = kind.control_in(year) or ""
        for row in _choose(kind, lines, used, rate, chance):
            for spoiled in (row - 1, row) if kind.two_lines else (row,):
                line = int(spoiled - first_line[spoiled]) + 1
                entry = Planted(form, str(nation.units.code[unit[spoiled]]), line, name, control)
                planted.setdefault(int(unit[spoiled]), []).append(entry)
    return {row: sorted(some, key=lambda one: (one.line, one.kind)) for row, some in planted.items()}


def _choose(kind: Kind, lines: Lines, used: Bools, rate: float, chance: np.random.Generator) -> Ints:
    """Pick records that can have the mistake and have no other, and make it."""
    free = kind.possible(lines) & ~used
    if kind.two_lines:
        free[1:] &= ~used[:-1]
        free[:1] = False
    able = np.flatnonzero(free)
    count = min(int(chance.binomial(len(used), rate)), len(able))
    rows = np.sort(chance.choice(able, count, replace=False)) if count else np.zeros(0, dtype=np.int64)
    if kind.two_lines:
        rows = rows[np.diff(rows, prepend=-5) > 2]
        used[rows - 1] = True
    used[rows] = True
    kind.make(lines, rows, chance)
    return rows


def spoil(nation: NationYear, version: FormVersion, files: Iterable[File | Delivery]) -> Iterator[File | Delivery]:
    """Some files get one line of the wrong width, or with a control character in it."""
    form = version.form.id
    chance = nation.generator("file mistakes", form)
    chosen = dict(
        zip(map(str, nation.units.code), chance.random(len(nation.units)) < nation.dials.file_errors, strict=True)
    )
    for file in files:
        if (
            isinstance(file, Delivery)
            or file.delivery is None
            or file.content == NOTHING
            or not chosen[file.delivery.unit]
        ):
            yield file
            continue
        kind, line = _FILE_KINDS[int(chance.integers(3))], int(chance.integers(file.records))
        unit = file.delivery.unit
        vendor = VENDORS[nation.units.vendor[np.flatnonzero(nation.units.code == unit)[0]]]
        text = _spoiled(file.content.decode(vendor.encoding), kind, line)
        mistake = Planted(form, unit, line + 1, kind, "K01")
        yield replace(file, content=text.encode(vendor.encoding), planted=(*file.planted, mistake))


def _spoiled(text: str, kind: str, number: int) -> str:
    lines = text.split("\n")
    line = lines[number]
    middle = len(line) // 2
    match kind:
        case "short-line":
            line = line[:middle] + line[middle + 3 :]
        case "long-line":
            line = line[:middle] + "  " + line[middle:]
        case _:
            line = line[:middle] + "\t" + line[middle + 1 :]
    return "\n".join([*lines[:number], line, *lines[number + 1 :]])
