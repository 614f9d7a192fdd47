"""A register of legal bases in force, records to deliver, the process with the key, and those who order, approve and fetch."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyrage  # type: ignore[import-untyped]

from integration.editing.editors import OLE, SIRI, Jobs, file, sent, straight
from integration.receiving.sending import BERGEN, EXPECTED, STAVANGER, expect
from integration.registers.sending import person
from kostra.app.deliveries import approving, bases, fetching, making, ordering
from kostra.app.deliveries.making import Workshop
from kostra.app.permissions import Asker
from kostra.app.system import System
from kostra.model.delivery import Basis, Delivery, Identity, Order, Persons, RecipientKind
from kostra.model.people import HOUSE, Duty
from kostra.model.period import Period
from kostra.model.protection import Said
from kostra.store.chest import resolver
from kostra.store.sealing import AgeSealer

NAV, IMDI, AID = (person(f"Hos {body}", Duty.CLIENT, body=body) for body in ("NAV", "IMDi", "AID"))
IDENTITIES = {one: pyrage.x25519.Identity.generate() for one in ("NAV", "IMDi")}
"""What the recipients open their deliveries with. The house never has them."""
KINDS = {"NAV": RecipientKind.AUTHORITY, "IMDi": RecipientKind.AUTHORITY, "AID": RecipientKind.MINISTRY}
WHY = "Etter avtale"


def workshop(folder: Path) -> Workshop:
    return Workshop(lambda counted: resolver(folder / "keys" / "resolve", counted, demo=True), AgeSealer())


def basis(recipient: str = "NAV", **other: Any) -> Basis:
    given = Basis(
        id=f"{recipient.lower()}-sosialhjelp",
        recipient=recipient,
        paragraph="Statistikkloven § 14",
        purpose="Analyse av sosialhjelp",
        document="Avtale 2021/12",
        variables={"11F": ("rapporteringsenhet", "id_type", "bidrag", "trygdesit")},
        persons=Persons(),
        identity=Identity.NATIONAL_ID,
        years=(2020, None),
        since=date(2021, 1, 1),
        until=date(2030, 12, 31),
        entered=Said(HOUSE, None),  # type: ignore[arg-type]  # put in when it is entered
    )
    return replace(given, **other)


def recipients(system: System) -> None:
    for id, kind in KINDS.items():
        bases.enter_recipient(system, SIRI, id, id, kind, WHY)
        if id in IDENTITIES:
            bases.put_key(system, SIRI, id, str(IDENTITIES[id].to_public()), WHY)


def in_force(system: System, *wanted: Basis) -> None:
    """Entered by one, approved by another."""
    for one in wanted:
        bases.enter(system, SIRI, one)
        bases.approve(system, OLE, one.id)


def reported(system: System, run_jobs: Jobs, people: int = 4) -> None:
    expect(system, EXPECTED, replace(EXPECTED, unit=BERGEN))
    for unit in (STAVANGER, BERGEN):
        sent(system, run_jobs, file(people, unit=unit), unit)


def straight_in(system: System, people: int = 4) -> None:
    """The same records, where it is not tried how they came."""
    for unit in (STAVANGER, BERGEN):
        straight(system, replace(EXPECTED, unit=unit), file(people, unit=unit))


def order(recipient: str = "NAV", **other: Any) -> Order:
    return replace(Order(recipient, "", "11F", Period(2026)), **other)


def ordered(system: System, wanted: Order | None = None, who: Asker = SIRI) -> Delivery:
    return ordering.order(system, who, wanted or order())


def ready(system: System, folder: Path, wanted: Order | None = None) -> Delivery:
    """Ordered, made and approved."""
    one = ordered(system, wanted)
    making.make(system, workshop(folder), one.id)
    return approving.approve(system, OLE, one.id)


def taken(system: System, id: str, who: Asker = NAV) -> Mapping[str, bytes]:
    """As the recipient fetches it and opens it."""
    _, file = fetching.fetch(system, who, id)
    with file:
        return opened(file.read(), str(who.body))


def opened(locked: bytes, recipient: str) -> Mapping[str, bytes]:
    with ZipFile(io.BytesIO(pyrage.decrypt(locked, [IDENTITIES[recipient]]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
