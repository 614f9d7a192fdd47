"""Making what was ordered, in a process of its own with the resolving key: klargjorte data are cut by the basis, persons are given the
names that the recipient may know them by, and the files are packed, signed for, and locked with the recipient's key.

National ids are nowhere but here, and in the locked bytes; how many are resolved is in the log before they are. Whatever stops it leaves
nothing that anybody can read: the bytes are put in the vault first, and in one transaction it all becomes a delivery. The content and the
manifest of the same order of the same data are the same bytes each time. The locked ones are not, for age makes a new key for each file; so
a delivery is locked once, and what is fetched is those bytes, as often as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO

import polars as pl

from kostra.app.deliveries.bases import basis_of, recipient_of
from kostra.app.deliveries.ordering import event, still
from kostra.app.deliveries.outside import refuse
from kostra.app.editing.working import current, made_of
from kostra.app.permissions import Asker
from kostra.app.ports.deliveries import CUT, SEALED
from kostra.app.ports.keys import Resolver, Sealer
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.ports.vault import Kept, Unavailable
from kostra.app.system import System
from kostra.deliveries import cutting, describing, manifest, packing
from kostra.deliveries.differences import differences
from kostra.deliveries.refusing import Refusal
from kostra.forms import catalogue
from kostra.model.delivery import Basis, Delivery, Identity, Made, Recipient, Stage
from kostra.model.edit import Whole
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.form import FormVersion
from kostra.model.people import HOUSE

KIND = "delivery"
"""Of the objects in the vault."""
MANIFEST, SIGNED, DESCRIPTION, README = "manifest.json", "manifest.jws", "beskrivelse.json", "LES-MEG.txt"
_HOUSE = Asker(HOUSE)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What only the process that makes deliveries has. `resolver` is told whom to tell how many, before any of them is resolved."""

    resolver: Callable[[Callable[[int], None]], Resolver]
    sealer: Sealer


@dataclass(frozen=True, slots=True)
class _Cut:
    delivery: Delivery
    basis: Basis
    recipient: Recipient
    version: FormVersion
    frame: pl.DataFrame
    before: pl.DataFrame | None
    data: str


def waiting(system: System) -> tuple[Delivery, ...]:
    """Those that are ordered and not made, the oldest first."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return tuple(one for one in reversed(tx.deliveries.deliveries()) if one.stage is Stage.ORDERED)


def make(system: System, workshop: Workshop, id: str) -> Delivery:
    """Done twice it is the same delivery. Refused where the basis does not hold any more, nobody has reported, or it is deleted."""
    stopped: tuple[Refusal, ...] = ()
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = delivery_of(tx, id)
        if found.stage is Stage.DELETED:
            raise Conflict("Leveransen er slettet. Bestill en ny hvis hjemmelen fortsatt gjelder.")
        if found.stage is not Stage.ORDERED:
            return found
        stopped = still(tx, found)
        taken = None if stopped else _taken(system, tx, found)
    if taken is None:
        raise refuse(system, _HOUSE, id, stopped, found.order)
    content, persons = _content(system, workshop, taken)
    assert taken.recipient.key is not None
    locked = workshop.sealer.seal(packing.packed(content), taken.recipient.key)
    kept = {SEALED: _put(system, locked), CUT: _put(system, packing.parquet(taken.frame))}
    made = Made(
        at=system.clock.now(),
        rows=len(taken.frame),
        persons=persons,
        manifest=content[SIGNED].decode(),
        sha256=hashlib.sha256(locked).hexdigest(),
        size=len(locked),
        regions=cutting.per_unit(taken.frame),
    )
    # When something goes wrong here the bytes stay: they may have been registered although nobody got to hear of it.
    registered, first = _register(system, taken, made, kept)
    if not first:
        for one in kept.values():
            with suppress(Unavailable):
                system.vault.delete(one)
    return registered


def make_all(system: System, workshop: Workshop, tell: Callable[[str], None]) -> int:
    """Everything that waits; says how much. One that cannot be made is told of, and the others are made."""
    done = 0
    for one in waiting(system):
        try:
            make(system, workshop, one.id)
            done += 1
        except Refused as refused:
            tell(f"{one.id}: {refused.message}")
    return done


def delivery_of(tx: Transaction, id: str) -> Delivery:
    found = tx.deliveries.delivery(id)
    if found is None:
        raise Missing(f"Det finnes ingen leveranse «{id[:20]}». Se listen over leveranser.")
    return found


def _taken(system: System, tx: Transaction, found: Delivery) -> _Cut:
    order = found.order
    working = current(system, tx, Whole(order.form, order.period))
    if not working.submissions:
        raise Missing(f"Ingen har levert skjema {order.form} for {order.period}, så det er ingenting å levere ennå.")
    basis = basis_of(tx, order.basis)
    version = catalogue.form(order.form).version(order.period.year)
    before = None if found.replaces is None else tx.deliveries.kept(found.replaces, CUT)
    return _Cut(
        found,
        basis,
        recipient_of(tx, order.recipient),
        version,
        cutting.cut(working.frame, basis, order, version),
        None if before is None else pl.read_parquet(BytesIO(system.vault.open(before).read())),
        f"{made_of(working.submissions)}:{working.ledger.through}",
    )


def _content(system: System, workshop: Workshop, cut: _Cut) -> tuple[Mapping[str, bytes], int]:
    """The files of the delivery, and how many persons they tell apart."""
    order, identity = cut.delivery.order, cut.basis.identity
    frame = cutting.named(cut.frame, cut.version, _names(system, workshop, cut))
    variables = cutting.wanted(cut.basis, order, cut.version)
    columns = describing.described(cut.version, identity, variables)
    files = {
        packing.PARQUET: packing.parquet(frame),
        packing.CSV: packing.csv(frame),
        DESCRIPTION: manifest.dumped({"form": order.form, "period": str(order.period), "columns": columns}),
        README: describing.as_text(_about(system, cut), columns).encode(),
    }
    persons = cutting.persons(cut.frame, cut.version)
    listed = manifest.written(
        cut.delivery,
        cut.basis,
        data=cut.data,
        rows=len(frame),
        persons=persons,
        variables=variables,
        files=files,
        different=None if cut.before is None else differences(cut.before, cut.frame),
        synthetic=system.producer is None,
    )
    return files | {MANIFEST: listed, SIGNED: system.signer.sign(listed).encode()}, persons


def _names(system: System, workshop: Workshop, cut: _Cut) -> Callable[[list[bytes]], list[str]] | None:
    if cut.basis.identity is Identity.NONE:
        return None
    resolver = workshop.resolver(partial(_count, system, cut.delivery))
    if cut.basis.identity is Identity.RECIPIENT_PSEUDONYM:
        return lambda some: resolver.rename(some, cut.basis.recipient)
    return lambda some: [one.decode("iso-8859-1") for one in resolver.resolve(some)] if some else []


def _count(system: System, delivery: Delivery, persons: int) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.record(event("persons.resolved", delivery, persons=persons))


def _about(system: System, cut: _Cut) -> str:
    order, basis = cut.delivery.order, cut.basis
    synthetic = "Syntetiske tall: ingen av personene finnes.\n" if system.producer is None else ""
    return (
        f"{synthetic}{cut.version.title.nb}, skjema {order.form} for {order.period}. Levert til {cut.recipient.name}.\n"
        f"Hjemmel: {basis.paragraph} ({basis.document}).\nFormål: {basis.purpose}\n\n"
        f"{packing.PARQUET} og {packing.CSV} har de samme opplysningene. CSV-filen har semikolon mellom feltene og er i UTF-8.\n"
        f"{MANIFEST} har summen (SHA-256) av hver fil, og {SIGNED} er den samme listen med signatur.\n"
        "Opplysningene kan bare brukes til formålet, og skal slettes når hjemmelen slutter."
    )


def _put(system: System, content: bytes) -> Kept:
    with system.vault.writing(KIND) as writing:
        writing.write(content)
        return writing.keep()


def _register(system: System, cut: _Cut, made: Made, kept: Mapping[str, Kept]) -> tuple[Delivery, bool]:
    """The delivery as it is after this, and whether nobody else was there first."""
    id, recipient = cut.delivery.id, cut.delivery.order.recipient
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.deliveries.lock()
        found = delivery_of(tx, id)
        if found.stage is not Stage.ORDERED:
            return found, False
        tx.deliveries.make(id, made)
        for what, one in kept.items():
            tx.deliveries.keep(id, recipient, what, one)
        tx.record(event("delivery.made", found, rows=made.rows, persons=made.persons, sha256=made.sha256))
    return replace(found, made=made), True
