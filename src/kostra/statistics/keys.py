"""The codes that each cell of a cube stands at, as columns: the regions, the values of each dimension, and the measure."""

from __future__ import annotations

import numpy as np
import polars as pl

from kostra.model.cube import Cube

MEASURE = "measure"


def keys(cube: Cube) -> pl.DataFrame:
    """One row for each cell, in the order of the cells."""
    names = [one.id for one in cube.dimensions] + [MEASURE]
    values = [list(one.values) for one in cube.dimensions] + [[one.id for one in cube.measures]]
    lengths = [len(one) for one in values]
    every = int(np.prod(lengths, dtype=np.int64))
    found: dict[str, pl.Series] = {}
    for place, (name, codes) in enumerate(zip(names, values, strict=True)):
        inner = int(np.prod(lengths[place + 1 :], dtype=np.int64))
        own = np.tile(np.repeat(np.arange(len(codes)), inner), every // (inner * len(codes)))
        found[name] = pl.Series(name, codes, pl.String)[own]
    return pl.DataFrame(found)
