"""A cube as bytes: its cells as Parquet, and all that is to be known of them as JSON. The same cube gives the same bytes.

These are statistikk, not utdata: disclosure control is still to come, and the metadata say so.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from kostra.model.cube import REGION, Cell, Cube
from kostra.model.rounding import shown
from kostra.model.text import Text

MEASURE = "measure"
_FIGURES = {
    "value": pl.Float64,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "mark": pl.String,
    "reported": pl.Int64,
    "estimated": pl.Int64,
    "contributors": pl.Int64,
    "largest": pl.Int64,
    "second": pl.Int64,
}


def as_frame(cube: Cube) -> pl.DataFrame:
    """One row for each cell. `value` is as shown, `numerator` over `denominator` is exact."""
    names = [one.id for one in cube.dimensions] + [MEASURE]
    codes = dict(zip(names, zip(*(codes for codes, _ in cube.rows()), strict=True), strict=True))
    decimals = [one.decimals for one in cube.measures]
    cells = list(zip(*(_figures(cell, decimals[n % len(decimals)]) for n, cell in enumerate(cube.cells)), strict=True))
    columns = {name: pl.Series(name, values, pl.String) for name, values in codes.items()}
    columns |= {
        name: pl.Series(name, values, dtype) for (name, dtype), values in zip(_FIGURES.items(), cells, strict=True)
    }
    return pl.DataFrame(columns)


def _figures(cell: Cell, decimals: int) -> tuple[Any, ...]:
    value = cell.value
    told: tuple[Any, ...] = (None, None, None)
    if isinstance(value, int):
        told = (float(value), value, 1)
    elif value is not None:
        told = (float(shown(value, decimals)), value.numerator, value.denominator)
    largest, second = (*cell.largest, None, None)[:2]
    mark = None if cell.mark is None else cell.mark.value
    return (*told, mark, cell.reported, cell.estimated, cell.contributors, largest, second)


def as_parquet(cube: Cube) -> bytes:
    written = io.BytesIO()
    as_frame(cube).write_parquet(written, compression="zstd", statistics=False)
    return written.getvalue()


def as_json(cube: Cube) -> str:
    return json.dumps(described(cube), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def described(cube: Cube) -> dict[str, Any]:
    """All but the cells."""
    return {
        "id": cube.id,
        "year": cube.year,
        "title": _text(cube.title),
        "population": _text(cube.population),
        "source": cube.source,
        "status": cube.status.value,
        "synthetic": cube.synthetic,
        "disclosure_controlled": False,
        "dimensions": [
            {"id": one.id, "title": _text(one.title), "total": one.total, "values": _values(one.values)}
            for one in cube.dimensions
        ],
        "measures": [
            {
                "id": one.id,
                "title": _text(one.title),
                "unit": _text(one.unit),
                "decimals": one.decimals,
                "rounding": "half away from zero",
                "counted": one.counted.value,
                "parts": list(one.parts),
            }
            for one in cube.measures
        ],
        "coverage": {
            code: {
                "reported": one.reported,
                "expected": one.expected,
                "share": None if one.share is None else float(shown(one.share, 4)),
            }
            for code, one in cube.coverage.items()
        },
        "footnotes": [{"text": _text(one.text), "at": dict(one.at)} for one in cube.footnotes],
        "breaks": [{"year": one.year, "text": _text(one.text), MEASURE: one.measure} for one in cube.breaks],
        "replaced_by": list(cube.replaced_by),
        "replaces": list(cube.replaces),
    }


def of_region(cube: Cube, region: str) -> Iterator[tuple[tuple[str, ...], Cell]]:
    """The cells of one region, with their values."""
    assert cube.dimensions[0].id == REGION
    return ((codes, cell) for codes, cell in cube.rows() if codes[0] == region)


def _values(values: Mapping[str, Text]) -> list[dict[str, Any]]:
    return [{"code": code, "title": _text(title)} for code, title in values.items()]


def _text(text: Text) -> dict[str, str]:
    told = {"nb": text.nb, "nn": text.nn}
    return told if text.en is None else {**told, "en": text.en}
