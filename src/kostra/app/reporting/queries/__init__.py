"""What reports count, one module for each part of the work. Importing a module puts its queries into the registry."""

from __future__ import annotations

import importlib
import pkgutil


def load() -> None:
    for one in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{one.name}")
