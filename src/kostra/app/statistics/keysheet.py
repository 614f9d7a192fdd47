"""A sheet of key figures as text that fits on a page, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from kostra.app.pages.numbers import written
from kostra.app.statistics.cell import in_csv, in_json
from kostra.app.statistics.keyfigures import Sheet
from kostra.model.cube import Cell, Mark, Measure, Status
from kostra.model.rounding import shown
from kostra.statistics.writing import in_languages

HEAD = ("gruppe", "nokkeltall", "tittel", "enhet", "region", "navn", "aar", "verdi", "tegn", "rapportert")
_TITLE = "Nøkkeltall for sosialtjenesten"
_LONG = 14
"""A longer name of a region stands below the sheet, by its code."""


def as_text(sheet: Sheet) -> str:
    own = sheet.columns[0]
    provisional = " (foreløpige tall)" if sheet.status is Status.PROVISIONAL else ""
    synthetic = "Syntetiske tall: " if sheet.synthetic else ""
    lines = [f"{synthetic}{_TITLE}, {own.region} {own.name.nb}, {own.year}{provisional}", ""]
    names = [one.name.nb if len(one.name.nb) <= _LONG else one.region for one in sheet.columns]
    rows: list[tuple[str, ...]] = [("", *names), ("", *(str(one.year) for one in sheet.columns))]
    for heading in sheet.headings:
        rows.append((heading.title.nb,))
        for line in heading.lines:
            cells = (_figure(cell, line.measure) for cell in line.cells)
            rows.append((f"  {_label(line.measure)}", *cells))
    wide = max(len(row[0]) for row in rows)
    columns = [max(len(row[place]) for row in rows if len(row) > 1) for place in range(1, len(names) + 1)]
    for label, *figures in rows:
        cells = (figure.rjust(width) for figure, width in zip(figures, columns, strict=False))
        lines.append("  ".join([label.ljust(wide), *cells]).rstrip())
    return "\n".join([*lines, "", *_notes(sheet, names)]) + "\n"


def _label(measure: Measure) -> str:
    title, unit = measure.title.nb, measure.unit.nb
    return title if unit in title else f"{title} ({unit})"


def _figure(cell: Cell | None, measure: Measure) -> str:
    if cell is None:
        return ""
    if cell.value is None or cell.mark is Mark.NIL:
        return "" if cell.mark is None else cell.mark.value
    told = written(float(shown(cell.value, measure.decimals)), measure.decimals)
    return f"{told} {cell.mark.value}" if cell.mark is Mark.ESTIMATED else told


def _notes(sheet: Sheet, names: list[str]) -> Iterator[str]:
    long = [(one.region, one.name.nb) for one, name in zip(sheet.columns, names, strict=True) if name == one.region]
    yield from dict.fromkeys(f"{region}: {name}" for region, name in long)
    for one in sheet.columns:
        # Where nobody has, the cells say so.
        told = (f"{source} fra {reported} av {expected}" for source, reported, expected in one.partial if reported)
        partial = ", ".join(told)
        if partial:
            yield f"{one.name.nb} {one.year}: {partial}. Tallene gjelder dem, der de ikke er merket e."
    reasons = {one.withheld.nb: one.withheld for one in sheet.columns if one.withheld is not None}
    for reason, withheld in reasons.items():
        where = ", ".join(f"{one.name.nb} {one.year}" for one in sheet.columns if one.withheld == withheld)
        yield f"Holdes tilbake for {where}: {reason}."
    for note in sheet.notes:
        if not note.at:
            yield f"Merk: {note.text.nb}"
    yield (
        ".. er ikke rapportert, . kan ikke regnes ut, - er null, e er anslått. "
        "Teller, nevner og kilde for hvert tall står i --format json."
    )


def as_csv(sheet: Sheet) -> str:
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerow(HEAD)
    for heading in sheet.headings:
        for line in heading.lines:
            first = (heading.id, line.measure.id, line.measure.title.nb, line.measure.unit.nb)
            for column, cell in zip(sheet.columns, line.cells, strict=True):
                figures: tuple[str | int, ...] = (
                    ("", "", "") if cell is None else (*in_csv(cell, line.measure.decimals), cell.reported)
                )
                table.writerow([*first, column.region, column.name.nb, column.year, *figures])
    return out.getvalue()


def as_json(sheet: Sheet) -> str:
    told = {
        "title": in_languages(sheet.title),
        "status": sheet.status.value,
        "synthetic": sheet.synthetic,
        "disclosure_controlled": False,
        "columns": [
            {
                "region": one.region,
                "name": in_languages(one.name),
                "year": one.year,
                "partial": [
                    {"source": source, "reported": reported, "expected": expected}
                    for source, reported, expected in one.partial
                ],
                "withheld": None if one.withheld is None else in_languages(one.withheld),
            }
            for one in sheet.columns
        ],
        "groups": [
            {
                "id": heading.id,
                "title": in_languages(heading.title),
                "figures": [
                    {
                        "id": line.measure.id,
                        "title": in_languages(line.measure.title),
                        "unit": in_languages(line.measure.unit),
                        "about": in_languages(line.about),
                        "cells": [
                            None if cell is None else in_json(cell, line.measure.decimals) for cell in line.cells
                        ],
                    }
                    for line in heading.lines
                ],
            }
            for heading in sheet.headings
        ],
        "notes": [{"text": in_languages(one.text), "at": dict(one.at)} for one in sheet.notes],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
