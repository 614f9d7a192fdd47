"""A file of one value per municipality: read it, move it to another year's municipalities, write it.

Values are kept exactly, as whole numbers of the smallest decimal in the file, so that no total is lost to rounding. A
row that cannot be read is named by its line, with the value and what to do; a file with such a row is not moved at all.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from kostra import regions
from kostra.model.errors import Refused

COLUMNS = ("region", "value")


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """`values` are in units of the last decimal: 12.5 with one decimal is 125."""

    year: int
    values: dict[str, int]
    decimals: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """`regions` is several when the amount is for them together. `mark` is empty for an exact value."""

    regions: tuple[str, ...]
    value: str
    mark: str
    note: str


@dataclass(frozen=True, slots=True)
class Moved:
    rows: tuple[Row, ...]
    without_row: tuple[str, ...]
    """Municipalities of the old year that the file says nothing about."""

    @property
    def exact(self) -> bool:
        return not self.without_row and not any(row.mark for row in self.rows)


def read_series(text: str, year: int) -> Series:
    known = {region.code for region in regions.municipalities(year)}
    separator = ";" if ";" in text.split("\n", 1)[0] else ","
    lines = csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=separator)
    header = [name.strip().lower() for name in next(lines, [])]
    if header != list(COLUMNS):
        found = separator.join(header) or "ingenting"
        return Series(year, {}, 0, (Problem(1, f"Første linje er «{found}». Skriv «{separator.join(COLUMNS)}»."),))
    read: dict[str, tuple[int, int]] = {}
    first_line: dict[str, int] = {}
    problems: list[Problem] = []
    for values in lines:
        if not values:
            continue
        found_row = _row(values, separator, known, year)
        if isinstance(found_row, str):
            problems.append(Problem(lines.line_num, found_row))
            continue
        code, number, decimals = found_row
        if code in read:
            said = f"{code} står også på linje {first_line[code]}. Behold én av radene, eller legg dem sammen."
            problems.append(Problem(lines.line_num, said))
            continue
        read[code] = (number, decimals)
        first_line[code] = lines.line_num
    most = max((decimals for _, decimals in read.values()), default=0)
    scaled = {code: number * 10 ** (most - decimals) for code, (number, decimals) in read.items()}
    return Series(year, scaled, most, tuple(problems))


def _row(values: list[str], separator: str, known: set[str], year: int) -> tuple[str, int, int] | str:
    if len(values) != len(COLUMNS):
        return f"{len(values)} verdier, «{separator.join(values)}». Skriv to: kommunenummer og verdi."
    code, value = values[0].strip(), values[1].strip()
    if re.fullmatch(r"[0-9]{3}", code) and f"0{code}" in known:
        return f"Regionen er «{code}». Kommunenummer har fire siffer: skriv 0{code}."
    if not re.fullmatch(r"[0-9]{4}", code):
        return f"Regionen er «{code}». Skriv et kommunenummer med fire siffer."
    if code not in known:
        try:
            regions.find(code, year)
        except Refused as unknown:
            return unknown.message
    number = re.fullmatch(r"(-?)([0-9]{1,15})(?:[.,]([0-9]{1,6}))?", value)
    if number is None:
        return (
            f"Verdien for {code} er «{value}». Skriv et tall uten mellomrom, eller ta bort raden om verdien er ukjent."
        )
    sign, whole, part = number[1], number[2], number[3] or ""
    return code, int(f"{sign}{whole}{part}"), len(part)


def move(series: Series, to_year: int, *, by_population: bool = False) -> Moved:
    """The series in another year's municipalities. `by_population` divides what was split by who lives in each part."""
    keys = _population_keys(series.year, to_year) if by_population else {}
    moved = regions.rebase(series.values, series.year, to_year, keys=keys)
    rows = [
        Row((code,), _written(value, series.decimals), *_estimate(code in moved.estimated, to_year))
        for code, value in moved.values.items()
    ]
    rows.extend(
        Row(one.regions, _written(one.value, series.decimals), *_inexact(one, series.year)) for one in moved.inexact
    )
    without = [one.code for one in regions.municipalities(series.year) if one.code not in series.values]
    return Moved(tuple(sorted(rows, key=lambda row: row.regions)), tuple(without))


def _population_keys(from_year: int, to_year: int) -> dict[str, dict[str, int]]:
    """Keys for those whose parts have a population of their own. The rest stay together."""
    keys: dict[str, dict[str, int]] = {}
    for code, news in regions.relation(from_year, to_year).items():
        if len(news) > 1:
            try:
                keys[code] = regions.shares(code, from_year, to_year)
            except Refused:
                continue
    return keys


def _written(value: float | object, decimals: int) -> str:
    if not isinstance(value, int):
        raise TypeError(f"a series is moved in whole numbers, found {type(value).__name__}")
    sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(decimals + 1, "0")
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def _estimate(estimated: bool, to_year: int) -> tuple[str, str]:
    return ("anslag", f"fordelt etter folketallet 1. januar {to_year}") if estimated else ("", "")


def _inexact(one: regions.Inexact, from_year: int) -> tuple[str, str]:
    said = []
    if regions.Why.DIVIDED in one.why:
        said.append(f"samlet fra {_list(one.sources)} i {from_year}; fordelingen mellom dem er ikke kjent")
    if regions.Why.INCOMPLETE in one.why:
        said.append(f"{_list(one.missing)} mangler verdi")
    return ("ufullstendig" if regions.Why.INCOMPLETE in one.why else "samlet", "; ".join(said))


def _list(codes: Iterable[str]) -> str:
    *first, last = codes
    return f"{', '.join(first)} og {last}" if first else last


def as_csv(moved: Moved) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, "mark", "note"))
    for row in moved.rows:
        writer.writerow(("+".join(row.regions), row.value, row.mark, row.note))
    return out.getvalue()
