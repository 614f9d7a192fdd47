"""Chance that can be repeated.

Every purpose has a generator of its own, keyed by words and numbers. What is drawn for one purpose never shifts what is drawn for another.
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np


def generator(*key: str | int) -> np.random.Generator:
    """A generator for a key: (seed, year, purpose ...)."""
    digest = sha256("\x1f".join(str(part) for part in key).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))
