"""Who acts in the season: in each unit a person who answers and sends, the case systems of the vendors, the bodies that
keep registers, and one at the desk.

They are registered and given their mandates as any other would be, with events; only the steward who does it is the house itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from kostra.app.followup import campaigns
from kostra.app.people import mandates, registering
from kostra.app.people.asking import actor_of, actor_of_system, register_system
from kostra.app.people.stewarding import HOUSE_STEWARD
from kostra.app.people.units import names
from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Transaction
from kostra.app.season.plan import SYSTEM_FORMS
from kostra.app.system import System
from kostra.followup.contacts import Contact, ContactRole
from kostra.model.people import Actor, Duty, Mandate, Right
from kostra.model.submission import Season
from kostra.registers.catalogue import layouts

MINISTRY = "AID"
_REASON = "Den syntetiske sesongen"


@dataclass(frozen=True, slots=True)
class Cast:
    """`persons` and `systems` are by unit; `bodies` are those who send the registers they keep."""

    persons: dict[str, Asker]
    systems: dict[str, Asker]
    bodies: dict[str, Asker]
    desk: Asker
    colleague: Asker
    """Another at the desk, who seconds what the first one has changed."""
    ministry: Asker
    """Somebody who would like to have data, and has no basis for it."""


def gather(system: System, played: Mapping[int, tuple[str, ...]], vendors: dict[str, str]) -> Cast:
    """Opens the campaigns of the forms that are `played` each year, and registers everybody under the names of the last year.

    The vendors' test of that year is opened with all its forms. What is there from before is used as it is.
    """
    for year, forms in played.items():
        campaigns.open_campaign(system, HOUSE_STEWARD, year, forms=forms)
    last = max(played)
    campaigns.open_campaign(system, HOUSE_STEWARD, last, Season.TEST)
    called = names(last)
    with system.transactions.begin(HOUSE_STEWARD.actor, HOUSE_STEWARD.scope) as tx:
        held, reached = _held(tx), {one.unit for one in tx.cases.contacts()}
        by_vendor = {vendor: _vendor(tx, number, vendor) for number, vendor in enumerate(sorted(set(vendors.values())))}
        persons, systems = {}, {}
        for unit in sorted({*vendors, *called}):
            person = _person(tx, unit, called.get(unit, unit), unit in reached)
            persons[unit] = _with(tx, held, person, unit, ((None, Right.PREPARE), (None, Right.SEND)))
            if unit in vendors:
                rights = tuple((form, Right.SEND) for form in SYSTEM_FORMS)
                systems[unit] = _with(tx, held, by_vendor[vendors[unit]], unit, rights)
        desk, colleague = (
            Asker(_registered(tx, who, name), duties=frozenset({Duty.STATISTICIAN}))
            for who, name in (("desk", "Statistikk i sesongen"), ("colleague", "Statistikk i sesongen, kollega"))
        )
        bodies = {
            body: Asker(_registered(tx, body, f"Registre i {body}"), duties=frozenset({Duty.CLIENT}), body=body)
            for body in sorted({one.body for one in layouts() if one.body is not None})
        }
        asks = _registered(tx, MINISTRY, f"Saksbehandler i {MINISTRY}")
        ministry = Asker(asks, duties=frozenset({Duty.CLIENT}), body=MINISTRY)
        return Cast(persons, systems, bodies, desk, colleague, ministry)


def _held(tx: Transaction) -> dict[tuple[str, str], list[Mandate]]:
    found: dict[tuple[str, str], list[Mandate]] = {}
    for one in tx.people.mandates():
        found.setdefault((one.holder.id, one.region), []).append(one)
    return found


def _with(
    tx: Transaction,
    held: dict[tuple[str, str], list[Mandate]],
    holder: Actor,
    unit: str,
    rights: tuple[tuple[str | None, Right], ...],
) -> Asker:
    mine = list(held.get((holder.id, unit), ()))
    have = {(one.form, one.right) for one in mine}
    mine += [
        mandates.add(tx, holder, unit, form, right, _REASON) for form, right in rights if (form, right) not in have
    ]
    return Asker(holder, tuple(mine))


def _person(tx: Transaction, unit: str, name: str, reached: bool) -> Actor:
    """Also the contact that letters go to."""
    actor = _registered(tx, unit, f"Fagansvarlig i {name}")
    if not reached:
        address = f"sosial@k{unit}.example"
        tx.cases.put_contact(
            Contact(f"season-{unit}", unit, actor.name, (ContactRole.FILE, ContactRole.SUBMISSION), address)
        )
    return actor


def _registered(tx: Transaction, who: str, name: str) -> Actor:
    key = hashlib.sha256(b"season" + who.encode()).hexdigest()
    return actor_of(tx.people.person_by_key(key) or registering.register(tx, key, name, f"{who}@sesong.example"))


def _vendor(tx: Transaction, number: int, vendor: str) -> Actor:
    client = f"fagsystem-{number + 1}"
    orgnr = _ORGNR[number % len(_ORGNR)]
    return actor_of_system(tx.people.system(client, orgnr) or register_system(tx, client, orgnr, vendor))


_ORGNR = ("310000018", "310000026", "310000034", "310000042")
