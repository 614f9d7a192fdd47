"""One expected delivery as those who work with it see it: both the one who makes the file and the one who sends it see the same."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.app.followup.moving import subject
from kostra.app.people import units
from kostra.app.permissions import Asker, demand
from kostra.app.portal.owed import Owed, told
from kostra.app.ports.drafts import Draft
from kostra.app.ports.submissions import Progress, Tally
from kostra.app.receiving.refusals import Unknown
from kostra.app.system import System
from kostra.followup.errorlists import ErrorList
from kostra.model.event import Recorded
from kostra.model.finding import Severity
from kostra.model.people import Right
from kostra.model.submission import Expected, Stage, Submission

_SHOWN_EVENTS = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission with what its controls found, by severity, and how far they have come while they run."""

    submission: Submission
    findings: dict[Severity, int]
    progress: Progress | None
    is_current: bool

    @property
    def is_waiting(self) -> bool:
        return self.submission.stage is Stage.PREPARED

    @property
    def is_running(self) -> bool:
        return self.submission.stage is Stage.RECEIVED


@dataclass(frozen=True, slots=True)
class Delivery:
    """`rights` are the asker's own for this unit and form; `recipient` the public key that a file may be encrypted to."""

    owed: Owed
    name: str
    sent: tuple[Sent, ...]
    draft: Draft | None
    lists: tuple[ErrorList, ...]
    history: tuple[Recorded, ...]
    rights: frozenset[Right]
    recipient: str

    @property
    def waiting(self) -> tuple[Sent, ...]:
        return tuple(one for one in self.sent if one.is_waiting)

    @property
    def delivered(self) -> tuple[Sent, ...]:
        return tuple(one for one in self.sent if one.submission.received is not None)


def look(system: System, asker: Asker, expected: Expected) -> Delivery:
    demand(asker, Right.SEE, expected.unit, expected.form)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        standing = tx.campaign.standing(expected)
        if standing is None:
            raise Unknown(
                f"Det ventes ikke noe skjema {expected.form} for {expected.period} fra {expected.unit}. "
                "Gå til «Mine innsendinger» og se hva som skal leveres."
            )
        sent = tuple(
            Sent(
                one,
                _by_severity(tx.submissions.tallies(one.id)),
                tx.submissions.progress_of(one.id) if one.stage is Stage.RECEIVED else None,
                one.id == standing.submission,
            )
            for one in tx.submissions.of(expected)
        )
        lists = tx.cases.error_lists(expected=expected)
        ids = (subject(expected), *(one.submission.id for one in sent), *(one.id for one in lists))
        history = [event for id in ids for event in tx.log.of(subject=id, limit=_SHOWN_EVENTS)]
        return Delivery(
            told(standing, tx.now),
            units.name(expected.unit, expected.period.year),
            sent,
            tx.drafts.current(expected),
            lists,
            tuple(sorted(history, key=lambda one: -one.number)[:_SHOWN_EVENTS]),
            frozenset(right for right in Right if asker.may(right, expected.unit, expected.form)),
            system.opener.recipient(),
        )


def _by_severity(tallies: tuple[Tally, ...]) -> dict[Severity, int]:
    """The most severe first."""
    counts: dict[Severity, int] = {}
    for tally in tallies:
        counts[tally.severity] = counts.get(tally.severity, 0) + tally.count
    return dict(sorted(counts.items(), reverse=True))
