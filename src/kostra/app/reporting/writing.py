"""Writing in the draft of a report: freely under a section, or other words in the place of a sentence that was counted.

Every save is a line of a log that is only added to. Somebody who has not seen the last line is told, and nothing is written over.
"""

from __future__ import annotations

from collections.abc import Mapping

from kostra.app.free_text import refuse_national_id
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.reporting import record
from kostra.app.reporting.making import refuse_unless_draft
from kostra.app.reporting.record import LANGUAGES, Record
from kostra.app.system import System
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.event import Event
from kostra.model.people import Duty
from kostra.model.text import Language
from kostra.reporting.composed import paragraphs
from kostra.reporting.writing import Written, last_number, newest

WRITTEN = "report.written"
LONGEST = 20_000
"""Some eight pages under one heading. What is longer is a document, and belongs beside the report."""


def write(system: System, asker: Asker, year: int, slot: str, texts: Mapping[Language, str], seen: int) -> None:
    """`seen` is the number of the last line about this place that the writer has seen, 0 where there was none. An empty text takes back."""
    demand_duty(asker, Duty.STATISTICIAN)
    for text in texts.values():
        _refuse(text)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        made, log = _opened(tx, year, slot, seen)
        standing = newest(log)
        for language, text in texts.items():
            about = about_of(made, slot, language)
            before = standing.get((slot, language))
            was, was_about = ("", about) if before is None else (before.text, before.about)
            if text.strip() != was.strip() or (text.strip() and was_about != about):
                _add(tx, year, slot, language, text, about)


def choose(system: System, asker: Asker, year: int, slot: str, language: Language, seen: int, *, keep: bool) -> None:
    """Of a sentence that says something else since somebody put it in other words: her words are kept, or what is counted stands."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        made, log = _opened(tx, year, slot, seen)
        found = newest(log).get((slot, language))
        if found is None:
            raise Missing(f"Det er ikke skrevet noe på «{slot[:60]}» i denne målformen.")
        _add(tx, year, slot, language, found.text if keep else "", about_of(made, slot, language))


def newest_record(tx: Transaction, year: int) -> Record:
    """The draft as it was last made."""
    made = tx.reports.made(year)
    if not made:
        raise Missing(f"Rapporten for {year} er ikke laget. Lag et utkast først.")
    return record.read(tx.reports.record(made[0].id), made[0].sha256)


def about_of(made: Record, slot: str, language: Language) -> str:
    """The sentence that stands in a place now; nothing where one writes freely."""
    return next((one.text for one in paragraphs(made.sections[language]) if one.slot == slot), "")


def _opened(tx: Transaction, year: int, slot: str, seen: int) -> tuple[Record, tuple[Written, ...]]:
    tx.reports.lock(year)
    refuse_unless_draft(tx, year)
    made, log = newest_record(tx, year), tx.reports.texts(year)
    there = {
        place
        for language in LANGUAGES
        for place in (
            *(one.id for one in made.sections[language]),
            *(one.slot for one in paragraphs(made.sections[language])),
        )
    }
    if slot not in there and not any(one.slot == slot for one in log):
        raise Missing(f"Rapporten har ingen plass som heter «{slot[:60]}». Gå tilbake til utkastet, og velg der.")
    if last_number(log, slot) != seen:
        last = max((one for one in log if one.slot == slot), key=lambda one: one.number)
        raise Conflict(
            f"{last.by.name} har skrevet her etter at du åpnet siden. Din tekst står fortsatt i feltet, og det nye står under. "
            "Sett dem sammen, og lagre på nytt."
        )
    return made, log


def _add(tx: Transaction, year: int, slot: str, language: Language, text: str, about: str) -> None:
    said = text.strip().replace("\r\n", "\n")
    number = tx.reports.write(Written(0, year, slot, language, said, about, tx.actor, tx.now))
    details = {"language": language.value, "number": number, "length": len(said)}
    tx.record(Event(WRITTEN, f"report/{year}/{slot}", period=str(year), details=details))


def _refuse(text: str) -> None:
    refuse_national_id(text)
    if "\0" in text:
        raise Refused("Teksten har et nulltegn i seg, som ikke kan lagres. Ta det ut, eller skriv teksten på nytt.")
    if len(text) > LONGEST:
        raise Refused(f"Teksten er på {len(text)} tegn. Den kan være på høyst {LONGEST}. Skriv den kortere.")
