"""A person at the door: known by a digest of who the login says they are, and by what they have told about themselves.

The national id is turned into the digest here and forgotten. The digest is made from another text than the pseudonyms of those the
statistics are about, so that one who works with social assistance cannot be found among those who receive it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from kostra.app.people import sessions
from kostra.app.people.asking import actor_of, asker_for
from kostra.app.permissions import Asker, demand_login
from kostra.app.ports.people import Person
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.people import HOUSE, ActorKind
from kostra.model.text import Language

CODE_LASTS = timedelta(days=14)
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without those that are taken for another when they are read aloud."""
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """`secret` goes into the cookie. A person who has no name yet is asked for it first."""

    person: Person
    secret: str
    language: Language


def log_in(system: System, national_id: str, now: datetime, before: str | None = None) -> LoggedIn:
    """Starts a session for whoever this is. `now` is the time on the wall; `before` the secret of the session that this one replaces."""
    key = key_of(system, national_id)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        person = tx.people.person_by_key(key) or register(tx, key)
        language = asker_for(tx, person).language
    return LoggedIn(person, sessions.start(system, actor_of(person), now, before), language)


def key_of(system: System, national_id: str) -> str:
    pseudonym = system.pseudonymiser.encrypt([b"login:" + national_id.encode()])[0]
    return hashlib.sha256(b"kostra-sosial login" + pseudonym).hexdigest()


def register(tx: Transaction, key: str, name: str = "", email: str = "") -> Person:
    new = Person(str(uuid4()), name, email, None, tx.now, new_code(), tx.now + CODE_LASTS)
    person = tx.people.add_person(new, key)
    if person.id == new.id:
        tx.record(Event("person.registered", person.id))
    return person


def profile(system: System, asker: Asker) -> Person:
    """The asker's own. A code that has run out is made anew when the page that shows it is opened."""
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        person = _own(tx, asker)
        if person.code_until is None or person.code_until <= tx.now:
            person = replace(person, code=new_code(), code_until=tx.now + CODE_LASTS)
            tx.people.put_person(person)
            tx.record(Event("person.code-made", person.id))
        return person


def change_code(system: System, asker: Asker) -> None:
    """The old one is worth nothing from now on."""
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.people.put_person(replace(_own(tx, asker), code=new_code(), code_until=tx.now + CODE_LASTS))
        tx.record(Event("person.code-made", asker.actor.id))


def change_profile(system: System, asker: Asker, name: str, email: str, language: Language | None) -> None:
    """`language` is None for that of the municipality."""
    name, email = " ".join(name.split()), email.strip()
    if not 2 <= len(name) <= _LONGEST or not name.isprintable() or re.search("[0-9]{6}", name):
        raise Refused("Navnet må ha fra 2 til 120 tegn, og ikke tall. Skriv det slik du vil at kollegene skal se det.")
    if email and (len(email) > _LONGEST or not re.fullmatch(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+", email)):
        raise Refused(f"«{email[:_LONGEST]}» er ikke en e-postadresse. Skriv for eksempel kari@kommune.no.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.people.put_person(replace(_own(tx, asker), name=name, email=email, language=language))
        tx.record(Event("person.changed", asker.actor.id))


def new_code() -> str:
    """Eight letters and digits that can be said over the phone."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def written_code(given: str) -> str:
    """A code as somebody typed it, as it is kept."""
    letters = "".join(given.upper().split()).replace("-", "")
    return f"{letters[:4]}-{letters[4:]}"


def _own(tx: Transaction, asker: Asker) -> Person:
    demand_login(asker)
    person = tx.people.person(asker.actor.id) if asker.actor.kind is ActorKind.PERSON else None
    if person is None:
        raise Refused(
            "Denne siden er for personer. Et system har ingen profil; den som administrerer tilganger, gir det rettene."
        )
    return person
