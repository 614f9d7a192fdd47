"""How much may be checked at once, and how large a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`largest` is the largest file, `memory` what all files at once may take, both in bytes; `wait` and `arrive` are seconds.

    `findings` is how many of each control are told: a file can have millions. `key` is what the door for Altinn demands in X-API-KEY;
    without one that door is as open as the check itself.
    """

    largest: int = 64 << 20
    memory: int = 512 << 20
    wait: float = 20.0
    arrive: float = 600.0
    findings: int = 5_000
    key: str | None = None
