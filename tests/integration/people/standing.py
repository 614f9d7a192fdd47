"""Askers for the tests of rights: the ready persons, as they would ask at this moment."""

from __future__ import annotations

from kostra.app.people import demo, registering
from kostra.app.people.asking import asker_for
from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.people import HOUSE


def asker(system: System, id: str) -> Asker:
    """As they are now, read anew."""
    ready = next(one for one in demo.persons() if one.id == id)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        person = tx.people.person_by_key(registering.key_of(system, ready.number))
        assert person is not None
        return asker_for(tx, person)


def code(system: System, id: str) -> str:
    """The code on their profile page."""
    found = registering.profile(system, asker(system, id)).code
    assert found is not None
    return found
