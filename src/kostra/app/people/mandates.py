"""Mandates: given and ended by those who administer a municipality or a district, for all forms or for one, and each of them an event.

Nobody can give what they do not administer. Ending is at once, because every request reads the mandates anew. A municipality is never
left without anybody who administers it; the first one is appointed by SSB (`kostra.app.people.stewarding`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from kostra.app.people import units
from kostra.app.people.holders import Holder, found
from kostra.app.permissions import Asker, Forbidden, demand
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Missing, Refused
from kostra.model.event import Event, Recorded
from kostra.model.people import Actor, ActorKind, Duty, Mandate, Right
from kostra.model.text import Language

GIVEN, ENDED, LANGUAGE = "mandate.given", "mandate.ended", "region.language-chosen"
RIGHTS = (Right.SEE, Right.PREPARE, Right.CHECK, Right.SEND, Right.ADMINISTER)


@dataclass(frozen=True, slots=True)
class Region:
    """Who may do what for one municipality or district, as those who administer it see it. A steward sees it too, and gives nothing."""

    code: str
    name: str
    language: Language
    mandates: tuple[Mandate, ...]
    history: tuple[Recorded, ...]
    may_give: bool


def region(system: System, asker: Asker, code: str) -> Region:
    _demand_any(asker, code)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        units.refuse_unknown(code, tx.now)
        mandates = tuple(one for one in tx.people.mandates(region=code) if _may_see(asker, one))
        history = tx.log.of(region=code, actions=(GIVEN, ENDED, LANGUAGE), limit=100)
        shown = tuple(one for one in history if _administers(asker, code, one.event.form))
        gives = asker.may(Right.ADMINISTER, code)
        return Region(code, units.name(code, tx.now.year), tx.people.language(code), mandates, shown, gives)


def holder(system: System, asker: Asker, code: str, given: Holder) -> Actor:
    """Who it is that the administrator is about to give something: shown before it is given."""
    demand(asker, Right.ADMINISTER, code)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return found(tx, given, code)


def give(
    system: System, asker: Asker, code: str, given: Holder, rights: Iterable[Right], form: str | None, reason: str = ""
) -> tuple[Mandate, ...]:
    """The mandates that are new; what the holder has already is left as it is."""
    _demand_administering(asker, code, form)
    wanted = tuple(dict.fromkeys(rights))
    if not wanted:
        raise Refused("Du har ikke valgt noen rett. Velg minst én av rettene, og prøv igjen.")
    if form is not None and form not in catalogue.ids():
        raise Refused(f"Det finnes ikke noe skjema «{form[:20]}». Velg ett av {', '.join(catalogue.ids())}.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        units.refuse_unknown(code, tx.now)
        receiver = found(tx, given, code)
        if Right.ADMINISTER in wanted and receiver.kind is not ActorKind.PERSON:
            raise Refused("Bare en person kan administrere tilganger. Gi kontoret eller systemet de andre rettene.")
        held = {(one.form, one.right) for one in tx.people.mandates(holder=receiver, region=code)}
        new = [right for right in wanted if (form, right) not in held and (None, right) not in held]
        return tuple(add(tx, receiver, code, form, right, reason) for right in new)


def add(tx: Transaction, holder: Actor, code: str, form: str | None, right: Right, reason: str) -> Mandate:
    """One mandate and its event. Whether it may be given has been asked before."""
    mandate = Mandate(str(uuid4()), holder, code, form, right, tx.now)
    tx.people.add_mandate(mandate, tx.actor)
    tx.record(Event(GIVEN, mandate.id, reason, region=code, form=form, details=_details(mandate)))
    return mandate


def end(system: System, asker: Asker, code: str, id: str, reason: str) -> Mandate:
    _demand_any(asker, code)
    _demand_reason(reason)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        mandate = tx.people.mandate(id, lock=True)
        if mandate is None or mandate.region != code:
            raise Missing("Det finnes ingen slik rett her. Den kan være gitt for en annen kommune. Gå til oversikten.")
        _end(tx, asker, mandate, reason)
        return mandate


def end_all(system: System, asker: Asker, code: str, holder: str, reason: str) -> tuple[Mandate, ...]:
    """Everything that somebody has here, as far as the asker administers it: they have left."""
    _demand_any(asker, code)
    _demand_reason(reason)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        held = [one for one in tx.people.mandates(region=code) if one.holder.id == holder and _may_see(asker, one)]
        if not held:
            raise Missing("Den du valgte, har ingen rett her som du kan avslutte. Last siden på nytt.")
        for mandate in held:
            _end(tx, asker, mandate, reason)
        return tuple(held)


def _end(tx: Transaction, asker: Asker, mandate: Mandate, reason: str) -> None:
    if not _may_see(asker, mandate):
        raise Forbidden("Du administrerer ikke det skjemaet denne retten gjelder. Be en som administrerer alle skjema.")
    if mandate.ended is not None:
        return
    if mandate.right is Right.ADMINISTER:
        _refuse_the_last(tx, asker, mandate)
    tx.people.end_mandate(mandate.id)
    details = _details(mandate)
    tx.record(Event(ENDED, mandate.id, reason.strip(), region=mandate.region, form=mandate.form, details=details))


def choose_language(system: System, asker: Asker, code: str, language: Language) -> None:
    """The written form in which the municipality is written to, and its people meet the site until they choose for themselves."""
    if not asker.has(Duty.STEWARD):
        _demand_administering(asker, code, None)
    if language not in (Language.BOKMAL, Language.NYNORSK):
        raise Refused("Målformen er bokmål (nb) eller nynorsk (nn). Velg en av dem.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.people.put_language(code, language)
        tx.record(Event(LANGUAGE, code, region=code, details={"language": str(language)}))


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Skriv hvorfor retten avsluttes. Det blir stående i historikken.")


def _details(mandate: Mandate) -> dict[str, str | int | None]:
    holder = mandate.holder
    return {"right": str(mandate.right), "kind": str(holder.kind), "holder": holder.id, "name": holder.name}


def _demand_any(asker: Asker, code: str) -> None:
    """They administer something of it: one form is enough to see that form's part."""
    if not asker.has(Duty.STEWARD):
        demand(asker, Right.ADMINISTER, code)


def _demand_administering(asker: Asker, code: str, form: str | None) -> None:
    demand(asker, Right.ADMINISTER, code)
    if not _administers(asker, code, form):
        own = ", ".join(sorted({one.form for one in asker.mandates if one.region == code and one.form}))
        raise Forbidden(
            f"Du administrerer bare skjema {own} for {code}. Velg det, eller be en som administrerer alle skjema."
        )


def _administers(asker: Asker, code: str, form: str | None) -> bool:
    """For all forms when `form` is None: the mandate must be for all of them too."""
    return asker.has(Duty.STEWARD) or any(
        one.right is Right.ADMINISTER and one.region == code and one.ended is None and one.form in (None, form)
        for one in asker.mandates
    )


def _may_see(asker: Asker, mandate: Mandate) -> bool:
    return _administers(asker, mandate.region, mandate.form)


def _refuse_the_last(tx: Transaction, asker: Asker, mandate: Mandate) -> None:
    others = [
        one
        for one in tx.people.mandates(region=mandate.region)
        if one.right is Right.ADMINISTER and one.form is None and one.id != mandate.id
    ]
    if mandate.form is None and not others and not asker.has(Duty.STEWARD):
        raise Refused(
            "Dette er den siste som administrerer tilganger her. Gi retten til en annen først, eller be SSB om å avslutte den."
        )
