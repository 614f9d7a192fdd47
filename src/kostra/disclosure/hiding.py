"""A cube as it may be published: what is not shown has a mark in place of its value, and who is behind the others is left out of all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kostra.disclosure.problem import Truth
from kostra.methods.cells import CODE, columns
from kostra.model.cube import Cube, Mark


def hidden(cube: Cube, confidential: Truth, missing: Truth) -> Cube:
    """`confidential` are the cells that could tell of somebody, `missing` those that are not good enough to publish."""
    cells = columns(cube.cells)
    gone = confidential | missing
    mark = np.where(missing, CODE[Mark.MISSING], np.where(confidential, CODE[Mark.CONFIDENTIAL], cells.mark))
    nobody = np.zeros_like(cells.contributors)
    return replace(
        cube,
        cells=replace(
            cells,
            numerator=np.where(gone, 0, cells.numerator),
            denominator=np.where(gone, 0, cells.denominator),
            mark=mark.astype(np.int8),
            contributors=nobody,
            largest=nobody,
            second=nobody,
        ),
        controlled=True,
    )
