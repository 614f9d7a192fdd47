"""The report of the season: counted and written in the last days of June, finished by the desk and published by a colleague."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from integration.databases import Database, SetClock
from integration.portal.house import house
from integration.publication.released import OLE, SIRI
from kostra.app.reporting import moving, seeing, writing
from kostra.app.season.cast import Cast
from kostra.app.season.reporting import TEXTS, report
from kostra.app.system import System
from kostra.model.text import Language
from kostra.reporting.composed import paragraphs
from kostra.reporting.reading import sections
from kostra.reporting.states import State

CAST = Cast({}, {}, {}, SIRI, OLE, SIRI)


def morning(system: System, clock: SetClock, folder: Path, month: int, day: int) -> seeing.Draft:
    clock.time = datetime(2027, month, day, 5, tzinfo=UTC)
    report(system, CAST, date(2027, month, day), folder)
    return seeing.draft(system, SIRI, 2026)


def test_the_desk_writes_and_a_colleague_publishes(
    system: System, database: Database, clock: SetClock, tmp_path: Path
) -> None:
    house(system, database, clock, tmp_path)
    assert morning(system, clock, tmp_path, 6, 21).record is None, "not before the figures have been out some days"
    begun = morning(system, clock, tmp_path, 6, 22)
    assert begun.made is not None and begun.state is State.DRAFT and len(begun.log) == 2 * len(TEXTS)
    assert {one.by.name for one in begun.log} == {"Siri"}
    again = morning(system, clock, tmp_path, 6, 23)
    assert again.made == begun.made and again.log == begun.log, "once"
    writing.write(system, OLE, 2026, "annet", {Language.BOKMAL: "Noe fra den som ser på."}, 0)
    done = morning(system, clock, tmp_path, 6, 30)
    assert [(one.state, one.by.name) for one in done.steps] == [(State.PUBLISHED, "Ole"), (State.FINISHED, "Siri")]
    shown = seeing.published(system, 2026).record
    told = [one.text for one in paragraphs(shown.sections[Language.NYNORSK])]
    assert any("fekk purringar etter planen i kalenderen" in one for one in told) and "Noe fra den som ser på." in told
    moving.reopen(system, SIRI, 2026, "Noe mer")
    assert morning(system, clock, tmp_path, 6, 30).state is State.DRAFT, "what a person has opened is theirs"
    assert morning(system, clock, tmp_path, 7, 1).state is State.DRAFT


def test_what_the_desk_writes_has_its_place() -> None:
    assert set(TEXTS) <= {one.id for one in sections()}
