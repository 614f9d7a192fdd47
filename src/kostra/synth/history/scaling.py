"""Sharing a known total out among parts, so that the parts add up to it exactly.

Published national figures are the fixed points of the synthetic nation. Everything below them is made to fit; nothing
here rounds part by part and hopes that the sum comes out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


def apportion(total: int, weights: ArrayLike, ceiling: ArrayLike | None = None) -> Whole:
    """Whole numbers that add up to `total`, as near to the weights as they can be (largest remainders), none above its ceiling."""
    wanted = np.asarray(weights, dtype=np.float64)
    limit = np.full(len(wanted), float(total)) if ceiling is None else np.asarray(ceiling, dtype=np.float64)
    if total < 0 or limit.sum() < total or (total > 0 and not (wanted > 0).any()):
        raise ValueError(f"{total} cannot be shared out among {len(wanted)} parts with room for {limit.sum():.0f}")
    shares = _within(float(total), wanted, limit)
    whole = np.floor(shares + 1e-9)
    missing = round(total - whole.sum())
    room = limit - whole >= 1
    weighty = room & (wanted > 0)
    if (limit - whole)[weighty].sum() >= missing:
        room = weighty
    while missing > 0:
        order = np.argsort(np.where(room, whole - shares, np.inf), kind="stable")[: min(missing, int(room.sum()))]
        whole[order] += 1
        missing -= len(order)
        room &= limit - whole >= 1
    return whole.astype(np.int64)


def _within(total: float, weights: Real, limit: Real) -> Real:
    """Proportional shares; what a full part cannot take goes to the others."""
    shares = np.zeros(len(weights))
    open_ = weights > 0
    left = total
    while left > 1e-9 and open_.any():
        offer = left * np.where(open_, weights, 0.0) / weights[open_].sum()
        over = open_ & (offer >= limit)
        if not over.any():
            shares = shares + offer
            break
        shares[over] = limit[over]
        left = total - shares.sum()
        open_ &= ~over
    return shares


def apportion_rows(totals: ArrayLike, weights: ArrayLike) -> Whole:
    """The same for many totals at once: each row of weights gets its own total shared out."""
    amounts = np.asarray(totals, dtype=np.int64)
    wanted = np.asarray(weights, dtype=np.float64)
    shares = amounts[:, None] * wanted / wanted.sum(axis=1, keepdims=True)
    whole = np.floor(shares + 1e-9)
    missing = np.rint(amounts - whole.sum(axis=1))
    place = np.argsort(np.argsort(whole - shares, axis=1, kind="stable"), axis=1, kind="stable")
    result: Whole = (whole + (place < missing[:, None])).astype(np.int64)
    return result


def tilt(shares: ArrayLike, values: ArrayLike, mean: float) -> Real:
    """The shares, bent as little as possible, so that the mean of the values is the given one."""
    base = np.asarray(shares, dtype=np.float64)
    points = np.asarray(values, dtype=np.float64)
    if not points.min() < mean < points.max():
        raise ValueError(f"no shares of values from {points.min()} to {points.max()} have the mean {mean}")
    low, high = -20.0, 20.0
    for _ in range(80):
        middle = (low + high) / 2
        bent = base * np.exp(middle * (points - points.mean()) / np.ptp(points))
        bent /= bent.sum()
        low, high = (middle, high) if bent @ points < mean else (low, middle)
    result: Real = bent
    return result
