"""Truth of many records at once: true, false, or not known.

What is not known stays not known through *and*, *or* and *not*, unless the other side settles it. A rule about an age that is unknown is
then neither broken nor kept.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]


class Truth:
    """`value` is False wherever it is not known; `known` is None when everything is."""

    __slots__ = ("known", "value")

    def __init__(self, value: Flags, known: Flags | None = None) -> None:
        self.value = value if known is None else value & known
        self.known = known

    def __and__(self, other: Truth) -> Truth:
        value = self.value & other.value
        if self.known is None and other.known is None:
            return Truth(value)
        settled = self.false | other.false
        return Truth(value, value | settled)

    def __or__(self, other: Truth) -> Truth:
        value = self.value | other.value
        if self.known is None and other.known is None:
            return Truth(value)
        return Truth(value, value | (self.false & other.false))

    def __invert__(self) -> Truth:
        return Truth(~self.value, self.known)

    def __bool__(self) -> bool:
        raise TypeError("truth of many records: use &, | and ~ instead of and, or and not")

    @property
    def false(self) -> Flags:
        """Where it is known to be false."""
        return ~self.value if self.known is None else self.known & ~self.value

    @property
    def unknown(self) -> Flags:
        return np.zeros_like(self.value) if self.known is None else ~self.known

    def sure(self) -> Truth:
        """What is not known counts as false."""
        return Truth(self.value)

    def unless_known_false(self) -> Truth:
        """What is not known counts as true."""
        return self if self.known is None else Truth(self.value | ~self.known)


def any_of(first: Truth, *others: Truth) -> Truth:
    for other in others:
        first = first | other
    return first


def all_of(first: Truth, *others: Truth) -> Truth:
    for other in others:
        first = first & other
    return first
