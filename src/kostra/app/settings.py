"""What can be set from outside: environment variables, each one documented in docs/reference/settings.md."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is where the synthetic nation and other data are kept."""

    data: Path


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    return Settings(data=Path(environment.get("KOSTRA_DATA") or "var"))
