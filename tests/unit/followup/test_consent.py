"""Who takes part, and what they owe, from a log that is only added to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kostra.followup.consent import Act, Consent, owed, parts
from kostra.model.errors import Broken
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period, Span

KARI = Actor(ActorKind.PERSON, "kari", "Kari")


def line(act: Act, since: str | None = None, unit: str = "110300") -> Consent:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    return Consent("1", unit, act, KARI, at, None if since is None else Period.read(since), "Nav-lederen")


def told(*log: Consent, year: int = 2026) -> str:
    return " ".join(str(period)[4:] for period in owed(log, year))


def test_by_month_by_quarter_changed_and_ended() -> None:
    joined = line(Act.JOINED, "2026M11")
    assert told(line(Act.INVITED)) == "" and told(joined) == "M11 M12"
    assert told(joined, year=2027).startswith("M01 M02") and told(joined, year=2025) == ""
    assert told(line(Act.JOINED, "2026M05"), line(Act.JOINED, "2026K3")) == "M05 M06 K3 K4"
    assert told(line(Act.JOINED, "2026M05"), line(Act.WITHDRAWN, "2026M08")) == "M05 M06 M07"
    assert told(line(Act.JOINED, "2026K2"), line(Act.WITHDRAWN, "2026K2")) == ""
    again = (line(Act.JOINED, "2026M02"), line(Act.WITHDRAWN, "2026M04"), line(Act.JOINED, "2026M06"))
    assert told(*again).split()[:3] == ["M02", "M03", "M06"]


def test_what_was_withdrawn_before_it_began_is_never_owed() -> None:
    assert told(line(Act.JOINED, "2026M08"), line(Act.WITHDRAWN, "2026M05")) == ""


def test_how_each_stands() -> None:
    found = parts([line(Act.JOINED, "2026M02"), line(Act.INVITED), line(Act.DECLINED, unit="460100")])
    assert found["110300"].span is Span.MONTH and found["110300"].last.act is Act.INVITED
    assert found["460100"].joined is None and found["460100"].span is None
    with pytest.raises(Broken):
        line(Act.JOINED)
    with pytest.raises(Broken):
        line(Act.JOINED, "2026")
