"""What a running site is told from outside. It reads no environment and no file of settings: `main` does that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is where `kostra synth` and later commands put what they make; `docs` is the folder of Markdown pages.

    `demo` says that the figures shown are synthetic, on every page, and keeps search engines away.
    """

    data: Path
    docs: Path
    demo: bool = False
