"""Entering recipients and bases from a file: that of the house, or one's own. Somebody does it, and a colleague approves each basis."""

from __future__ import annotations

from pathlib import Path

from kostra.app.deliveries import bases
from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.deliveries import catalogue as listed
from kostra.forms import catalogue
from kostra.model.delivery import Basis
from kostra.model.people import HOUSE
from kostra.model.protection import Said


def enter_content(system: System, asker: Asker, file: Path = listed.FILE) -> tuple[Basis, ...]:
    """The bases that were not there, which now wait for a colleague. What is there is left as it is."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        recipients = {one.id for one in tx.deliveries.recipients()}
        there = {one.id for one in tx.deliveries.bases()}
    for one in listed.recipients(file):
        if one.id not in recipients:
            bases.enter_recipient(system, asker, one.id, one.name, one.kind, one.about)
    nobody = Said(HOUSE, system.clock.now())
    return tuple(
        bases.enter(
            system,
            asker,
            Basis(
                id=one.id,
                recipient=one.recipient,
                paragraph=one.paragraph,
                purpose=one.purpose,
                document=one.document,
                variables={id: listed.spelled_out(named, catalogue.form(id)) for id, named in one.forms.items()},
                persons=one.persons,
                identity=one.identity,
                years=one.years,
                since=one.since,
                until=one.until,
                entered=nobody,
            ),
        )
        for one in listed.bases(file)
        if one.id not in there
    )
