"""The frequent series in the season: who joins, what is sent when, and that nothing is played twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from integration.season.test_playing import VENDORS
from kostra.app.ports.transaction import Scope
from kostra.app.publication.showing import standings
from kostra.app.season import cast, frequent
from kostra.app.season.cast import gather
from kostra.app.season.plan import MONTHLY, by_quarter, monthly, vendors
from kostra.app.system import System
from kostra.followup.consent import Act
from kostra.model.people import HOUSE

DELIVERIES = """\
unit,form,period,state,arrived,sender
110800,11F,2026,in time,2027-01-05T09:00:00,x
110800,11M,2026M02,in time,2026-03-05T09:00:00,x
110800,11M,2026M01,in time,2026-01-30T09:00:00,x
112200,11M,2026M01,nil,2026-02-06T10:00:00,x
460100,11M,2026M01,never,,
030101,11M,2026K1,in time,2026-04-07T09:00:00,x
"""


@pytest.fixture
def nation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cast, "names", lambda year: {})
    monkeypatch.setattr(frequent, "EVERY", 2)
    folder = tmp_path / "nation"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "deliveries.csv").write_text(DELIVERIES)
    (folder / "2026" / "vendors.csv").write_text(VENDORS)
    return folder


def test_each_month_is_sent_on_its_own_day_from_its_own_file(nation: Path) -> None:
    plan = monthly(nation, 2026, {"110800", "112200", "460100"})
    assert [(one.expected.unit, str(one.expected.period)) for one in plan] == [
        ("110800", "2026M01"),
        ("112200", "2026M01"),
        ("110800", "2026M02"),
    ]
    first, nil, second = plan
    assert first.at.astimezone(UTC).date() == date(2026, 2, 1) and first.by_system, "not before it opens"
    assert second.file == nation / "2026/11M/2026M02/110800.dat" and nil.file is None
    assert monthly(nation, 2026, {"110300"}) == ()
    assert by_quarter(nation, 2026) == {"030101"}
    (quarter,) = monthly(nation, 2026, {"030101"})
    assert quarter.file == nation / "2026/11M/2026K1/030101.dat"
    hours = list(frequent.hours(plan))
    assert len(hours) == 8 and hours[0] == nil.at + timedelta(minutes=30), "the last of January"
    assert hours[1:3] == [datetime(2026, 2, 10, 23, 30, tzinfo=UTC), datetime(2026, 2, 13, 7, tzinfo=UTC)]


def test_those_who_are_invited_answer_once(system: System, nation: Path) -> None:
    parts = gather(system, {2026: ("11F",)}, vendors(nation, 2026))
    joined = frequent.begin(system, parts, {"112200"})
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        (line,) = [one for one in tx.series.log("112200") if one.act is Act.JOINED]
    assert str(line.since) == "2027K1", "by quarter, as its case system has it"
    assert joined == {"112200"}, "every second is invited, and Stavanger leaves it to whoever plays it"
    assert frequent.begin(system, parts) == joined
    frequent.make(system, parts)
    frequent.make(system, parts)
    (given,) = standings(system, parts.desk)
    assert given.tables == (MONTHLY,) and given.given.by == parts.colleague.actor
