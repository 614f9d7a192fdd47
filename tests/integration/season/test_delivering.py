"""The deliveries of the season: entered and approved by two, ordered on the day of publication, fetched by Nav; a ministry is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyrage  # type: ignore[import-untyped]

from integration.databases import SetClock
from integration.deliveries.handing import AID, NAV, straight_in, workshop
from integration.editing.editors import OLE, SIRI
from kostra.app.deliveries import bases, fetching, making, seeing
from kostra.app.people import demo_keys
from kostra.app.season import delivering
from kostra.app.season.cast import Cast
from kostra.app.system import System
from kostra.model.delivery import RecipientKind, Stage, Stands

CAST = Cast({}, {}, {"NAV": NAV}, SIRI, OLE, AID)
MARCH = date(2027, 3, 15)


def test_navs_march_delivery_is_made_approved_and_fetched_and_a_ministry_is_refused(
    system: System, clock: SetClock, tmp_path: Path
) -> None:
    straight_in(system)
    for _ in range(2):
        delivering.begin(system, CAST, tmp_path)
    for recipient, own in bases.listed(system):
        assert all(one.stands(MARCH) in (Stands.IN_FORCE, Stands.EXPIRED) for one in own), recipient.id
        assert (recipient.key is None) == (not own or recipient.kind is RecipientKind.MUNICIPALITIES)
    told: list[str] = []
    for day in (15, 16, 17):
        clock.time = datetime(2027, 3, day, 8, tzinfo=UTC)
        delivering.deliver(system, CAST, clock.time.date(), told.append)
        making.make_all(system, workshop(tmp_path), told.append)
    assert told == []
    (one,) = fetching.box(system, NAV)[2]
    assert (one.stage, one.order.form, one.ordered.at.date()) == (Stage.FETCHED, "11F", MARCH)
    assert one.approved is not None and one.approved.by == OLE.actor
    (refused,) = seeing.attempts(system, SIRI)
    assert (refused.actor, refused.event.details["why"], refused.at.day) == (AID.actor, "ministry", 16)
    _, file = fetching.fetch(system, NAV, one.id)
    secret = (tmp_path / demo_keys.FOLDER / "NAV.age-key.txt").read_text("utf-8").splitlines()[-1]
    with file:
        assert pyrage.decrypt(file.read(), [pyrage.x25519.Identity.from_str(secret)])
