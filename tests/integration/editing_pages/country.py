"""A group of municipalities with form 11F of two years, and an amount that is a thousand times too large in one of them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from integration.receiving.records import records
from kostra.app.permissions import Asker
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.inndata import write
from kostra.app.system import System
from kostra.editing.places import Level, belongs
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.people import HOUSE, Actor, ActorKind, Duty
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Stage, Standing, State, Submission

WHOLE = Whole("11F", Period(2026))
STAVANGER = "110300"
GROUP = belongs(2026)["1103"][Level.GROUP]
UNITS = tuple(f"{code}00" for code, of in belongs(2026).items() if of.get(Level.GROUP) == GROUP)[:8]
TOP = "/nb/redigering"
HERE = f"{TOP}/11F/2026"
PLANTED = 2
"""The line in Stavanger's file."""
OLE = Asker(Actor(ActorKind.PERSON, "ole", "Ole"), duties=frozenset({Duty.STATISTICIAN}))


def country(system: System, people: int = 4) -> None:
    """What each unit sent in both years. In Stavanger 9 000 kroner have become 9 000 000."""
    assert STAVANGER in UNITS
    for number, unit in enumerate(UNITS):
        deliver(system, Expected("11F", Period(2025), unit), file(2025, unit, {0: {"bidrag": "21000"}}, people))
        amount = "9000000" if unit == STAVANGER else str(9000 + 100 * number)
        deliver(system, WHOLE.of(unit), file(2026, unit, {PLANTED - 1: {"bidrag": amount}}, people))


def file(year: int, unit: str, changes: Mapping[int, Mapping[str, str]], people: int = 4) -> bytes:
    """A delivery with other values in some lines, counted from 0."""
    version = catalogue.form("11F").version(year)
    lines = records(year, unit, people).decode("iso-8859-1").splitlines()
    for number, values in changes.items():
        for id, value in values.items():
            field = version.field(id)
            lines[number] = lines[number][: field.first - 1] + value.rjust(field.width) + lines[number][field.last :]
    return "".join(f"{line}\n" for line in lines).encode("iso-8859-1")


def deliver(system: System, expected: Expected, content: bytes, again: str = "") -> None:
    """Straight to inndata, as if the controls had let it through. With `again` it takes the place of what is there."""
    version = catalogue.form(expected.form).version(expected.period.year)
    with system.vault.writing(INNDATA) as writing:
        write(BytesIO(content), version, system.pseudonymiser.encrypt, writing)
        kept = writing.keep()
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        id = f"{expected.form}-{expected.period}-{expected.unit}{again}"
        tx.campaign.expect([expected], tx.now)
        tx.submissions.add(
            Submission(id, expected, Content.FILE, Stage.CHECKED, tx.now, HOUSE, "", 0, received=tx.now, sender=HOUSE)
        )
        tx.submissions.keep(id, INNDATA, kept)
        tx.campaign.put(Standing(expected, State.RECEIVED, tx.now, id, tx.now))
