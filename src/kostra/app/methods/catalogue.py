"""All methods that are commands, in the order they are shown."""

from __future__ import annotations

from kostra.app.methods import comparisons, imputing, outlier, outliers_by_ratio, rate, selective
from kostra.app.methods.declared import Method

METHODS: tuple[Method, ...] = (
    *outliers_by_ratio.METHODS,
    *comparisons.METHODS,
    *selective.METHODS,
    *outlier.METHODS,
    *imputing.METHODS,
    *rate.METHODS,
)
