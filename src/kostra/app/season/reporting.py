"""The yearly report in the season. When the final figures have been out for some days the desk has the system count it, and writes what
cannot be counted; on the last day of June it finishes the report, and a colleague publishes it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kostra.app.reporting import making, moving, seeing, writing
from kostra.app.season.cast import Cast
from kostra.app.system import System
from kostra.model.text import Language, Text
from kostra.reporting.states import State

WRITTEN_FROM, OUT_FROM = (6, 22), (6, 30)
"""Month and day: when the desk begins, and when the report is to be out."""
TEXTS = {
    "innledning": Text(
        "Arbeidsgruppen har medlemmer fra KS, Arbeids- og velferdsdirektoratet, departementet, Husbanken, tre kommuner og Statistisk "
        "sentralbyrå, som leder den. Personene i denne demonstrasjonen er oppdiktet.",
        "Arbeidsgruppa har medlemer frå KS, Arbeids- og velferdsdirektoratet, departementet, Husbanken, tre kommunar og Statistisk "
        "sentralbyrå, som leier henne. Personane i denne demonstrasjonen er oppdikta.",
    ),
    "innsamling": Text(
        "Filene som kontrollene stoppet, kom igjen rettet etter noen dager.\n\n"
        "De som var sene, fikk purringer etter planen i kalenderen. Ukentlige feillister gikk til de største først.",
        "Filene som kontrollane stoppa, kom att retta etter nokre dagar.\n\n"
        "Dei som var seine, fekk purringar etter planen i kalenderen. Vekentlege feillister gjekk til dei største først.",
    ),
    "bearbeiding": Text(
        "Mest arbeid var det med summer som ikke stemte med månedene. Der er summen av månedene brukt, etter samtale med kommunen.",
        "Mest arbeid var det med summar som ikkje stemte med månadene. Der er summen av månadene brukt, etter samtale med kommunen.",
    ),
}
"""What the desk writes, by the section it writes it under."""


def report(system: System, cast: Cast, on: date, data: Path) -> None:
    """A morning in June, of the year before. What has been published is left."""
    if (on.month, on.day) < WRITTEN_FROM or on.month > OUT_FROM[0]:
        return
    year = on.year - 1
    found = seeing.draft(system, cast.desk, year)
    if found.state is not State.DRAFT or found.steps:
        return
    is_last = (on.month, on.day) >= OUT_FROM
    if found.record is None or is_last:
        # What has come since it was counted the first time is in it too.
        making.make(system, cast.desk, data, year)
    if not found.log:
        _write(system, cast, year)
    if is_last:
        moving.finish(system, cast.desk, year)
        moving.publish(system, cast.colleague, year)


def _write(system: System, cast: Cast, year: int) -> None:
    for section, text in TEXTS.items():
        both = {Language.BOKMAL: text.nb, Language.NYNORSK: text.nn}
        writing.write(system, cast.desk, year, section, both, 0)
