"""What a reader is told beside the figures: why one is gone that was there, and the optional addition of those who have answered it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from integration.databases import Database, SetClock
from integration.portal.asking import text_of
from integration.portal.house import House, house
from integration.series.joined import BEGINS, UNITS, give_standing, join, months, sender
from kostra.app.series import showing
from kostra.app.series.producing import series
from kostra.app.system import System
from kostra.model.period import Period
from kostra.statistics.indicators import Indicator
from kostra.statistics.series.counting import Housing

LARGE = dict(zip(UNITS, (40, 30, 25, 60, 12), strict=True))
HOUSED = {"110300": 12, "110600": 9, "110800": 8}


@pytest.fixture
def there(system: System, database: Database, clock: SetClock, tmp_path: Path) -> House:
    found = house(system, database, clock, tmp_path)
    clock.time = BEGINS
    return found


def rows(there: House) -> list[dict[str, str]]:
    content = there.visit().get("/nb/hyppige-tall.csv").text
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))


def test_a_figure_that_somebody_late_has_hidden_is_explained(there: House, clock: SetClock) -> None:
    """Without the last, who has three: the new sum less the old one would be theirs."""
    system = there.system
    give_standing(system)
    join(system, "2026M01")
    clock.time = BEGINS.replace(month=2, day=14)
    months(system, {"2026M01": {unit: LARGE[unit] for unit in UNITS[:-1]}})
    series(system)
    before = showing.of_period(system, Period.read("2026M01"))
    assert before.whole.figures[Indicator.RECIPIENTS].reported == 155 and before.withdrawn == frozenset()
    assert "vises ikke lenger" not in there.visit().get("/nb/hyppige-tall").text
    months(system, {"2026M01": {UNITS[-1]: 3}})
    series(system)
    now = showing.of_period(system, Period.read("2026M01"))
    assert now.whole.figures[Indicator.RECIPIENTS].reported is None
    assert {("EAK", Indicator.RECIPIENTS), ("EAK", Indicator.KRONER)} <= now.withdrawn
    for language, said, whom in (
        ("nb", "vises ikke lenger", "Alle som er med: Mottakere"),
        ("nn", "blir ikkje viste lenger", "Alle som er med: Mottakarar"),
        ("en", "not shown any more", "All who take part: Recipients"),
    ):
        page = text_of(there.visit().get(f"/{language}/hyppige-tall/2026M01").text)
        assert said in page and whom in page, page
    told = there.visit().get("/api/v1/series/2026M01").json()["regions"][0]["indicators"][0]
    assert (told["reported"], told["shown_before"]) == (None, True)
    assert "Tallet ville røpet noe om få personer." in there.visit().get("/nb/").text


def test_temporary_housing_is_of_those_who_have_answered(there: House, clock: SetClock) -> None:
    system = there.system
    clock.time = datetime(2027, 1, 4, 9, tzinfo=UTC)
    give_standing(system)
    join(system, "2027M01")
    clock.time = datetime(2027, 2, 14, 9, tzinfo=UTC)
    months(system, {"2027M01": LARGE}, {"2027M01": HOUSED})
    series(system)
    found = showing.of_period(system, Period.read("2027M01")).whole
    assert found.figures[Indicator.RECIPIENTS].reported == 167 and found.housing is not None
    assert (found.housing.reported, found.housing.persons, found.housing.kroner) == (3, 29, 145_000)
    page = text_of(there.visit().get("/nb/hyppige-tall").text)
    assert "3 av de 5 som har levert, har også svart på hva midlertidig bolig kostet" in page
    assert "Mellombels bustad (frivillig tillegg)" in there.visit().get("/nn/hyppige-tall").text
    own = there.visit(sender("110300")).get("/nb/mine-innsendinger/hyppige-tall/110300").text
    assert "Utgifter til midlertidig bolig (kroner)" in own
    figures = showing.own(system, sender("110300"), "110300", Period.read("2027M01"))
    assert figures is not None and figures.housing == Housing(12, 60_000, (5_000, 5_000))
    theirs = there.visit(sender("460100")).get("/nb/mine-innsendinger/hyppige-tall/460100").text
    assert "midlertidig bolig (kroner)" not in theirs
    assert there.visit().get("/api/v1/series/2027M01").json()["regions"][0]["temporary_housing"] == {
        "reported": 3,
        "persons": 29,
        "kroner": 145_000,
    }
    of_all = {row["indikator"]: row for row in rows(there) if row["region"] == "EAK"}
    assert (of_all["midlbolig"]["rapportert"], of_all["midlbolig"]["levert"]) == ("3", "145000")


def test_temporary_housing_of_few_is_not_shown_and_nothing_is_where_nobody_has_answered(
    there: House, clock: SetClock
) -> None:
    system = there.system
    clock.time = datetime(2027, 1, 4, 9, tzinfo=UTC)
    give_standing(system)
    join(system, "2027M01")
    for month in (2, 3):
        clock.time = datetime(2027, month, 14, 9, tzinfo=UTC)
        months(system, {f"2027M{month - 1:02d}": LARGE}, {"2027M01": {"110300": 2, "110600": 0}})
        series(system)
    january, february = (showing.of_period(system, Period.read(one)).whole for one in ("2027M01", "2027M02"))
    assert january.housing is not None and february.housing is None
    assert (january.housing.reported, january.housing.persons, january.housing.kroner) == (2, None, None)
    assert february.figures[Indicator.RECIPIENTS].reported == 167
    page = there.visit().get("/nb/hyppige-tall/2027M01").text
    assert "frivillig tillegg" in page and "10 000" not in page.replace("\u00a0", " ")
    assert "frivillig tillegg" not in there.visit().get("/nb/hyppige-tall/2027M02").text
    told = {(row["region"], row["levert"]) for row in rows(there) if row["indikator"].startswith("midlbolig")}
    assert ("EAK", ":") in told and {value for _, value in told} == {":", "0"}, (
        "of the other group it is none, as all may know"
    )
