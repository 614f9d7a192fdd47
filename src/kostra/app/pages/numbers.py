"""Numbers as Norwegians write them."""

from __future__ import annotations


def written(value: float | None, decimals: int = 0) -> str:
    """A blank between the thousands and a comma before the decimals; nothing where there is no number."""
    return "" if value is None else f"{value:,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")


def kilobytes(bytes: int) -> str:
    """How large a file is; a small one is not nothing."""
    return f"{written(max(1, bytes >> 10))} kB"
