"""The house with a small season on it and everybody logged in, for walks through the reporter's pages and the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser.played import House, house
from integration.databases import START, job_runner
from integration.followup.desk import contact
from integration.portal.house import ANNA, BERIT, KARI, NILS, OLA, OWED, SIRI, SISSEL, STAVANGER, STEIN, session
from kostra.app.followup.comparing import compare_lists
from kostra.app.followup.deadlines import deadlines
from kostra.app.people.demo import install
from kostra.app.ports.transaction import Scope
from kostra.model.people import HOUSE


@contextmanager
def season(folder: Path) -> Iterator[House]:
    """A week before the deadline. Stavanger has somebody to write to."""
    with house(folder) as found:
        found.clock.time = START
        install(found.system)
        with found.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            tx.campaign.expect(OWED, tx.now)
        contact(found.system, STAVANGER)
        work(found)
        for who in (KARI, OLA, SISSEL, ANNA, BERIT, NILS, SIRI, STEIN):
            found.sessions[who.actor.name] = session(found.system, who)
        yield found


def work(found: House) -> None:
    """What the workers and the clock of the house do."""
    job_runner(found.system, found.database)()
    deadlines(found.system)
    compare_lists(found.system)
