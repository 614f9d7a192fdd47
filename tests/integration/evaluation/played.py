"""A small season that has been played: warnings that were asked about, found right and mended, and files that a case system sent."""

from __future__ import annotations

from datetime import date

from integration.databases import START
from integration.desk.season import ONE, sent
from integration.followup.desk import warned_file
from integration.portal.house import BERGEN, GRORUD, MOSS, OLA, SIRI, House
from integration.receiving.sending import send
from kostra.app.followup import answering, errorlists
from kostra.app.followup.answering import Given
from kostra.app.permissions import Asker
from kostra.followup.errorlists import Answer
from kostra.model.people import Actor, ActorKind, Mandate, Right
from kostra.model.submission import Expected

SENT = {BERGEN: (40, 4), MOSS: (40, 1), GRORUD: (40, 2)}
"""What the case system sends: persons, and those of them with a warning (K36)."""


def program(name: str, *units: str) -> Asker:
    """A case system with a right to send for these."""
    actor = Actor(ActorKind.SYSTEM, f"system-{name.lower()}", name)
    mandates = (Mandate(f"m-{name}-{unit}-{one}", actor, unit, None, one, START) for unit in units for one in Right)
    return Asker(actor, tuple(mandates))


ALFA = program("Alfa", *SENT)
BETA = program("Beta", MOSS)


def played(there: House) -> None:
    """Stavanger: three warnings, of which two are right and one is mended in a new file. The others: sent by Alfa, as they are."""
    sent(there)
    one = errorlists.send_list(there.system, SIRI, ONE, date(2027, 1, 26)).list
    there.clock.move(days=1)
    given = {line: Given(Answer.RIGHT, "Etterbetaling") for line in (1, 2)} | {3: Given(Answer.CORRECTED)}
    answering.answer(there.system, OLA, one.id, given)
    errorlists.accept_lines(there.system, SIRI, one.id, [1, 2])
    there.clock.move(days=2)
    sent(there, people=5, warned=2)
    for seed, (unit, (people, warned)) in enumerate(SENT.items(), start=7):
        send(there.system, warned_file(people, warned, seed, unit), ALFA, Expected(ONE.form, ONE.period, unit))
    there.work()


def all_mended(there: House) -> None:
    """Each of three municipalities has a warning for each of forty persons in its first file, and none in the next: what a control that
    should block looks like."""
    for warned in (40, 0):
        for seed, unit in enumerate(SENT, start=20):
            content = warned_file(40, warned, seed, unit)
            there.clock.move(seconds=-1)  # Also where the clock has jumped.
            send(there.system, content, ALFA, Expected(ONE.form, ONE.period, unit))
        there.work()
        there.clock.move(days=1)
