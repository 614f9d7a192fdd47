"""The quantiles of Student's t, for intervals: the degrees of freedom may be any number over nought, as those of sums of variances are.

The distribution comes from the incomplete beta function by its continued fraction, and the quantile from Newton's method,
which halves the bracket instead wherever it would leave it.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, inf, isinf, lgamma, log, log1p, pi
from statistics import NormalDist

_ROUNDS = 400
_SMALL = 1e-15
_TINY = 1e-300


def cumulative(t: float, freedom: float) -> float:
    """The probability of a value of at most `t`."""
    _check(freedom)
    if isinf(freedom):
        return NormalDist().cdf(t)
    tail = 0.5 * _beta(freedom / 2, 0.5, freedom / (freedom + t * t)) if t else 0.5
    return 1 - tail if t > 0 else tail


@lru_cache(maxsize=4096)
def quantile(probability: float, freedom: float) -> float:
    """The value that is not exceeded with this probability; that of the normal distribution when the freedom is infinite."""
    _check(freedom)
    if not 0 < probability < 1:
        raise ValueError(f"a probability between 0 and 1 is asked for, not {probability}")
    if probability == 0.5:
        return 0.0
    if probability < 0.5:
        return -quantile(1 - probability, freedom)
    if isinf(freedom):
        return NormalDist().inv_cdf(probability)
    low, high = 0.0, 1.0
    while cumulative(high, freedom) < probability:
        low, high = high, high * 2
    t = high
    for _ in range(_ROUNDS):
        above = cumulative(t, freedom) - probability
        low, high = (low, t) if above > 0 else (t, high)
        following = t - above / _density(t, freedom)
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - t) <= 1e-14 * t:
            break
        t = following
    return following


def _check(freedom: float) -> None:
    if not 0 < freedom <= inf:
        raise ValueError(f"the degrees of freedom must be over 0, and are {freedom}")


def _density(t: float, freedom: float) -> float:
    whole = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * log(freedom * pi)
    return exp(whole - (freedom + 1) / 2 * log1p(t * t / freedom))


def _beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function. The fraction converges fast on this side of the mean; the other is its mirror image."""
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """Lentz's way through the continued fraction."""
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _ROUNDS):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _apart(1 + step * d)
            c = _apart(1 + step / c)
            found *= c * d
        if abs(c * d - 1) < _SMALL:
            break
    return found


def _apart(value: float) -> float:
    """Nought would divide; what is next to nought does not."""
    return value if abs(value) > _TINY else _TINY
