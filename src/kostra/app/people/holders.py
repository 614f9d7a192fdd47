"""Finding whom a mandate is to be given to.

A person is found by the short code on their profile page, told to the administrator face to face or over the phone. Not by e-mail: an
address that somebody typed in about themselves proves nothing, and an invitation that anybody with that address can claim would give a
municipality's files to whoever came first. Not by name either: who has logged in to this site is nobody else's to browse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import assert_never

from kostra.app.people.asking import actor_of, actor_of_system, register_system
from kostra.app.people.registering import written_code
from kostra.app.ports.transaction import Transaction
from kostra.model.errors import Refused
from kostra.model.people import Actor, ActorKind

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class ByCode:
    """A person, by their code."""

    code: str


@dataclass(frozen=True, slots=True)
class ByHolder:
    """One who holds something for this region already: a person, an office or a system, by our id."""

    id: str


@dataclass(frozen=True, slots=True)
class ByClient:
    """A system, by its client at the token issuer and the organisation it acts for. It need not have come yet."""

    client: str
    orgnr: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ByOffice:
    id: str


Holder = ByCode | ByHolder | ByClient | ByOffice


def found(tx: Transaction, given: Holder, region: str) -> Actor:
    match given:
        case ByCode(code):
            return _person(tx, code)
        case ByHolder(id):
            return _held(tx, id, region)
        case ByClient():
            return _system(tx, given)
        case ByOffice(id):
            return _office(tx, id)
        case _:
            assert_never(given)


def _person(tx: Transaction, code: str) -> Actor:
    person = tx.people.person_by_code(written_code(code))
    if person is None:
        raise Refused(
            f"Ingen har koden «{code.strip()[:20]}» nå. Be personen logge inn og lese opp koden på profilsiden sin; den varer i 14 dager."
        )
    if not person.name:
        raise Refused("Personen har ikke skrevet navnet sitt ennå. Be dem fylle ut profilsiden, og prøv igjen.")
    return actor_of(person)


def _held(tx: Transaction, id: str, region: str) -> Actor:
    holder = next((one.holder for one in tx.people.mandates(region=region) if one.holder.id == id), None)
    if holder is None:
        raise Refused("Den du valgte, har ingen rett her lenger. Finn personen med koden fra profilsiden i stedet.")
    return holder


def _system(tx: Transaction, given: ByClient) -> Actor:
    client, orgnr, name = given.client.strip(), "".join(given.orgnr.split()), " ".join(given.name.split())
    if not re.fullmatch(r"[A-Za-z0-9._:-]{1,100}", client):
        raise Refused(
            f"«{client[:40]}» er ikke en klient-id fra Maskinporten. Kopier den fra leverandøren, uten mellomrom."
        )
    if not is_orgnr(orgnr):
        raise Refused(
            f"«{orgnr[:20]}» er ikke et organisasjonsnummer. Skriv de ni sifrene, og sjekk at alle er riktige."
        )
    known = tx.people.system(client, orgnr) or register_system(tx, client, orgnr, name[:100] or client)
    return actor_of_system(known)


def _office(tx: Transaction, id: str) -> Actor:
    office = next((one for one in tx.people.offices() if one.id == id), None)
    if office is None:
        raise Refused("Kontoret finnes ikke. Velg et av kontorene i listen, eller be SSB om å opprette det.")
    return Actor(ActorKind.OFFICE, office.id, office.name)


def is_orgnr(written: str) -> bool:
    """Nine digits, the last of them a check on the others."""
    if not re.fullmatch("[0-9]{9}", written):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(written, _WEIGHTS, strict=False)) % 11
    return (11 - rest) % 11 == int(written[8])
