"""What else a report tells of, put straight into the database: reminders, extensions, stopped files, proposals, feedback, registers,
deliveries, and who sends each month.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from integration.deliveries.handing import basis
from integration.portal.house import BERGEN, MOSS, SIRI, STAVANGER
from integration.publication.released import OLE
from kostra.app.ports.cases import Reminder
from kostra.app.ports.registers import Holds, Received
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.followup.consent import Act, Consent
from kostra.followup.letters import Letter
from kostra.model.delivery import Delivery, Order, Recipient, RecipientKind
from kostra.model.feedback import Feedback, Stage
from kostra.model.finding import Severity
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.proposal import (
    Answer,
    Consequences,
    Content,
    Hearing,
    Kind,
    Meeting,
    Move,
    Proposal,
    Proposer,
    ProposerKind,
    Stance,
    State,
    Subject,
    Version,
)
from kostra.model.protection import Said
from kostra.model.submission import Content as Sort
from kostra.model.submission import Expected, Standing, Submission
from kostra.model.submission import Stage as Sent
from kostra.model.submission import State as Stands
from kostra.model.text import Language

SPRING = datetime(2027, 5, 4, 9, tzinfo=UTC)
FIRST = Expected("11F", Period(2026), STAVANGER)
PROPOSED = (
    (Kind.NEW_FIELD, "Nytt felt om norskopplæring", (State.ENTERED, State.IN_MEETING, State.ACCEPTED)),
    (Kind.REMOVED_FIELD, "Ta bort distriktsnummer", (State.ENTERED, State.IN_MEETING, State.REJECTED)),
    (Kind.CHANGED_FIELD, "Alle vilkår i perioden", (State.ENTERED, State.IN_MEETING, State.POSTPONED)),
    (Kind.SIMPLIFY, "Sivilstand fra folkeregisteret", (State.ENTERED,)),
    (Kind.TABLE, "Tydeligere tittel på tabell 10509", (State.ENTERED, State.IN_HEARING)),
    (Kind.GUIDE, "Bare et utkast", ()),
)


def around(system: System) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        _followed(tx)
        _sent(tx)
        _proposed(tx)
        _said(tx)
        _received(tx)
        _delivered(tx)
        _joined(tx)


def _followed(tx: Transaction) -> None:
    """Reminders in two rounds, an extension, and one with nothing to report."""
    for round, step, units in (("r1", "first", (BERGEN, MOSS)), ("r2", "second", (MOSS,))):
        at = SPRING - timedelta(days=60 if round == "r1" else 50)
        for unit in units:
            letter = f"{round}-{unit}"
            tx.cases.post(
                Letter(letter, unit, ("post@k.no",), Language.BOKMAL, "Purring", "Husk skjema 11F.", at, at, round)
            )
            tx.cases.add_reminders([Reminder(round, Expected("11F", Period(2026), unit), step, at, HOUSE, letter)])
    tx.campaign.put(
        Standing(Expected("12", Period(2026), STAVANGER), Stands.EXTENDED, SPRING, extended_until=date(2027, 3, 1))
    )
    tx.campaign.put(Standing(Expected("11CF", Period(2026), STAVANGER), Stands.NIL_CONFIRMED, SPRING, arrived=SPRING))


def _sent(tx: Transaction) -> None:
    """A file that the controls stopped, and the nil return."""
    stopped = Submission(
        "stopped", Expected("7", Period(2026), STAVANGER), Sort.ANSWERS, Sent.STOPPED, SPRING, HOUSE, "", 0
    )
    nil = Submission("nil", Expected("11CF", Period(2026), STAVANGER), Sort.NIL, Sent.CHECKED, SPRING, HOUSE, "", 0)
    for one in (stopped, nil):
        tx.submissions.add(_received_now(one))


def _received_now(one: Submission) -> Submission:
    return replace(one, received=SPRING, sender=HOUSE)


def _proposed(tx: Transaction) -> None:
    before = State.DRAFT
    for number, (kind, title, states) in enumerate(PROPOSED):
        by = Said(SIRI.actor, SPRING)
        content = Content(
            title,
            kind,
            Subject(form="11F"),
            2027,
            Proposer(ProposerKind.SSB, "SSB", vouched=True),
            "Hva",
            f"Fordi {title.lower()}",
            Consequences("", "", "", ""),
        )
        id = f"p{number}"
        tx.proposals.add(Proposal(id, by, (Version(content, by),)))
        before = State.DRAFT
        for state in states:
            decided = state in (State.ACCEPTED, State.REJECTED, State.POSTPONED)
            said = Said(OLE.actor if decided else SIRI.actor, SPRING, "Etter møtet" if decided else "")
            tx.proposals.move(id, Move(before, state, said, 2027 if state is State.ACCEPTED else None))
            before = state
    tx.proposals.open_hearing(
        Hearing("h", "p4", date(2027, 6, 1), ("KS", "AVdir"), Said(SIRI.actor, SPRING, "Svar oss")), {}
    )
    for party, stance in (("KS", Stance.FOR), ("AVdir", Stance.PARTLY)):
        tx.proposals.answer(Answer(f"h-{party}", "h", party, stance, "letter", Said(SIRI.actor, SPRING, "Ja")))
    tx.proposals.add_meeting(Meeting("m", date(2027, 5, 5), "Oslo", Said(SIRI.actor, SPRING)))


def _said(tx: Transaction) -> None:
    for number, (field, helped, at) in enumerate(
        (
            ("trygdesit", False, SPRING),
            ("trygdesit", False, SPRING),
            ("arbsit", False, SPRING),
            ("bu18", True, SPRING),
            ("bu18", True, SPRING.replace(year=2026)),
        )
    ):
        tx.feedback.add(Feedback(f"f{number}", "11F", 2026, field, Language.BOKMAL, helped, "", at))
    tx.feedback.move("f0", Stage.SEEN, Said(SIRI.actor, SPRING))


def _received(tx: Transaction) -> None:
    for id, period, holds in (("k1", 2026, Holds.IN_FORCE), ("k2", 2025, Holds.IN_FORCE), ("k3", 2026, Holds.REPLACED)):
        rows = 17 if id == "k1" else 5
        one = Received(
            id, "nav_kvp", Period(period), "1", holds, SPRING, HOUSE, "NAV", id, 1, None, rows, Severity.OK, ()
        )
        tx.registers.add(one)


def _delivered(tx: Transaction) -> None:
    """One that is approved, and one that waits."""
    said = Said(SIRI.actor, SPRING, "avtale")
    tx.deliveries.add_recipient(Recipient("NAV", "Arbeids- og velferdsetaten", RecipientKind.AUTHORITY, said))
    own = replace(basis(), entered=said)
    tx.deliveries.add_basis(own)
    for id in ("d1", "d2"):
        tx.deliveries.order(Delivery(id, Order("NAV", own.id, "11F", Period(2026)), said))
    tx.deliveries.approve("d1", Said(OLE.actor, SPRING))


def _joined(tx: Transaction) -> None:
    at = datetime(2026, 1, 20, tzinfo=UTC)
    lines = [
        Consent("c1", BERGEN, Act.JOINED, SIRI.actor, at, Period.read("2026M02"), "Nav-lederen"),
        Consent("c2", MOSS, Act.JOINED, SIRI.actor, at, Period.read("2026K2"), "Nav-lederen"),
        Consent("c3", STAVANGER, Act.INVITED, SIRI.actor, at, text="Bli med"),
        Consent("c4", STAVANGER, Act.DECLINED, SIRI.actor, at, on_behalf="Nav-lederen", text="Nei"),
    ]
    tx.series.write(lines)
