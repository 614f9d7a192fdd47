"""From a table in a file to what everybody can read of it. Refuses, with the line and the column, what is not such a table.

A row is one publishable cell: the code of each dimension (a grouping's code, or `Total`, in its dimension's column) and the count, blank
where it is not shown. A sum without a row is simply not told. A smallest cell without a row is as hidden as one left blank.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import product
from typing import TypeAlias

import numpy as np

from kostra.disclosure.audit.published import Equations, Published
from kostra.model.errors import Refused

TOTAL = "Total"
# What codes that nobody can tell apart are called together; no code of a table begins so.
_SEVERAL = "\x00de i "
_LARGEST = 2**31
_MOST_CELLS = 3_000_000


@dataclass(frozen=True, slots=True)
class Lines:
    """A file of values with commas, semicolons or tabs between: its name, its columns, and each line with its number."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Members:
    """What each code of a dimension is in: the code of every grouping, in the order of the groupings."""

    dimension: str
    groupings: tuple[str, ...]
    of: dict[str, tuple[str, ...]]


def lines(content: bytes, name: str) -> Lines:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            f"«{name}» linje {line}: tegnene er ikke UTF-8. Lagre filen som CSV UTF-8, og prøv igjen."
        ) from None
    head = text.partition("\n")[0]
    rows = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    found: list[tuple[int, tuple[str, ...]]] = []
    columns: tuple[str, ...] = ()
    try:
        for row in rows:
            if not columns:
                columns = tuple(cell.strip() for cell in row)
            elif row:
                found.append((rows.line_num, tuple(cell.strip() for cell in row)))
                if len(row) != len(columns):
                    raise Refused(
                        f"«{name}» linje {rows.line_num} har {len(row)} felt, men overskriften har {len(columns)}. Rett linjen."
                    )
    except csv.Error as error:
        raise Refused(f"«{name}» linje {rows.line_num} kan ikke leses som CSV ({error}). Rett linjen.") from None
    if not found:
        raise Refused(f"«{name}» er tom: den skal ha en overskrift og minst én linje.")
    if len(set(columns)) != len(columns):
        twice = next(column for column in columns if columns.count(column) > 1)
        raise Refused(f"«{name}» har kolonnen «{twice}» to ganger. Gi kolonnene hver sitt navn.")
    return Lines(name, columns, tuple(found))


def members(given: Lines, dimensions: Sequence[str]) -> Members:
    """Who is in what. One line for each code; a code twice must be in the same."""
    named = [column for column in given.columns if column in dimensions]
    if len(named) != 1:
        raise Refused(
            f"«{given.name}» skal ha én kolonne som heter som en dimensjon ({', '.join(dimensions)}), og de andre er grupperinger. "
            f"Den har {', '.join(given.columns)}."
        )
    at = given.columns.index(named[0])
    groupings = tuple(column for column in given.columns if column != named[0])
    found: dict[str, tuple[str, ...]] = {}
    for line, row in given.lines:
        code, groups = row[at], tuple(value for place, value in enumerate(row) if place != at)
        if not code or code == TOTAL:
            raise Refused(f"«{given.name}» linje {line}, kolonne {named[0]}: «{code}» er ikke en kode. Skriv koden.")
        if found.setdefault(code, groups) != groups:
            which = next(place for place, one in enumerate(groups) if one != found[code][place])
            raise Refused(
                f"«{given.name}» linje {line}: {named[0]} {code} er både i {groupings[which]} {found[code][which]} og i "
                f"{groups[which]}. Hver kode kan bare være i én; rett linjen."
            )
    codes = {group for groups in found.values() for group in groups if group}
    if clash := (codes & found.keys()) | (codes & {TOTAL}):
        raise Refused(
            f"«{given.name}»: «{min(clash)}» er både en gruppe og en kode i {named[0]}. Gi gruppen en annen kode."
        )
    for place, one in enumerate(groupings):
        for other, name in enumerate(groupings[:place]):
            shared = {groups[place] for groups in found.values()} & {groups[other] for groups in found.values()} - {""}
            if shared:
                raise Refused(
                    f"«{given.name}»: «{min(shared)}» er en gruppe både i {name} og i {one}. Gi dem hver sin kode."
                )
    return Members(named[0], groupings, found)


def published(
    given: Lines, count: str, dimensions: Sequence[str], groups: Sequence[Members], zeros_shown: bool
) -> Published:
    """The table as one system: every sum that the codes say there is, over the cells that are there."""
    counts = _counts(given, count, dimensions)
    axes = [_axis(given, name, at, counts, groups) for at, name in enumerate(dimensions)]
    size = 1
    for codes, _ in axes:
        size *= len(codes)
    if size > _MOST_CELLS:
        raise Refused(f"«{given.name}» har {size} mulige celler, og det er for mange på én gang. Del tabellen.")
    everything = list(product(*(codes for codes, _ in axes)))
    number = {key: at for at, key in enumerate(everything)}
    sums: list[tuple[int, list[int]]] = []
    for axis, (_, adds) in enumerate(axes):
        others = [codes if at != axis else [""] for at, (codes, _) in enumerate(axes)]
        for total, parts in adds:
            for rest in product(*others):
                key = list(rest)
                key[axis] = total
                whole = number[tuple(key)]
                cells = []
                for one in parts:
                    key[axis] = one
                    cells.append(number[tuple(key)])
                sums.append((whole, cells))
    return _kept(everything, dimensions, axes, counts, sums, zeros_shown)


def _counts(given: Lines, count: str, dimensions: Sequence[str]) -> dict[tuple[str, ...], int | None]:
    missing = [name for name in (*dimensions, count) if name not in given.columns]
    if missing:
        raise Refused(
            f"«{given.name}» mangler kolonnen {', '.join(f'«{name}»' for name in missing)}. "
            f"Den har {', '.join(given.columns)}. Se --dims og --count."
        )
    places, at = [given.columns.index(name) for name in dimensions], given.columns.index(count)
    found: dict[tuple[str, ...], int | None] = {}
    for line, row in given.lines:
        key = tuple(row[place] for place in places)
        if not all(key):
            empty = dimensions[key.index("")]
            raise Refused(
                f"«{given.name}» linje {line}, kolonne {empty}: koden mangler. Skriv koden, eller {TOTAL} for en sum."
            )
        if key in found:
            said = ", ".join(f"{name} {code}" for name, code in zip(dimensions, key, strict=True))
            raise Refused(
                f"«{given.name}» linje {line}: cellen {said} står to ganger. Ta bort den ene linjen, eller ta med "
                "flere dimensjoner i --dims."
            )
        found[key] = _count(row[at], given.name, line, count)
    return found


def _count(written: str, name: str, line: int, column: str) -> int | None:
    if written in ("", ":"):
        return None
    if not re.fullmatch(r"[0-9]{1,10}", written) or int(written) >= _LARGEST:
        raise Refused(
            f"«{name}» linje {line}, kolonne {column}: «{written[:40]}» er ikke et antall. "
            f"Skriv et helt tall fra 0 til {_LARGEST - 1}, eller la feltet stå tomt når cellen er skjult."
        )
    return int(written)


Axis: TypeAlias = tuple[list[str], list[tuple[str, list[str]]]]


def _axis(
    given: Lines, name: str, at: int, counts: dict[tuple[str, ...], int | None], groups: Sequence[Members]
) -> Axis:
    """The codes of a dimension, smallest first, and which of them are sums of which."""
    used = dict.fromkeys(key[at] for key in counts)
    belong = next((one for one in groups if one.dimension == name), None)
    if belong is None:
        inner = [code for code in used if code != TOTAL]
        return [*inner, *([TOTAL] if TOTAL in used else [])], [(TOTAL, inner)] if TOTAL in used and inner else []
    wide = dict.fromkeys(group for place in belong.of.values() for group in place if group)
    unknown = next((code for code in used if code != TOTAL and code not in belong.of and code not in wide), None)
    if unknown is not None:
        line = next(line for line, row in given.lines if row[given.columns.index(name)] == unknown)
        raise Refused(
            f"«{given.name}» linje {line}, kolonne {name}: «{unknown}» står ikke i --members. "
            "Legg koden til der, eller rett den her."
        )
    shown = [code for code in wide if code in used]
    atoms = (
        {code: (code,) for code in belong.of}
        if any(code in belong.of for code in used)
        else _together(belong, set(shown))
    )
    sums = [(group, [atom for atom, codes in atoms.items() if group in belong.of[codes[0]]]) for group in shown]
    if TOTAL in used:
        sums.append((TOTAL, list(atoms)))
    return [*atoms, *(total for total, _ in sums)], sums


def _together(belong: Members, shown: set[str]) -> dict[str, tuple[str, ...]]:
    """Codes that are in the same shown groups, as one: where no single code is in the table, nobody can tell them apart."""
    found: dict[tuple[str, ...], list[str]] = {}
    for code, groups in belong.of.items():
        found.setdefault(tuple(group for group in groups if group in shown), []).append(code)
    return {f"{_SEVERAL}{' og '.join(key) or 'ingen gruppe'}": tuple(codes) for key, codes in found.items()}


def _kept(
    everything: list[tuple[str, ...]],
    dimensions: Sequence[str],
    axes: Sequence[Axis],
    counts: dict[tuple[str, ...], int | None],
    sums: list[tuple[int, list[int]]],
    zeros_shown: bool,
) -> Published:
    """Without sums that nobody is told, unless another sum counts them in; and without cells that are in no sum and in no row."""
    used = np.zeros(len(everything), dtype=np.int64)
    for total, parts in sums:
        used[[total, *parts]] += 1
    told = np.array([key in counts for key in everything])
    dropped = np.zeros(len(sums), dtype=np.bool_)
    while True:
        loose = [at for at, (total, _) in enumerate(sums) if not dropped[at] and not told[total] and used[total] == 1]
        if not loose:
            break
        for at in loose:
            dropped[at] = True
            used[[sums[at][0], *sums[at][1]]] -= 1
    kept = np.flatnonzero(told | (used > 0))
    place = np.full(len(everything), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    keys = [everything[at] for at in kept]
    values = [counts.get(key) for key in keys]
    known = np.array([value is not None for value in values], dtype=np.bool_)
    row = told[kept]
    single = [
        {code for code in codes if not code.startswith(_SEVERAL)} - {total for total, _ in adds} for codes, adds in axes
    ]
    smallest = np.array([all(code in codes for code, codes in zip(key, single, strict=True)) for key in keys])
    return Published(
        known,
        np.array([value or 0 for value in values], dtype=np.int64),
        np.where(row & ~known, int(zeros_shown), 0).astype(np.int64),
        ~known & (row | smallest),
        Equations.of(
            [
                (int(place[total]), [int(place[one]) for one in parts])
                for at, (total, parts) in enumerate(sums)
                if not dropped[at]
            ]
        ),
        [", ".join(f"{name} {code}" for name, code in zip(dimensions, key, strict=True)) for key in keys],
    )
