"""How a figure is shown. Rates are exact until here; halves are rounded away from zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def shown(value: int | Decimal | Fraction, decimals: int = 0) -> Decimal:
    """The value with so many decimals, halves away from zero."""
    scaled = Fraction(value) * 10**decimals
    whole = (abs(scaled.numerator) * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-decimals)
