"""The register of legal bases: entered by one, approved by another, ended by anybody at the desk, with a reason. And who the recipients
are, with the key that their deliveries are locked with.
"""

from __future__ import annotations

from dataclasses import replace

from kostra.app.deliveries.outside import refuse
from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.deliveries.entering import KEY, wrong
from kostra.deliveries.refusing import Refusal, Why
from kostra.forms import catalogue
from kostra.model.delivery import Basis, Recipient, RecipientKind
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.event import Event
from kostra.model.people import NOBODY, Duty
from kostra.model.protection import Said

OWN = "Du har registrert hjemmelen selv. Be en kollega godkjenne den."


def enter_recipient(system: System, asker: Asker, id: str, name: str, kind: RecipientKind, reason: str) -> Recipient:
    demand_duty(asker, Duty.STATISTICIAN)
    id, name, reason = id.strip(), name.strip(), _text(reason, "Skriv hvem mottakeren er, og hvorfor den registreres.")
    refuse_what_is_no_reason(f"{id} {name}")
    if not id.replace("-", "").isalnum() or len(id) > 60 or not name:
        raise Refused(f"Kortnavnet «{id[:40]}» må være bokstaver, tall og bindestrek, og mottakeren må ha et navn.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.deliveries.lock()
        if tx.deliveries.recipient(id) is not None:
            raise Conflict(f"Mottakeren «{id}» er registrert fra før. Bruk den, eller velg et annet kortnavn.")
        made = Recipient(id, name, kind, Said(tx.actor, tx.now, reason))
        tx.deliveries.add_recipient(made)
        tx.record(Event("recipient.entered", id, reason, details={"name": name, "kind": kind.value}))
    return made


def put_key(system: System, asker: Asker, recipient: str, key: str, reason: str) -> None:
    """The key that the recipient has told us, some other way than the one this is about."""
    demand_duty(asker, Duty.STATISTICIAN)
    key, reason = key.strip(), _text(reason, "Skriv hvordan dere fikk nøkkelen, og hvem som bekreftet den.")
    if not KEY.fullmatch(key):
        raise Refused(
            "Det er ikke en offentlig age-nøkkel. Den begynner med «age1» og har 62 tegn; den hemmelige skal dere ikke ha."
        )
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.deliveries.lock()
        recipient_of(tx, recipient)
        tx.deliveries.put_key(recipient, key, Said(tx.actor, tx.now, reason))
        tx.record(Event("recipient.key-put", recipient, reason, details={"key": key}))


def enter(system: System, asker: Asker, basis: Basis, reason: str = "") -> Basis:
    """Who enters it, and when, is put in here."""
    demand_duty(asker, Duty.STATISTICIAN)
    for text in (basis.id, basis.paragraph, basis.purpose, basis.document, reason):
        refuse_what_is_no_reason(text)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.deliveries.lock()
        problems = list(wrong(basis, recipient_of(tx, basis.recipient), {one.id: one for one in catalogue.all_forms()}))
        if problems:
            raise Refused(" ".join(problems))
        if tx.deliveries.basis(basis.id) is not None:
            raise Conflict(f"Hjemmelen «{basis.id}» er registrert fra før. Velg et annet kortnavn.")
        entered = replace(basis, entered=Said(tx.actor, tx.now, reason.strip()), approved=None, ended=None)
        tx.deliveries.add_basis(entered)
        details = {"recipient": basis.recipient, "forms": ", ".join(basis.forms), "identity": basis.identity.value}
        tx.record(Event("basis.entered", basis.id, reason.strip(), details=details))
    return entered


def approve(system: System, asker: Asker, id: str, comment: str = "") -> Basis:
    demand_duty(asker, Duty.STATISTICIAN)
    comment = comment.strip()
    refuse_what_is_no_reason(comment)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.deliveries.lock()
        found = basis_of(tx, id)
        if found.ended is not None or found.approved is not None:
            raise Conflict(f"Hjemmelen «{id}» er allerede {'avsluttet' if found.ended else 'godkjent'}.")
        own = found.entered.by.id == tx.actor.id
        if not own:
            tx.deliveries.approve_basis(id, Said(tx.actor, tx.now, comment))
            tx.record(Event("basis.approved", id, comment, details={"recipient": found.recipient}))
            found = basis_of(tx, id)
    if own:
        raise refuse(system, asker, id, [Refusal(Why.OWN_APPROVAL, OWN)])
    return found


def end(system: System, asker: Asker, id: str, reason: str) -> Basis:
    """By one alone: what may not be handed out any more must not wait for a colleague."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = _text(reason, "Skriv hvorfor hjemmelen avsluttes.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.deliveries.lock()
        if basis_of(tx, id).ended is not None:
            raise Conflict(f"Hjemmelen «{id}» er allerede avsluttet.")
        tx.deliveries.end_basis(id, Said(tx.actor, tx.now, reason))
        tx.record(Event("basis.ended", id, reason))
        return basis_of(tx, id)


def listed(system: System) -> tuple[tuple[Recipient, tuple[Basis, ...]], ...]:
    """Every recipient with its bases, for anybody."""
    with system.transactions.begin(NOBODY, Scope(frozenset())) as tx:
        return tuple((one, tx.deliveries.bases(one.id)) for one in tx.deliveries.recipients())


def seen(system: System, id: str) -> tuple[Recipient, Basis]:
    with system.transactions.begin(NOBODY, Scope(frozenset())) as tx:
        found = basis_of(tx, id)
        return recipient_of(tx, found.recipient), found


def basis_of(tx: Transaction, id: str) -> Basis:
    found = tx.deliveries.basis(id)
    if found is None:
        raise Missing(f"Det finnes ingen hjemmel «{id[:40]}». Se registeret over hjemler.")
    return found


def recipient_of(tx: Transaction, id: str) -> Recipient:
    found = tx.deliveries.recipient(id)
    if found is None:
        raise Missing(f"Det finnes ingen mottaker «{id[:40]}». Registrer den først.")
    return found


def _text(text: str, demanded: str) -> str:
    if not text.strip():
        raise Refused(demanded)
    refuse_what_is_no_reason(text)
    return text.strip()
