"""A proposal for a change of what is asked, controlled or published: what, why, what it means for whom, and how far it has come.

From when it is entered it is for anybody to read. Everything is only ever added to: a new version beside the old one, a move, a trial, a
hearing, an answer. Nothing here is a name of a person: who speaks is an office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kostra.model.form_change import Change
from kostra.model.protection import Said


class State(StrEnum):
    DRAFT = "draft"
    ENTERED = "entered"
    TRIED = "tried"
    IN_HEARING = "in-hearing"
    HEARD = "heard"
    IN_MEETING = "in-meeting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    IN_FORM = "in-form"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """What is to be otherwise. Of a control, a new or another one, or how strict it is."""

    NEW_FIELD = "new-field"
    CHANGED_FIELD = "changed-field"
    REMOVED_FIELD = "removed-field"
    NEW_CODE = "new-code"
    CHANGED_CODE = "changed-code"
    REMOVED_CODE = "removed-code"
    NEW_CONTROL = "new-control"
    CHANGED_CONTROL = "changed-control"
    BLOCKING_CONTROL = "blocking-control"
    WARNING_CONTROL = "warning-control"
    DROPPED_CONTROL = "dropped-control"
    GUIDE = "guide"
    TABLE = "table"
    SIMPLIFY = "simplify"
    """A question that a register could answer."""


class ProposerKind(StrEnum):
    MUNICIPALITY = "municipality"
    VENDOR = "vendor"
    CLIENT = "client"
    SSB = "ssb"
    OTHER = "other"


class Stance(StrEnum):
    """Of an answer to a hearing."""

    FOR = "for"
    PARTLY = "partly"
    AGAINST = "against"
    NOTHING = "nothing"
    """No remarks."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about, by the ids of the content; None for what it does not name. `code` is a value of the field's code list."""

    form: str | None = None
    field: str | None = None
    code: str | None = None
    control: str | None = None
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Proposer:
    """Whose proposal it is: the kind of body, and its name or office. `vouched` says that the asker had the right to speak for it."""

    kind: ProposerKind
    office: str
    vouched: bool


@dataclass(frozen=True, slots=True)
class Consequences:
    series: str
    municipalities: str
    vendors: str
    users: str


@dataclass(frozen=True, slots=True)
class FromRegister:
    """Of a question that a register could answer: which one, whom it covers, how late it is there, and what is saved."""

    source: str
    coverage: str
    delay: str
    saved: str


@dataclass(frozen=True, slots=True)
class Content:
    """What is written, as one version of it. `year` is the first reporting year that it is meant for."""

    title: str
    kind: Kind
    subject: Subject
    year: int
    proposer: Proposer
    what: str
    why: str
    consequences: Consequences
    register: FromRegister | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """`said` has why it was written anew; of the first one nothing. `number` is its place among all versions, 0 before it is kept."""

    content: Content
    said: Said
    number: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """`year` is the reporting year that was decided, and `meeting` the number of the meeting it was put before."""

    before: State
    after: State
    said: Said
    year: int | None = None
    meeting: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What the changes of a version would have touched on earlier years, as it was found: a value of JSON."""

    version: int
    result: Mapping[str, Any]
    said: Said


@dataclass(frozen=True, slots=True)
class Answer:
    """`party` is who answers. `came` says how it was given: on the page, by somebody with the right to speak for that office or by somebody
    who says that they are from it, or by letter and written down at the desk."""

    id: str
    hearing: str
    party: str
    stance: Stance
    came: str
    said: Said


OWN_OFFICE, ON_THE_PAGE, BY_LETTER = "own", "page", "letter"


@dataclass(frozen=True, slots=True)
class Hearing:
    """`deadline` is the last day. `said` has what is asked of those invited."""

    id: str
    proposal: str
    deadline: date
    parties: tuple[str, ...]
    said: Said
    answers: tuple[Answer, ...] = ()

    @property
    def silent(self) -> tuple[str, ...]:
        """Those invited who have not answered."""
        answered = {one.party for one in self.answers}
        return tuple(party for party in self.parties if party not in answered)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`number` is what it is called, from 1; 0 before it is kept. The newest version is what it says now."""

    id: str
    created: Said
    versions: tuple[Version, ...]
    moves: tuple[Move, ...] = ()
    trials: tuple[Trial, ...] = ()
    hearings: tuple[Hearing, ...] = ()
    number: int = 0

    @property
    def content(self) -> Content:
        return self.versions[-1].content

    @property
    def version(self) -> Version:
        return self.versions[-1]

    @property
    def state(self) -> State:
        return self.moves[-1].after if self.moves else State.DRAFT

    @property
    def since(self) -> datetime:
        """When it came into the state it is in."""
        return self.moves[-1].said.at if self.moves else self.created.at

    @property
    def decision(self) -> Move | None:
        """The last one; None when it has not been decided, or has been taken up again since."""
        if self.state not in DECIDED | {State.IN_FORM, State.PUBLISHED}:
            return None
        return next(
            (one for one in reversed(self.moves) if one.after in DECIDED and one.before is not State.IN_FORM), None
        )

    @property
    def year(self) -> int:
        """The first reporting year it holds for: as decided, or as proposed."""
        decided = self.decision
        return self.content.year if decided is None or decided.year is None else decided.year

    @property
    def hearing(self) -> Hearing | None:
        """The one that is open, or the last one."""
        return self.hearings[-1] if self.hearings else None

    @property
    def trial(self) -> Trial | None:
        """Of what it says now; None when that has not been tried."""
        return next((one for one in reversed(self.trials) if one.version == self.version.number), None)

    @property
    def meeting(self) -> int | None:
        """The number of the meeting it was last put before."""
        return next((one.meeting for one in reversed(self.moves) if one.meeting is not None), None)


DECIDED = frozenset({State.ACCEPTED, State.REJECTED, State.POSTPONED})


@dataclass(frozen=True, slots=True)
class Minutes:
    """What was said of one proposal, by its id, or of the whole meeting. A later one of the same stands in for it."""

    proposal: str | None
    said: Said


@dataclass(frozen=True, slots=True)
class Meeting:
    id: str
    held: date
    place: str
    said: Said
    minutes: tuple[Minutes, ...] = ()
    number: int = 0

    def of(self, proposal: str | None) -> Minutes | None:
        """The newest minutes about a proposal, or about the whole."""
        return next((one for one in reversed(self.minutes) if one.proposal == proposal), None)
