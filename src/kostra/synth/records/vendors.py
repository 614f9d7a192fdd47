"""Case systems, invented. The files do not say which one made them, but each has its habits within what the format allows.

The shares are of municipalities. Oslo has a system of its own. No vendor here is a real one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.synth.chance import generator


@dataclass(frozen=True, slots=True)
class Vendor:
    name: str
    share: float
    encoding: str
    line_end: bytes
    ends_last_line: bool
    zero_padded: bool
    """Amounts and counts filled with zeros on the left, instead of blanks."""
    writes_zero: bool
    """An amount of nothing is written 0, instead of left blank."""
    caseworker: str
    """How a caseworker's number looks. All letters are used."""
    duf_beside_id: bool
    """Writes the DUF number of those who also have a national number."""


ALFA = Vendor("Alfa fagsystem", 0.46, "latin-1", b"\r\n", True, False, True, "SB{:04d}", True)
BETA = Vendor("Beta", 0.33, "latin-1", b"\n", False, True, True, "{:06d}", False)
GAMMA = Vendor("Gamma", 0.21, "utf-8", b"\n", True, False, False, "ØST-{:03d}", False)
OSLO = Vendor("Oslo egen", 0.0, "latin-1", b"\r\n", True, False, False, "BØ{:05d}", True)

VENDORS = (ALFA, BETA, GAMMA, OSLO)


def vendor_of(seed: int, place: str) -> int:
    """Which vendor a place uses, as a row of `VENDORS`. Keyed by the place alone: a merger of others does not change it."""
    if place.startswith("0301"):
        return VENDORS.index(OSLO)
    drawn = generator(seed, "vendor", place).random()
    return int(np.searchsorted(np.cumsum([v.share for v in VENDORS]), drawn, side="right"))
