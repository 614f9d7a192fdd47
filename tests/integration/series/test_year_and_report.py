"""The months against the year, and the report of how it went."""

from __future__ import annotations

import json

import pytest

from integration.commands import Kostra, running
from integration.databases import SetClock
from integration.estimating.campaigns import deliver as deliver_yearly
from integration.series.joined import BEGINS, SIRI, UNITS, give_standing, join, months, sender
from kostra.app.followup.deadlines import deadlines
from kostra.app.pages.html import whole
from kostra.app.permissions import Forbidden
from kostra.app.series.pilot import pilot
from kostra.app.series.pilot_told import document
from kostra.app.series.producing import series
from kostra.app.series.revising import revise
from kostra.app.system import System
from kostra.cli import series as command
from kostra.model.errors import Missing
from kostra.model.text import Language


@pytest.fixture
def a_year(system: System, clock: SetClock) -> None:
    """Two months of five municipalities, one late the second time; then the year of two of them."""
    clock.time = BEGINS
    give_standing(system)
    join(system, "2026M01")
    for month, by_unit in ((2, dict.fromkeys(UNITS, 30)), (3, dict.fromkeys(UNITS[1:], 33))):
        clock.time = BEGINS.replace(month=month, day=14)
        months(system, {f"2026M{month - 1:02d}": by_unit})
        deadlines(system)
        series(system)
    clock.time = BEGINS.replace(year=2027, month=1, day=12)
    deliver_yearly(system, 2026, {"110300": 31, "110600": 28})


def test_each_krone_between_the_months_and_the_year_has_a_cause(system: System, a_year: None) -> None:
    found = revise(system, SIRI, 2026)
    assert found.waiting == ("030101", "110800", "460100")
    one, other = found.units
    assert (one.unit, one.months, other.months) == ("110300", 30_000, 63_000)
    assert one.missing == tuple(range(2, 13)) and other.missing == tuple(range(3, 13))
    for each in found.units:
        named = each.missing_months + each.not_in_months + each.not_in_year + each.changed + each.edited
        assert named == each.difference == each.year - each.months
    assert other.not_in_year == -7_000, "two the first month and five the second are in no year"
    with pytest.raises(Forbidden):
        revise(system, sender("110300"), 2026)


def test_the_report_is_counted_and_told_in_both_forms(
    system: System, a_year: None, capsys: pytest.CaptureFixture[str]
) -> None:
    found = pilot(system, SIRI, 2026)
    assert (found.taking.by_month, found.taking.by_quarter) == (5, 0) and found.taking.people > 0
    january, february = found.periods[:2]
    assert len(found.periods) == 12, "all of them have opened by then"
    assert (january.owed, january.never, january.estimated) == (5, 0, 0)
    assert (february.never, february.estimated) == (1, 1) and february.hours is not None
    assert found.effort.sent == 9 and found.effort.letters == 0 and found.effort.by_hand == 0
    assert found.cost.made == 2 and found.cost.seconds > 0
    for language, said in ((Language.BOKMAL, "Hvem som var med"), (Language.NYNORSK, "Kven som var med")):
        page = whole(document(found, language, synthetic=True))
        assert said in page and "Syntetiske tal" in page and "2026M02" in page
    with pytest.raises(Missing):
        pilot(system, SIRI, 2025)

    kostra: Kostra = running(system, capsys, command.add, "pilot-report")
    assert "Hyppigere rapportering i 2026" in kostra("2026")
    kostra = running(system, capsys, command.add, "series")
    assert kostra("make") == ""
    told = json.loads(kostra("show", "2026-01", "--format", "json"))
    assert told["synthetic"] and told["disclosure_controlled"] and told["regions"][0]["code"] == "EAK"
    assert told["regions"][0]["indicators"][0] == {
        "id": "mottakere",
        "reported": 150,
        "estimated": 150,
        "index": 100.0,
        "growth_in_a_year": None,
        "shown_before": False,
    }
    rows = kostra("scorecard", "2026M01").splitlines()
    assert rows[1].split(";")[2:5] == ["030101", "Gamle Oslo", "30"] and rows[1].endswith(";:")
    assert kostra("revision", "2026").count("\n") == 3
