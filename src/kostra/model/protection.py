"""One run of disclosure control over all tables of a year, what its audit found, and what people have decided about what is shown.

Everything is only ever added to. Nothing here has a value of a cell: a cell is known by where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kostra.model.cube import Status
from kostra.model.errors import Broken
from kostra.model.people import Actor
from kostra.model.region import RegionKind
from kostra.model.text import Text


class Shown(StrEnum):
    """Of a cell: shown; not shown for its own sake; not shown in defence of another; of a threatening variable where too few live; not
    published at all."""

    SAFE = "safe"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    SMALL = "small"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: its table, its region, one code for each dimension, and the measure."""

    table: str
    region: str
    codes: tuple[str, ...]
    measure: str

    @classmethod
    def read(cls, written: str) -> Place:
        table, region, *codes, measure = written.split(";")
        return cls(table, region, tuple(codes), measure)

    def __str__(self) -> str:
        return ";".join((self.table, self.region, *self.codes, self.measure))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells there are of something, and how many of them are not shown, by why. `totals` are those that hold all the others of
    their region and measure, and `totals_lost` how many of these are not shown."""

    cells: int
    primary: int
    secondary: int
    small: int
    held: int
    totals: int
    totals_lost: int

    @property
    def lost(self) -> int:
        return self.primary + self.secondary + self.small + self.held


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What the audit said of exactly one run. What it did not say is not held to be good."""

    cells: int
    suppressed: int
    recoverable_by_rank: int
    determined_by_bounds: int
    narrower_than_3: int
    certified: int
    proven_unique: int
    passed: bool

    def __post_init__(self) -> None:
        if self.passed and self.determined:
            raise Broken("an audit that found cells that are known cannot have passed")

    @property
    def determined(self) -> int:
        return self.recoverable_by_rank + self.determined_by_bounds + self.proven_unique


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's word about something. `text` may be empty where no reason is asked for."""

    by: Actor
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class Protection:
    """`input` is a digest of all that the run was made from, `pattern` of the pattern files. `forced` and `merged` are the ids of what was
    decided and taken into the run. `levels` are by kind of region and `tables` by table, each in its order."""

    id: str
    year: int
    status: Status
    made: Said
    input: str
    pattern: str
    forced: tuple[str, ...]
    merged: tuple[str, ...]
    levels: tuple[tuple[RegionKind, Tally], ...]
    tables: tuple[tuple[str, Tally], ...]
    verdict: AuditVerdict | None = None
    approved: Said | None = None

    def tally(self, table: str) -> Tally | None:
        return dict(self.tables).get(table)


class Answer(StrEnum):
    """To what somebody proposed: a colleague agrees, or does not; or it is taken back."""

    SECONDED = "seconded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Stands(StrEnum):
    WAITING = "waiting"
    IN_FORCE = "in-force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Forcing:
    """A cell that is to be shown although it was suppressed. `seen_in` is the run where that was seen."""

    id: str
    year: int
    status: Status
    cell: Place
    seen_in: str
    proposed: Said
    answers: tuple[tuple[Answer, Said], ...] = ()

    @property
    def stands(self) -> Stands:
        if not self.answers:
            return Stands.WAITING
        match self.answers[-1][0]:
            case Answer.SECONDED:
                return Stands.IN_FORCE
            case Answer.DECLINED:
                return Stands.DECLINED
            case Answer.WITHDRAWN:
                return Stands.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Merge:
    """Codes of a dimension that are published as one, from the year `since` on."""

    id: str
    table: str
    dimension: str
    codes: tuple[str, ...]
    code: str
    title: Text
    since: int
    decided: Said
    undone: Said | None = None

    def holds(self, year: int) -> bool:
        return self.undone is None and self.since <= year
