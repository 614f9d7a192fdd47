"""What was proposed and decided in the year that the report is written, the year after the one it is about. Drafts are their authors'
own, and not told of.
"""

from __future__ import annotations

from collections.abc import Iterator

from kostra.app.reporting.asking import Asking, Found, query
from kostra.followup.calendar import day
from kostra.model.proposal import Kind as What
from kostra.model.proposal import Move, Proposal, Stance, State
from kostra.model.text import Text
from kostra.reporting.figure import Cell, Kind

_OUTCOMES = {"vedtatt": State.ACCEPTED, "avslatt": State.REJECTED, "utsatt": State.POSTPONED}
_ABOUT = {
    "nye": frozenset({What.NEW_FIELD}),
    "fjernet": frozenset({What.REMOVED_FIELD}),
    "endret": frozenset({What.CHANGED_FIELD}),
    "tabeller": frozenset({What.TABLE}),
    "registre": frozenset({What.SIMPLIFY}),
    "alle": frozenset(What),
}
_STANCES = {
    Stance.FOR: Text("for", "for"),
    Stance.PARTLY: Text("delvis for", "delvis for"),
    Stance.AGAINST: Text("imot", "imot"),
    Stance.NOTHING: Text("ingen merknader", "ingen merknader"),
}
_STATES = {
    State.ENTERED: Text("fremmet", "fremja"),
    State.TRIED: Text("prøvd", "prøvd"),
    State.IN_HEARING: Text("på høring", "på høyring"),
    State.HEARD: Text("hørt", "høyrd"),
    State.IN_MEETING: Text("til møte", "til møte"),
    State.ACCEPTED: Text("vedtatt", "vedteke"),
    State.REJECTED: Text("avslått", "avslått"),
    State.POSTPONED: Text("utsatt", "utsett"),
    State.IN_FORM: Text("i utkastet til skjema", "i utkastet til skjema"),
    State.PUBLISHED: Text("publisert", "publisert"),
    State.WITHDRAWN: Text("trukket", "trekt"),
}


@query(
    "forslag-behandlet", Kind.COUNT, given=("about",), columns=("proposal", "form", "heading", "state", "target", "why")
)
def worked_on(asking: Asking, about: str) -> Found:
    """Those that came, or came further, in the year; of what they are about."""
    rows: list[tuple[Cell, ...]] = [
        (*_named(one), _STATES[one.state], str(one.year), one.content.why)
        for one in _proposals(asking)
        if one.content.kind in _ABOUT[about] and any(_is_in(asking, move) for move in one.moves)
    ]
    return Found(len(rows), rows)


@query(
    "forslag-avgjort", Kind.COUNT, given=("outcome",), columns=("proposal", "form", "heading", "on", "target", "reason")
)
def decided(asking: Asking, outcome: str) -> Found:
    """In the year, with the reason that was given."""
    rows: list[tuple[Cell, ...]] = []
    for one in _proposals(asking):
        move = one.decision
        if move is not None and move.after is _OUTCOMES[outcome] and _is_in(asking, move):
            rows.append((*_named(one), day(move.said.at), str(one.year), move.said.text))
    return Found(len(rows), rows)


@query("forslag-svar", Kind.COUNT, columns=("proposal", "heading", "party", "stance"))
def answers(asking: Asking) -> Found:
    """To the hearings, in the year."""
    rows: list[tuple[Cell, ...]] = [
        (str(one.number), one.content.title, answer.party, _STANCES[answer.stance])
        for one in _proposals(asking)
        for hearing in one.hearings
        for answer in hearing.answers
        if day(answer.said.at).year == asking.year + 1
    ]
    return Found(len(rows), rows)


@query("forslag-moter", Kind.COUNT, columns=("on", "place"))
def meetings(asking: Asking) -> Found:
    """Of the working group, in the year."""
    with asking.begin() as tx:
        held = [one for one in tx.proposals.meetings() if one.held.year == asking.year + 1 and one.held <= day(tx.now)]
    return Found(len(held), [(one.held, one.place) for one in reversed(held)])


def _named(one: Proposal) -> Iterator[Cell]:
    yield from (str(one.number), one.content.subject.form, one.content.title)


def _proposals(asking: Asking) -> tuple[Proposal, ...]:
    """The oldest first."""

    def find() -> tuple[Proposal, ...]:
        with asking.begin() as tx:
            every = tx.proposals.every()
        return tuple(one for one in reversed(every) if one.state is not State.DRAFT)

    return asking.once("proposals", find)


def _is_in(asking: Asking, move: Move) -> bool:
    return day(move.said.at).year == asking.year + 1
