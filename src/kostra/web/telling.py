"""Words of pages where time matters: moments and days as they are told in Oslo, and states as tags."""

from __future__ import annotations

from datetime import date, datetime

from kostra.app.pages import words
from kostra.followup.calendar import OSLO, told
from kostra.followup.described import STATES
from kostra.model.submission import State
from kostra.model.text import Language, Text
from kostra.publication.words import said

ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_COLOURS = {
    State.LATE: "danger",
    State.REFUSED: "danger",
    State.CLOSED_NONRESPONSE: "danger",
    State.ERRORS_SENT: "warning",
    State.REOPENED: "warning",
    State.EXTENDED: "info",
    State.OPENED: "info",
    State.ACCEPTED: "success",
    State.FINAL: "success",
    State.NIL_CONFIRMED: "success",
}


class TimedWords(words.Words):
    """The words of one file in one language."""

    def moment(self, at: datetime) -> str:
        """15. januar 2027 kl. 14.05"""
        there = at.astimezone(OSLO)
        return f"{told(there.date())} kl. {there:%H.%M}"

    def day(self, on: date) -> str:
        return told(on)

    def days(self, count: int) -> str:
        """1 dag, 2 dager"""
        return self("days_one") if count == 1 else self("days_many", count=count)

    def state(self, state: State) -> dict[str, str]:
        """A state as a tag: its name, its colour, and what it means."""
        described = STATES[state]
        colour = _COLOURS.get(state, "neutral")
        return {"name": self.of(described.name), "means": self.of(described.means), "colour": colour}


class ReadWords(TimedWords):
    """The same for pages that are read in English too."""

    def of(self, text: Text) -> str:
        return said(text, self.language)

    def moment(self, at: datetime) -> str:
        """15 January 2027 at 14:05"""
        there = at.astimezone(OSLO)
        return f"{self.day(there)} at {there:%H:%M}" if self.language is Language.ENGLISH else super().moment(at)

    def day(self, on: date) -> str:
        return (
            f"{on.day} {ENGLISH_MONTHS[on.month - 1]} {on.year}"
            if self.language is Language.ENGLISH
            else super().day(on)
        )
