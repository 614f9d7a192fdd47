"""The words of the pages about rights."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kostra.app.pages import words
from kostra.followup.calendar import OSLO
from kostra.model.people import ActorKind, Right
from kostra.model.text import Language

_FILE = Path(__file__).parent / "texts.toml"


class Words(words.Words):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)

    def right(self, right: Right | str) -> str:
        return self(f"right_{right}")

    def kind(self, kind: ActorKind | str) -> str:
        return self(f"kind_{kind}")

    def form(self, form: str | None) -> str:
        return self("all_forms") if form is None else self("one_form", form=form)

    def day(self, at: datetime) -> str:
        return f"{at.astimezone(OSLO):%d.%m.%Y}"

    def moment(self, at: datetime) -> str:
        return f"{at.astimezone(OSLO):%d.%m.%Y %H:%M}"
