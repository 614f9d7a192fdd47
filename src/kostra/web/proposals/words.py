"""The words of the pages of the proposals: states and outcomes as tags, and who spoke, without names for those outside."""

from __future__ import annotations

from pathlib import Path

from kostra.model.people import Actor, ActorKind
from kostra.model.proposal import Proposal, Proposer, State, Subject
from kostra.model.text import Language
from kostra.proposals.history import Outcome
from kostra.proposals.states import STATES
from kostra.web.telling import TimedWords

_FILE = Path(__file__).parent / "texts.toml"
_COLOURS = {
    State.ACCEPTED: "success",
    State.IN_FORM: "success",
    State.PUBLISHED: "success",
    State.IN_HEARING: "info",
    State.IN_MEETING: "info",
    State.REJECTED: "danger",
    State.POSTPONED: "warning",
}
_OUTCOMES = {
    Outcome.ACCEPTED: "success",
    Outcome.REJECTED: "danger",
    Outcome.POSTPONED: "warning",
    Outcome.OPEN: "neutral",
}


class Words(TimedWords):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)

    def tag(self, state: State) -> dict[str, str]:
        told = STATES[state]
        return {"name": self.of(told.name), "means": self.of(told.means), "colour": _COLOURS.get(state, "neutral")}

    def outcome(self, outcome: Outcome) -> dict[str, str]:
        return {"name": self(f"outcome_{outcome}"), "colour": _OUTCOMES[outcome]}

    def subject(self, one: Subject) -> str:
        """skjema 11F, felt trygdesit, kode 05"""
        parts = [
            self(f"about_{name}", id=value)
            for name in ("form", "field", "code", "control", "table")
            if (value := getattr(one, name)) is not None
        ]
        return ", ".join(parts) or self("about_nothing")

    def proposer(self, one: Proposer) -> str:
        return one.office if one.vouched else self("unvouched", office=one.office or self(f"from_{one.kind}"))

    def speaker(self, by: Actor, one: Proposal, *, named: bool) -> str:
        """An office: that of the proposal, SSB, or the house. With `named`, at the desk, also who it was."""
        if by.kind is ActorKind.HOUSE:
            return self("the_house")
        office = one.content.proposer.office if by.id == one.created.by.id else self("ssb")
        return f"{office} ({by.name})" if named and by.name and by.name != office else office
