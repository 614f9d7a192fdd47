"""A municipality as the desk sees it, and the years there is anything for: the desk's alone."""

from __future__ import annotations

import pytest

from integration.followup.desk import STEWARD, opened
from integration.receiving.sending import EXPECTED, SENDER, STATISTICIAN, good_file, send
from kostra.app.followup import campaigns, one_unit
from kostra.app.permissions import Forbidden
from kostra.app.system import System
from kostra.model.errors import Refused


def test_all_that_it_owes_and_what_has_happened(system: System) -> None:
    opened(system)
    sent = send(system, good_file()).submission
    seen = one_unit.look(system, STATISTICIAN, EXPECTED.unit)
    assert (seen.name, {one.expected.form for one in seen.standings}) == ("Stavanger", {"11F", "7"})
    assert {one.expected.unit for one in seen.standings} == {EXPECTED.unit}
    assert sent.id in {one.event.subject for one in seen.history}
    assert all(one.event.region == EXPECTED.unit for one in seen.history)
    assert campaigns.years(system, STATISTICIAN).known == (2026,)


def test_nobody_else_sees_it(system: System) -> None:
    for asker in (SENDER, STEWARD):
        with pytest.raises(Forbidden):
            one_unit.look(system, asker, EXPECTED.unit)
    with pytest.raises(Forbidden):
        campaigns.years(system, SENDER)


def test_what_is_no_municipality_is_refused(system: System) -> None:
    with pytest.raises(Refused, match="er ikke en kommune"):
        one_unit.look(system, STATISTICIAN, "999900")
