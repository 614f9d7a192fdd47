"""A form that is received for Bufdir, sent by a municipality, and those who ask for it afterwards.

The forms of crisis centres ended with 2015, so the house is set to January 2016. No map goes so far back: what is expected is put there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from forms.cases import clean_of
from forms.running import clean_record
from integration.databases import SetClock
from integration.receiving.sending import asker, expect, send
from integration.registers.sending import person
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.people import Duty, Right
from kostra.model.period import Period
from kostra.model.submission import Expected, Submission

FORM, BODY, UNIT = "KRISE-B", "Bufdir", "110300"
EXPECTED = Expected(FORM, Period(2015), UNIT)
JANUARY = datetime(2016, 1, 20, 9, 0, tzinfo=UTC)
SENDER = asker(Right.SEND)
OF_BUFDIR = person("Berit Bufdir", Duty.CLIENT, body=BODY)
_FORMS = Path(__file__).parents[2] / "forms"


def stays(people: int = 3) -> bytes:
    """What a centre sends: one line for each stay, with a running number in place of a name."""
    line = clean_record(clean_of(_FORMS / "krise_beboer"), catalogue.form(FORM).version(EXPECTED.period.year))
    return "".join(f"{line.replace('00017', f'{number:05d}')}\n" for number in range(1, people + 1)).encode("latin-1")


def open_for(system: System, clock: SetClock) -> None:
    clock.time = JANUARY
    expect(system, EXPECTED)


def sent(system: System, content: bytes) -> Submission:
    return send(system, content, SENDER, EXPECTED, name="opphold.dat").submission
