"""All that is refused: an order outside its basis, and somebody who approves their own. One sentence for each thing that is wrong, for
whoever asked: what is wrong, where, what was asked for, what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kostra.deliveries.variables import BORN, REGION, known
from kostra.model.delivery import Basis, Identity, Order, Persons, Recipient, RecipientKind, Stands
from kostra.model.form import FieldType, Form


class Why(StrEnum):
    """What an attempt was refused for, as the log has it."""

    NO_BASIS = "no-basis"
    MINISTRY = "ministry"
    RECIPIENT = "recipient"
    NOT_APPROVED = "not-approved"
    OWN_APPROVAL = "own-approval"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    ENDED = "ended"
    FORM = "form"
    PASSED_ON = "passed-on"
    PERIOD = "period"
    VARIABLE = "variable"
    PERSONS = "persons"
    IDENTITY = "identity"
    NO_KEY = "no-key"


@dataclass(frozen=True, slots=True)
class Refusal:
    why: Why
    sentence: str


RESEARCH = (
    "Et departement uten egen hjemmel kan få det undersøkt av en godkjent forskningsinstitusjon, som søker om tilgang for oppdraget. "
    "Tallene som er publisert, kan alle bruke."
)


def without(recipient: Recipient, form: str) -> Refusal:
    """Of somebody who has no basis for the form at all."""
    said = f"{recipient.name} har ingen hjemmel for å få enkeltopplysninger fra skjema {form[:20]}."
    if recipient.kind is RecipientKind.MINISTRY:
        return Refusal(Why.MINISTRY, f"{said} {RESEARCH}")
    return Refusal(
        Why.NO_BASIS,
        f"{said} Send Statistisk sentralbyrå vedtaket eller avtalen, så hjemmelen kan registreres og godkjennes.",
    )


def refusals(order: Order, basis: Basis, recipient: Recipient, form: Form, on: date) -> tuple[Refusal, ...]:
    """All that is wrong with an order on a basis. None when it may be made."""
    return (*_of_basis(order, basis, recipient, on), *_of_what(order, basis, form))


def standing(basis: Basis, on: date) -> Refusal | None:
    """Why nothing may be handed out on a basis on a day."""
    named = f"Hjemmelen «{basis.id}»"
    match basis.stands(on):
        case Stands.WAITING:
            return Refusal(Why.NOT_APPROVED, f"{named} er ikke godkjent. Be en kollega godkjenne den først.")
        case Stands.COMING:
            return Refusal(Why.NOT_YET, f"{named} gjelder først fra {basis.since:%d.%m.%Y}. Vent til den dagen.")
        case Stands.EXPIRED:
            return Refusal(
                Why.EXPIRED,
                f"{named} gjaldt til og med {basis.until:%d.%m.%Y}. Registrer en ny hjemmel hvis den er fornyet.",
            )
        case Stands.ENDED:
            return Refusal(Why.ENDED, f"{named} er avsluttet. Registrer en ny hjemmel hvis det er kommet en.")
    return own_basis(basis)


def own_basis(basis: Basis) -> Refusal | None:
    """One that was approved by whoever entered it gives nobody anything, however it came to be so."""
    if basis.approved is not None and basis.approved.by.id == basis.entered.by.id:
        return Refusal(
            Why.OWN_APPROVAL,
            f"Hjemmelen «{basis.id}» er registrert og godkjent av samme person. Registrer den på nytt, og be en kollega godkjenne den.",
        )
    return None


def _of_basis(order: Order, basis: Basis, recipient: Recipient, on: date) -> Iterator[Refusal]:
    if order.recipient != basis.recipient or recipient.id != basis.recipient:
        yield Refusal(
            Why.RECIPIENT,
            f"Hjemmelen «{basis.id}» er ikke for {recipient.name}. Velg en hjemmel som mottakeren selv har.",
        )
        return
    stands = standing(basis, on)
    if stands is not None:
        yield stands
    if recipient.key is None:
        yield Refusal(
            Why.NO_KEY,
            f"{recipient.name} har ingen nøkkel å kryptere til. Registrer den offentlige age-nøkkelen deres (age1...) først.",
        )


def _of_what(order: Order, basis: Basis, form: Form) -> Iterator[Refusal]:
    named = f"Hjemmelen «{basis.id}»"
    if order.form not in basis.variables:
        forms = ", ".join(basis.forms)
        yield Refusal(Why.FORM, f"{named} gjelder ikke skjema {order.form[:20]}, bare {forms}. Velg et av dem.")
        return
    if form.received_for is not None:
        yield Refusal(
            Why.PASSED_ON,
            f"Skjema {form.id} tas imot for {form.received_for} og sendes videre slik det kom. Hent det på siden Videresending.",
        )
        return
    first, last = basis.years
    year = order.period.year
    if order.period.span not in form.periods or year not in form.years or not _within(year, first, last):
        until = "og senere" if last is None else f"til {last}"
        yield Refusal(
            Why.PERIOD,
            f"{named} gjelder data om {first} {until}, og skjema {form.id} finnes ikke der for {order.period}. Velg en annen periode.",
        )
        return
    there = known(form.version(year))
    covered = basis.variables[order.form]
    beyond = [id for id in order.variables if id not in covered or id not in there]
    if beyond:
        yield Refusal(
            Why.VARIABLE,
            f"{named} gjelder ikke {_quoted(beyond)} i skjema {form.id} for {year}. Ta det bort, eller velg blant det hjemmelen nevner.",
        )
    told = [id for id in _chosen_by(order.persons) if id not in covered]
    if told:
        yield Refusal(
            Why.VARIABLE,
            f"{named} gjelder ikke {_quoted(told)} i skjema {form.id}. Da kan ikke personene velges etter det heller. Ta bort den "
            "avgrensingen.",
        )
    yield from _of_persons(order.persons, basis.persons, basis.id)
    for id in (*order.persons.where, *basis.persons.where):
        if id not in there or there[id].type is not FieldType.CODE:
            yield Refusal(
                Why.PERSONS,
                f"«{id[:40]}» er ikke et felt med koder i skjema {form.id} for {year}. Velg et felt som er det.",
            )
    aged = {order.persons.youngest, order.persons.oldest, basis.persons.youngest, basis.persons.oldest} != {None}
    if aged and BORN not in there:
        yield Refusal(
            Why.PERSONS, f"Skjema {form.id} har ingen personer, og kan ikke avgrenses etter alder. Ta bort alderen."
        )
    if basis.identity is not Identity.NONE and BORN not in there:
        yield Refusal(
            Why.IDENTITY,
            f"Skjema {form.id} er ikke om enkeltpersoner, og {named[0].lower()}{named[1:]} gir en id for hver person. Bruk en uten id.",
        )


def _chosen_by(persons: Persons) -> Iterator[str]:
    """The variables that a choice of persons tells of each of them."""
    if persons.regions:
        yield REGION
    if (persons.youngest, persons.oldest) != (None, None):
        yield BORN
    yield from persons.where


def _of_persons(asked: Persons, covered: Persons, basis: str) -> Iterator[Refusal]:
    named = f"Hjemmelen «{basis}»"
    outside = sorted(set(asked.regions) - set(covered.regions)) if covered.regions else []
    if outside:
        yield Refusal(
            Why.PERSONS, f"{named} gjelder ikke kommunene {_quoted(outside)}. Velg blant dem hjemmelen gjelder for."
        )
    if asked.youngest is not None and covered.youngest is not None and asked.youngest < covered.youngest:
        yield Refusal(
            Why.PERSONS,
            f"{named} gjelder personer fra {covered.youngest} år, og det er bedt om fra {asked.youngest}. "
            f"Velg {covered.youngest} eller mer.",
        )
    if asked.oldest is not None and covered.oldest is not None and asked.oldest > covered.oldest:
        yield Refusal(
            Why.PERSONS,
            f"{named} gjelder personer til og med {covered.oldest} år, og det er bedt om til {asked.oldest}. "
            f"Velg {covered.oldest} eller mindre.",
        )
    for id, answers in asked.where.items():
        other = sorted(set(answers) - set(covered.where.get(id, answers)))
        if other:
            yield Refusal(
                Why.PERSONS,
                f"{named} gjelder ikke personer med {_quoted(other)} i «{id[:40]}». Velg blant det hjemmelen nevner.",
            )


def _within(year: int, first: int, last: int | None) -> bool:
    return first <= year and (last is None or year <= last)


def _quoted(names: list[str]) -> str:
    return ", ".join(f"«{name[:40]}»" for name in names[:10])
