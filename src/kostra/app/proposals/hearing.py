"""Hearings: the desk invites, whoever is logged in answers for an office, and the house reminds and closes.

Answers are for anybody to read. An answer that came by letter is written down at the desk, and says so. Who has changed their mind answers
again; both stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

from kostra.app.followup.writing import Written, post
from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.pages.words import Words
from kostra.app.permissions import Asker, demand_duty, demand_login
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.proposals.asking import moved, movers, proposal_of, speaks_for
from kostra.app.system import System
from kostra.followup.calendar import day, told
from kostra.model.errors import Conflict, Refused
from kostra.model.event import Event
from kostra.model.people import HOUSE, Duty
from kostra.model.proposal import BY_LETTER, ON_THE_PAGE, OWN_OFFICE, Answer, Hearing, Move, Proposal, Stance, State
from kostra.model.protection import Said
from kostra.model.text import Language
from kostra.proposals.states import Mover

ANSWERED, REMINDED = "hearing.answered", "hearing.reminded"
TEXTS = Path(__file__).parent / "letters.toml"
SHORTEST, LONGEST = 7, 120
"""Days from the invitation to the deadline."""
REMIND = 7
"""Days before the deadline that the silent are reminded."""
_NO_UNIT = ""
"""The letters go to offices outside, and not to a reporting unit."""
_ADDRESS = re.compile(r"[^\s@;,<>]+@[^\s@;,<>]+\.[^\s@;,<>]+")
_MOST, _LONGEST_NAME = 60, 120


@dataclass(frozen=True, slots=True)
class Invited:
    """`addresses` are of those that have one."""

    parties: tuple[str, ...]
    addresses: Mapping[str, str]


def read_parties(written: str) -> Invited:
    """One on each line: the name, and after a semicolon the address that the letter goes to, if there is to be one."""
    parties: list[str] = []
    addresses: dict[str, str] = {}
    for line in written.splitlines():
        name, _, address = (part.strip() for part in line.partition(";"))
        if not name and not address:
            continue
        if not name or len(name) > _LONGEST_NAME:
            raise Refused(
                f"«{line.strip()[:60]}» har ikke noe navn på høyst {_LONGEST_NAME} tegn. Skriv «Navn; adresse»."
            )
        if address and not _ADDRESS.fullmatch(address):
            raise Refused(
                f"«{address[:60]}» er ikke en e-postadresse. Skriv «{name}; post@kontoret.no», eller bare navnet."
            )
        if name in parties:
            raise Refused(f"«{name}» står to ganger. Skriv hver av dem én gang.")
        parties.append(name)
        if address:
            addresses[name] = address
    if not parties:
        raise Refused("Skriv hvem som inviteres til å svare, én på hver linje.")
    if len(parties) > _MOST:
        raise Refused(f"Det er {len(parties)} på listen. Inviter høyst {_MOST}, og resten gjennom dem.")
    return Invited(tuple(parties), addresses)


def open_hearing(
    system: System, asker: Asker, number: int, invited: Invited, deadline: date, asked: str, reason: str = ""
) -> str:
    """Each with an address gets a letter. `reason` says why it is heard without having been tried."""
    demand_duty(asker, Duty.STATISTICIAN)
    asked, reason = asked.strip(), reason.strip()
    for text in (asked, reason, *invited.parties):
        refuse_what_is_no_reason(text)
    if not asked:
        raise Refused("Skriv hva dere vil ha svar på.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.proposals.lock()
        one = proposal_of(tx, number)
        today = day(tx.now)
        if not SHORTEST <= (deadline - today).days <= LONGEST:
            raise Refused(
                f"Fristen er {told(deadline)}. Velg en dag fra {SHORTEST} til {LONGEST} dager fra i dag, så de inviterte rekker å svare."
            )
        made = Hearing(uuid4().hex, one.id, deadline, invited.parties, Said(tx.actor, tx.now, asked))
        tx.proposals.open_hearing(made, invited.addresses)
        moved(tx, one, Move(one.state, State.IN_HEARING, Said(tx.actor, tx.now, reason)), movers(asker, one))
        for party, address in invited.addresses.items():
            _post(tx, "invited", one, made, party, address)
    return made.id


def answer(
    system: System, asker: Asker, number: int, party: str, stance: Stance, text: str, *, by_letter: bool = False
) -> None:
    """For an office that was invited, or any other. By letter is what the desk writes down for others."""
    demand_login(asker)
    party, text = party.strip(), text.strip()
    for written in (party, text):
        refuse_what_is_no_reason(written)
    if by_letter:
        demand_duty(asker, Duty.STATISTICIAN)
    if not party or len(party) > _LONGEST_NAME:
        raise Refused(
            f"Skriv hvilket kontor eller hvilken kommune du svarer for, med høyst {_LONGEST_NAME} tegn. Ikke navnet ditt."
        )
    if not text and stance is not Stance.NOTHING:
        raise Refused("Skriv hvorfor. Bare «ingen merknader» kan stå uten tekst.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.proposals.lock()
        one = proposal_of(tx, number)
        hearing = one.hearing
        if hearing is None or one.state is not State.IN_HEARING:
            raise Conflict(f"Forslag {number} er ikke på høring nå, så svaret er ikke lagret.")
        if hearing.deadline < day(tx.now):
            raise Conflict(
                f"Fristen for å svare var {told(hearing.deadline)}. Svaret er ikke lagret. Ta kontakt med SSB."
            )
        own = any(each.office == party for each in speaks_for(asker, day(tx.now).year))
        came = BY_LETTER if by_letter else OWN_OFFICE if own else ON_THE_PAGE
        made = Answer(uuid4().hex, hearing.id, party, stance, came, Said(tx.actor, tx.now, text))
        tx.proposals.answer(made)
        details: dict[str, str | int | None] = {"number": number, "party": party, "stance": stance.value, "came": came}
        tx.record(Event(ANSWERED, one.id, form=one.content.subject.form, details=details))


def hearings(system: System) -> None:
    """The job: reminds those who have not answered a week before the deadline, and closes what is over. May be run twice."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        if not tx.proposals.open_hearings():
            return
        tx.proposals.lock()
        today = day(tx.now)
        for one, hearing in tx.proposals.open_hearings():
            left = (hearing.deadline - today).days
            if left < 0:
                said = Said(tx.actor, tx.now, f"Fristen var {told(hearing.deadline)}.")
                moved(tx, one, Move(one.state, State.HEARD, said), (Mover.HOUSE,))
            elif left <= REMIND and not tx.proposals.reminded(hearing.id):
                _remind(tx, one, hearing)


def _remind(tx: Transaction, one: Proposal, hearing: Hearing) -> None:
    addresses = tx.proposals.addresses(hearing.id)
    silent = [party for party in hearing.silent if party in addresses]
    for party in silent:
        _post(tx, "reminded", one, hearing, party, addresses[party])
    tx.proposals.remind(hearing.id, REMIND, tx.now, len(silent))
    tx.record(
        Event(
            REMINDED,
            one.id,
            form=one.content.subject.form,
            details={"number": one.number, "letters": len(silent)},
        )
    )


def _post(tx: Transaction, what: str, one: Proposal, hearing: Hearing, party: str, address: str) -> None:
    words = Words(TEXTS, Language.BOKMAL)
    given = {"number": one.number, "title": one.content.title, "due": told(hearing.deadline), "party": party}
    asked = hearing.said.text
    parts = (words("greeting"), words(f"{what}.opening", **given), asked, words("how", **given), words("signed"))
    written = Written(words(f"{what}.subject", **given), "\n\n".join(parts) + "\n")
    post(tx, _NO_UNIT, (address,), Language.BOKMAL, written)
