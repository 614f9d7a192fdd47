"""A cube as bytes: its cells as Parquet, and all that is to be known of them as JSON. The same cube gives the same bytes.

Until disclosure control has been done these are statistikk, not utdata, and the metadata say so.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from kostra.methods.cells import MARKS, columns, shown
from kostra.model import rounding
from kostra.model.cube import Cube
from kostra.model.text import Text
from kostra.statistics.keys import MEASURE, keys

_PUBLISHED = ("value", "mark", "reported", "estimated")
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def as_frame(cube: Cube) -> pl.DataFrame:
    """One row for each cell. `value` is as shown, `numerator` over `denominator` is exact. What is to be published has the value alone, and
    nothing of who is behind it."""
    cells = columns(cube.cells)
    decimals = np.tile([one.decimals for one in cube.measures], len(cells) // len(cube.measures))
    marks = pl.Series([None if mark is None else mark.value for mark in MARKS], dtype=pl.String)
    nothing, first, second = ~cells.valued, cells.largest == 0, cells.second == 0
    frame = {
        "value": _blank(shown(cells.numerator, cells.denominator, decimals), nothing),
        "numerator": _blank(cells.numerator, nothing),
        "denominator": _blank(cells.denominator, nothing),
        "mark": marks[cells.mark],
        "reported": pl.Series(cells.reported),
        "estimated": pl.Series(cells.estimated),
        "contributors": pl.Series(cells.contributors),
        "largest": _blank(cells.largest, first),
        "second": _blank(cells.second, second),
    }
    if cube.controlled:
        frame = {name: frame[name] for name in _PUBLISHED}
    return keys(cube).with_columns(**frame)


def _blank(column: npt.NDArray[Any], where: npt.NDArray[np.bool_]) -> pl.Series:
    nothing = pl.Series([None], dtype=pl.Float64 if column.dtype == np.float64 else pl.Int64)
    return pl.Series(column).zip_with(pl.Series(~where), nothing)


def as_parquet(cube: Cube) -> bytes:
    return parquet(as_frame(cube))


def parquet(frame: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.write_parquet(written, compression="zstd", compression_level=1, statistics=False)
    return written.getvalue()


def as_json(cube: Cube) -> str:
    """A line for each thing that is told, and for each entry where there are several."""
    told = (f"{_JSON.encode(key)}: {_entries(value)}" for key, value in sorted(described(cube).items()))
    return "{\n " + ",\n ".join(told) + "\n}\n"


def _entries(value: Any) -> str:
    if not value or not isinstance(value, list):
        return _JSON.encode(value)
    return "[\n  " + ",\n  ".join(map(_JSON.encode, value)) + "\n ]"


def described(cube: Cube) -> dict[str, Any]:
    """All but the cells."""
    return {
        "id": cube.id,
        "year": cube.year,
        "title": in_languages(cube.title),
        "population": in_languages(cube.population),
        "source": cube.source,
        "status": cube.status.value,
        "synthetic": cube.synthetic,
        "disclosure_controlled": cube.controlled,
        "dimensions": [
            {"id": one.id, "title": in_languages(one.title), "total": one.total, "values": _values(one.values)}
            for one in cube.dimensions
        ],
        "measures": [
            {
                "id": one.id,
                "title": in_languages(one.title),
                "unit": in_languages(one.unit),
                "decimals": one.decimals,
                "rounding": "half away from zero",
                "counted": one.counted.value,
                "parts": list(one.parts),
            }
            for one in cube.measures
        ],
        "coverage": {
            code: {"reported": one.reported, "expected": one.expected, "share": _share(one.share)}
            for code, one in cube.coverage.items()
        },
        "footnotes": [{"text": in_languages(one.text), "at": dict(one.at)} for one in cube.footnotes],
        "breaks": [{"year": one.year, "text": in_languages(one.text), MEASURE: one.measure} for one in cube.breaks],
        "replaced_by": list(cube.replaced_by),
        "replaces": list(cube.replaces),
        "runs": [{**asdict(one), "made": one.made.isoformat()} for one in cube.runs],
        "withheld": [
            {"kind": one.kind.value, "regions": list(one.regions), "reason": in_languages(one.reason)}
            for one in cube.withheld
        ],
    }


def _share(share: Fraction | None) -> float | None:
    if share is None or share.denominator == 1:
        return share if share is None else float(share)
    return float(rounding.shown(share, 4))


def _values(values: Mapping[str, Text]) -> list[dict[str, Any]]:
    return [{"code": code, "title": in_languages(title)} for code, title in values.items()]


def in_languages(text: Text) -> dict[str, str]:
    told = {"nb": text.nb, "nn": text.nn}
    return told if text.en is None else {**told, "en": text.en}
