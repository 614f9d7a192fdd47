"""Two editors at the desk, and deliveries of form 11F with amounts that a test chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO

from integration.receiving.records import records
from integration.receiving.sending import EXPECTED, PERIOD, STAVANGER, asker, send
from kostra.app.editing.previewing import Wanted
from kostra.app.editing.records import Line, Query, find
from kostra.app.permissions import Asker
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.inndata import write
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.people import HOUSE, Actor, ActorKind, Duty, Right
from kostra.model.submission import Content, Expected, Stage, Standing, State, Submission

WHOLE = Whole("11F", PERIOD)
Jobs = Callable[[], list[str]]


def statistician(name: str) -> Asker:
    return Asker(Actor(ActorKind.PERSON, f"desk-{name}", name), duties=frozenset({Duty.STATISTICIAN}))


SIRI, OLE = statistician("Siri"), statistician("Ole")


def file(people: int = 3, changes: Mapping[int, Mapping[str, str]] | None = None, unit: str = STAVANGER) -> bytes:
    """A clean delivery, with other values in some lines, counted from 0. A number is set to the right, as case systems do."""
    version = catalogue.form("11F").version(PERIOD.year)
    lines = records(PERIOD.year, unit, people).decode("iso-8859-1").splitlines()
    for number, values in (changes or {}).items():
        for id, value in values.items():
            field = version.field(id)
            written = value.rjust(field.width) if field.type == "integer" else value.ljust(field.width)
            lines[number] = lines[number][: field.first - 1] + written + lines[number][field.last :]
    return "".join(f"{line}\n" for line in lines).encode("iso-8859-1")


def sent(system: System, run_jobs: Jobs, content: bytes, unit: str = STAVANGER) -> str:
    id = send(system, content, asker(Right.SEND, region=unit), replace(EXPECTED, unit=unit)).submission.id
    run_jobs()
    return id


def straight(system: System, expected: Expected, content: bytes) -> None:
    """What was sent, straight to inndata: of a year whose controls are not what is tried."""
    version = catalogue.form(expected.form).version(expected.period.year)
    with system.vault.writing(INNDATA) as writing:
        write(BytesIO(content), version, system.pseudonymiser.encrypt, writing)
        kept = writing.keep()
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        id = f"{expected.form}-{expected.period}-{expected.unit}"
        tx.campaign.expect([expected], tx.now)
        tx.submissions.add(
            Submission(id, expected, Content.FILE, Stage.CHECKED, tx.now, HOUSE, "", 0, received=tx.now, sender=HOUSE)
        )
        tx.submissions.keep(id, INNDATA, kept)
        tx.campaign.put(Standing(expected, State.RECEIVED, tx.now, id, tx.now))


def line(system: System, number: int = 1, unit: str = STAVANGER) -> Line:
    """A record by where it stands in the file, from 1."""
    (found,) = find(system, SIRI, WHOLE, Query(unit=unit, line=number)).lines
    return found


def value(system: System, field: str, number: int = 1, unit: str = STAVANGER) -> str | None:
    listing = find(system, SIRI, WHOLE, Query(unit=unit, line=number))
    return listing.lines[0].values[listing.fields.index(field)]


def wanted(system: System, field: str, to: str | None, number: int = 1, unit: str = STAVANGER) -> Wanted:
    """A change by somebody who has just looked."""
    return Wanted(unit, line(system, number, unit).record, field, value(system, field, number, unit), to)
