"""The words of the reporter's pages."""

from __future__ import annotations

from pathlib import Path

from kostra.model.text import Language
from kostra.web.telling import TimedWords

_FILE = Path(__file__).parent / "texts.toml"


class Words(TimedWords):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)

    def counted(self, key: str, count: int) -> str:
        """The text for one, or for several."""
        return self(f"{key}_one") if count == 1 else self(f"{key}_many", count=count)

    def left(self, days: int) -> str:
        """How long is left, or how long it has been over."""
        match days:
            case 0:
                return self("due_today")
            case 1:
                return self("day_left")
            case -1:
                return self("day_over")
        return self("days_left", count=days) if days > 0 else self("days_over", count=-days)
