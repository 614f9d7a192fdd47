"""Every part of an event is bound to those before it; the way it is written never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

import pytest

from kostra.app.audit.chain import BEGINNING, bind, hash_of
from kostra.app.audit.verify import walk
from kostra.model.errors import Broken
from kostra.model.event import Event, Recorded
from kostra.model.people import HOUSE, Actor, ActorKind

AT = datetime(2027, 1, 12, 9, 0, 0, 123, tzinfo=UTC)
EVENT = Event(
    "state.changed", "real/7/2026/310100", "så", "310100", "7", "2026", {"from": "expected", "to": "late", "n": 1}
)


def _chain(length: int) -> list[Recorded]:
    events: list[Recorded] = []
    for number in range(1, length + 1):
        before = events[-1].hash if events else BEGINNING
        events.append(bind(number, AT + timedelta(hours=number), HOUSE, replace(EVENT, subject=str(number)), before))
    return events


def test_the_way_an_event_is_written_never_changes() -> None:
    """A hash that was noted long ago must still be found. If this fails, every log there is has become a broken one."""
    found = hash_of(1, AT, HOUSE, EVENT, BEGINNING).hex()
    assert found == "3e5f0fce5d85506bacab35ec67ca0c2b0b1c9f3160c67b2b3a492b6df9e7309d"


def test_the_time_is_the_same_in_any_zone_and_must_have_one() -> None:
    oslo = AT.astimezone(timezone(timedelta(hours=1)))
    assert hash_of(1, oslo, HOUSE, EVENT, BEGINNING) == hash_of(1, AT, HOUSE, EVENT, BEGINNING)
    with pytest.raises(Broken):
        hash_of(1, AT.replace(tzinfo=None), HOUSE, EVENT, BEGINNING)


def test_the_order_of_details_says_nothing() -> None:
    turned = replace(EVENT, details=dict(sorted(EVENT.details.items(), reverse=True)))
    assert hash_of(1, AT, HOUSE, turned, BEGINNING) == hash_of(1, AT, HOUSE, EVENT, BEGINNING)


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 2},
        {"at": AT + timedelta(microseconds=1)},
        {"actor": Actor(ActorKind.PERSON, "house", "kostra-sosial")},
        {"actor": replace(HOUSE, name="x")},
        {"actor": replace(HOUSE, id="x")},
        {"before": bytes(31) + b"\1"},
        *(
            {"event": replace(EVENT, **cast(Any, {name: "x"}))}
            for name in ("action", "subject", "reason", "region", "form", "period")
        ),
        {"event": replace(EVENT, region=None)},
        {"event": replace(EVENT, details={**EVENT.details, "n": "1"})},
        {"event": replace(EVENT, details={**EVENT.details, "more": None})},
    ],
)
def test_any_change_changes_the_hash(changed: dict[str, Any]) -> None:
    said: dict[str, Any] = {"number": 1, "at": AT, "actor": HOUSE, "event": EVENT, "before": BEGINNING}
    assert hash_of(**said | changed) != hash_of(**said)


def test_a_whole_chain_is_walked_to_its_end() -> None:
    chain = _chain(4)
    walked = walk(iter(chain))
    assert (walked.events, walked.first, walked.last, walked.hash) == (4, chain[0].at, chain[3].at, chain[3].hash)
    assert walked.wrong is None
    assert walk([]).events == 0
    assert walk(chain, chain[1].hash).noted == 2
    assert walk(chain, BEGINNING).noted == 0


@pytest.mark.parametrize("place", range(4))
def test_one_taken_out_is_seen_unless_it_was_the_last(place: int) -> None:
    chain = _chain(4)
    noted = chain[3].hash
    del chain[place]
    assert (walk(chain).wrong is None) == (place == 3)
    assert walk(chain, noted).wrong is not None


@pytest.mark.parametrize("place", range(3))
def test_two_that_change_places_are_seen(place: int) -> None:
    chain = _chain(4)
    chain[place], chain[place + 1] = chain[place + 1], chain[place]
    assert walk(chain).wrong is not None


def test_one_that_is_bound_anew_alone_does_not_fit_the_next() -> None:
    chain = _chain(4)
    chain[1] = bind(2, chain[1].at, HOUSE, replace(EVENT, reason="another"), chain[0].hash)
    walked = walk(chain)
    assert walked.events == 2
    assert walked.wrong is not None
    assert "Hendelse 3 viser ikke til hendelsen før den" in walked.wrong


def test_time_does_not_run_backwards() -> None:
    chain = _chain(2)
    chain.append(bind(3, chain[0].at, HOUSE, EVENT, chain[1].hash))
    assert walk(chain).wrong == "Hendelse 3 er fra før hendelsen foran den."
