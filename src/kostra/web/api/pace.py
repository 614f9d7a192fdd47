"""How large what is sent may be, and how slowly it may come."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.app.receiving.taking import LARGEST


@dataclass(frozen=True, slots=True)
class Pace:
    """`largest` in bytes. Nothing for `patience` seconds is too slow, and so is less than `slowest` bytes a second after that time."""

    largest: int = LARGEST
    patience: float = 30.0
    slowest: int = 8 << 10
    at_once: int = 256 << 10
