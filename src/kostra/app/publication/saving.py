"""Queries that readers keep. Anybody may, and nobody is asked who they are, so there is room for so many a day; they are kept for good."""

from __future__ import annotations

import json
from datetime import timedelta

from kostra.app.ports.transaction import Scope
from kostra.app.publication.bank import Bank
from kostra.app.system import System
from kostra.model.people import HOUSE
from kostra.publication import refusals, saving
from kostra.publication.saving import SavedQuery

MOST_A_DAY = 5_000


def save(system: System, bank: Bank, query: SavedQuery) -> SavedQuery:
    """As it is kept. Of a table that is not public it is refused, as of one that is not there; so is what cannot be answered."""
    kept = saving.plainly(query, bank.table(query.table))
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        if tx.saved.query(kept.id) is None:
            if tx.saved.since(tx.now - timedelta(days=1)) >= MOST_A_DAY:
                raise refusals.no_more_queries()
            tx.saved.add(kept.id, kept.text)
    return kept


def saved(system: System, id: str) -> SavedQuery:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.saved.query(id)
    if found is None:
        raise refusals.no_query(id)
    return saving.read(json.loads(found))
