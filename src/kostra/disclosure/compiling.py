"""Compiling the few loops that numpy cannot carry: ahead of use, with the types told, and kept beside the module for the next process.

A loop that is kept does not notice when one that it calls in another module is changed: who changes one removes `__pycache__/*.nb?`.
Refuses floats: whole numbers modulo the prime 2^61 - 1 are all there is, so that nothing is rounded and nothing runs over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar, cast

from numba import njit

_Loop = TypeVar("_Loop", bound=Callable[..., object])

PRIME: Final = (1 << 61) - 1
HALF: Final = PRIME >> 1
NARROW: Final = 1 << 29


def compiled(types: str) -> Callable[[_Loop], _Loop]:
    """With `types` those of the arguments, as numba writes them. Other threads go on meanwhile."""
    return cast(Callable[[_Loop], _Loop], njit(types, cache=True, nogil=True))


@compiled("(int64,)")
def centred(a: int) -> int:
    """The residue of a sum of two, between minus and plus half the prime: what is a small number stays one."""
    return a - PRIME if a > HALF else a + PRIME if a < -HALF else a


@compiled("(int64, int64)")
def times(a: int, b: int) -> int:
    """The product of two residues. Wide ones are multiplied by halves: no step comes to 2^63."""
    if -NARROW < a < NARROW and -NARROW < b < NARROW:
        return a * b
    a, b = a % PRIME, b % PRIME
    high_a, low_a = a >> 31, a & 0x7FFFFFFF
    high_b, low_b = b >> 31, b & 0x7FFFFFFF
    middle = low_a * high_b + high_a * low_b
    found = high_a * high_b * 2 + (middle >> 30) + ((middle & 0x3FFFFFFF) << 31)
    found = (found & PRIME) + (found >> 61) + low_a * low_b
    found = (found & PRIME) + (found >> 61)
    return centred(found - PRIME)


@compiled("(int64,)")
def inverse(a: int) -> int:
    """By Fermat: a to the power of the prime less two."""
    if a in (1, -1):
        return a
    found, left = 1, PRIME - 2
    while left:
        if left & 1:
            found = times(found, a)
        a = times(a, a)
        left >>= 1
    return found
