"""A table for some regions and years, as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

from kostra.app.pages.numbers import written
from kostra.app.statistics.cell import in_csv, in_json
from kostra.model.cube import Cell, Cube, Mark
from kostra.model.errors import Refused
from kostra.model.rounding import shown
from kostra.regions import find
from kostra.statistics.writing import described

_VALUE_STANDS = (None, Mark.PROVISIONAL, Mark.ESTIMATED)
HEAD = ("aar", "region", "navn", "maal", "verdi", "tegn", "enhet", "rapportert", "forventet", "holdes_tilbake")


def region_of(cube: Cube, asked: str) -> str:
    """The code in the table of a region as people write it: 1103, 03, EKA03. One that is not of the year is refused."""
    known = cube.dimensions[0].values
    if asked in known:
        return asked
    found = find(asked, cube.year)
    code = found.within if found.code.endswith("00") and len(found.code) == 6 else found.aggregate
    if code is None or code not in known:
        raise Refused(f"Tabell {cube.id} for {cube.year} har ingen tall for {found}. Velg en annen region.")
    return code


def as_text(cubes: Sequence[Cube], asked: Sequence[str]) -> str:
    lines: list[str] = []
    for cube in cubes:
        foreign = " (foreløpige tall)" if cube.status.value == "provisional" else ""
        lines += [f"{cube.id} {cube.title.nb}, {cube.year}{foreign}", f"Gjelder: {cube.population.nb}", ""]
        for region in [region_of(cube, one) for one in asked]:
            lines += [*_region(cube, region), ""]
        lines += [f"Brudd i {one.year}: {one.text.nb}" for one in cube.breaks]
        lines += [f"Merk: {one.text.nb}" for one in cube.footnotes]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _region(cube: Cube, region: str) -> Iterator[str]:
    cover = cube.coverage[region]
    yield f"{region} {cube.dimensions[0].values[region].nb}"
    if cover.reported < cover.expected:
        yield f"  Bare {cover.reported} av {cover.expected} har rapportert: tallene gjelder dem, der de ikke er merket e."
    why = cube.why_withheld(region)
    if why is not None:
        yield f"  Holdes tilbake: {why.nb}."
    measures = {one.id: one for one in cube.measures}
    rows = []
    for codes, cell in cube.rows(region):
        measure = measures[codes[-1]]
        values = [one.values[code].nb for one, code in zip(cube.dimensions[1:], codes[1:-1], strict=True)]
        figure = _figure(cell, measure.decimals)
        rows.append((", ".join([*values, measure.title.nb]), figure, measure.unit.nb))
    wide, numbers = (max(len(row[place]) for row in rows) for place in (0, 1))
    for label, figure, unit in rows:
        yield f"  {label.ljust(wide)}  {figure.rjust(numbers)} {unit}"


def _figure(cell: Cell, decimals: int) -> str:
    if cell.value is None or cell.mark not in _VALUE_STANDS:
        return "" if cell.mark is None else cell.mark.value
    told = written(float(shown(cell.value, decimals)), decimals)
    return f"{told} {cell.mark.value}" if cell.mark is Mark.ESTIMATED else told


def as_csv(cubes: Sequence[Cube], asked: Sequence[str]) -> str:
    """The first cube says which dimensions there are: all of one table have the same."""
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\n")
    dimensions = [one.id for one in cubes[0].dimensions[1:]]
    sheet.writerow([*HEAD[:3], *dimensions, *HEAD[3:]])
    for cube in cubes:
        measures = {one.id: one for one in cube.measures}
        for region in [region_of(cube, one) for one in asked]:
            cover, why = cube.coverage[region], cube.why_withheld(region)
            for codes, cell in cube.rows(region):
                measure = measures[codes[-1]]
                value, mark = in_csv(cell, measure.decimals)
                first = (cube.year, region, cube.dimensions[0].values[region].nb)
                counts = (cover.reported, cover.expected, "" if why is None else why.nb)
                sheet.writerow([*first, *codes[1:], value, mark, measure.unit.nb, *counts])
    return out.getvalue()


def as_json(cubes: Sequence[Cube], asked: Sequence[str]) -> str:
    told = []
    for cube in cubes:
        decimals = {one.id: one.decimals for one in cube.measures}
        names = [one.id for one in cube.dimensions] + ["measure"]
        cells = [
            {**dict(zip(names, codes, strict=True)), **in_json(cell, decimals[codes[-1]])}
            for one in asked
            for codes, cell in cube.rows(region_of(cube, one))
        ]
        told.append({**described(cube), "cells": cells})
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
