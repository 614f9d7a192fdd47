"""Eight o'clock, with fifty readers at once: every answer is of one release, whole, and of the one that is to come there is nothing before.

The addresses are those that the site has for readers, so that a new one is asked without being put here.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from integration.databases import SetClock
from integration.portal.house import DOCS
from integration.publication.released import AGES, CODES, HOURS, REGIONS, SEXES, released
from integration.web.loop import run
from kostra.app.system import System
from kostra.model.release import Kind, Release
from kostra.web.access import GuardedRoute
from kostra.web.rates import Rate, Rates
from kostra.web.settings import Settings
from kostra.web.site import site
from kostra.web.statbank.answering import bank_of

KINDS = ("svg", "png", "pdf", "xlsx")
NOBODY = "0123456789abcdef"
CLIENTS, EACH = 50, 10
SECOND = timedelta(seconds=1)
HOUR = HOURS[Kind.FINAL]
NEW = 70_707
"""In every cell of the release that is to come, and in none of the one before."""
UNBOUND = Rate(1e6, 1_000_000)
TABLES = "/api/pxwebapi/v2/tables"
EVERY = "valueCodes[ContentsCode]=*&valueCodes[Tid]=*&valueCodes[Region]=*"
BUSY = (
    *(
        f"{TABLES}/{table}/data?{EVERY}&valueCodes[{own}]=*&outputFormat={form}"
        for table, own in ((AGES, "alder"), (SEXES, "bosituasjon"))
        for form in ("json-stat2", "csv", "px", "parquet")
    ),
    *(f"{TABLES}/{AGES}{rest}" for rest in ("", "/metadata", "/data")),
    TABLES,
    "/nb/kalender.atom",
    f"/nb/tabeller/{AGES}",
)


@dataclass
class Turning(SetClock):
    """It becomes eight o'clock when it has been looked at so many times, unless that is none."""

    looks: int = 0

    def now(self) -> datetime:
        now = self.time
        if self.looks:
            self.looks -= 1
            self.time = self.time if self.looks else HOUR
        return now


@dataclass(frozen=True)
class Bank:
    """A site with one release that is public, and another that is approved, waits for its hour, and has been read already."""

    app: Starlette
    clock: Turning
    coming: Release

    def at(self, moment: datetime, *paths: str) -> list[httpx.Response]:
        self.clock.time = moment
        return run(self._asked(paths))

    async def _asked(self, paths: tuple[str, ...]) -> list[httpx.Response]:
        async with self.client() as client:
            return [await client.get(path) for path in paths]

    def settled(self, *paths: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """What is answered before the hour and after it, when nobody else asks; of those where it is not the same."""
        old, new = (
            {path: answer.content for path, answer in zip(paths, self.at(moment, *paths), strict=True)}
            for moment in (HOUR - SECOND, HOUR)
        )
        others = [path for path in paths if old[path] != new[path]]
        assert set(BUSY) <= set(others)
        return {path: old[path] for path in others}, {path: new[path] for path in others}

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, raise_app_exceptions=False), base_url="http://site.test"
        )


@pytest.fixture
def clock() -> Turning:
    return Turning()


@pytest.fixture
def bank(system: System, tmp_path: Path, clock: Turning) -> Bank:
    released(system, tmp_path)
    new = dict.fromkeys(product(REGIONS, CODES), NEW)
    coming = released(system, tmp_path, {AGES: new, SEXES: new}, Kind.FINAL)
    rates = Rates(UNBOUND, UNBOUND, UNBOUND, UNBOUND)
    app = site(Settings(tmp_path, DOCS, address="https://kostra.example.no", rates=rates), system)
    clock.time = HOUR - SECOND
    assert len(list(bank_of(app).ahead())) == 4, "both tables, as they are and as they will be"
    return Bank(app, clock, coming)


def addresses(bank: Bank) -> Iterator[str]:
    """Of everything that a reader may read, with each thing that could stand in a place of it; but for what counts the questions."""
    ids = (AGES, f"vs_region-{AGES}", f"agg_fylker-{AGES}", bank.coming.id)
    for route in bank.app.routes:
        if not isinstance(route, GuardedRoute) or not route.access.anonymous or "GET" not in (route.methods or ()):
            continue
        if route.path == "/metrics":
            continue
        for id, kind in product(ids if "{id" in route.path else ids[:1], KINDS if "{kind}" in route.path else ("",)):
            given = {"language": "nb", "lang": "no", "id": id, "kind": kind, "code": "1103", "topic": "sosialhjelp"}
            yield filled(route.path, given)


def filled(path: str, given: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: given.get(found[1], "x"), path)


def test_nothing_of_what_is_to_come_is_at_any_address(bank: Bank) -> None:
    asked = tuple(dict.fromkeys((*addresses(bank), *BUSY)))
    secrets = [str(NEW), bank.coming.id, bank.coming.manifest]
    early = bank.at(HOUR - SECOND, *asked)
    for path, answer in zip(asked, early, strict=True):
        told = [one for one in secrets if one in answer.text and one not in path]
        assert answer.status_code < 500 and not told, f"{path} tells of what is to come"
        if bank.coming.id in path:
            unknown = path.replace(bank.coming.id, NOBODY)
            (other,) = bank.at(HOUR - SECOND, unknown)
            same = other.text.replace(NOBODY, bank.coming.id) == answer.text
            assert same and other.status_code == answer.status_code, f"{path} is not answered as what never was"
    late = "".join(answer.text for answer in bank.at(HOUR, *asked))
    assert all(one in late for one in secrets[:2]), "it is there from the hour on"


def test_every_answer_is_of_one_release_also_when_the_hour_comes_in_the_middle_of_it(bank: Bank) -> None:
    """It comes after somebody has looked at the clock once, then after twice, as long as anybody looks again."""
    old, new = bank.settled(*dict.fromkeys((*BUSY, *addresses(bank))))
    for path in old:
        for looks in range(1, 6):
            bank.clock.looks = looks
            (answer,) = bank.at(HOUR - SECOND, path)
            assert answer.content in (old[path], new[path]), f"{path} after {looks} looks"
            if bank.clock.looks:
                break
        assert bank.clock.looks, "it was never looked at less often"


def test_what_is_made_of_several_tables_has_all_of_them_from_one_moment(bank: Bank) -> None:
    tables = bank_of(bank.app)
    bank.clock.time = HOUR - SECOND
    moment = tables.moment()
    first = moment.table(AGES).updated
    bank.clock.time = HOUR
    assert moment.table(SEXES).updated == first < tables.table(SEXES).updated == tables.moment().table(AGES).updated


def test_fifty_readers_see_the_old_release_whole_and_then_the_new_one_whole(bank: Bank) -> None:
    old, new = bank.settled(*BUSY)
    seen = run(crowd(bank))
    assert len(seen) == CLIENTS * EACH
    for one in seen:
        right = (old,) if one.ended else (new,) if one.began else (old, new)
        assert one.content in [answers[one.path] for answers in right], one.path
    assert sum(one.ended for one in seen) > CLIENTS and sum(one.began for one in seen) > CLIENTS


@dataclass(frozen=True)
class Seen:
    """Whether it ended before the hour, and whether it began after it; one that was under way may be of either."""

    path: str
    content: bytes
    ended: bool
    began: bool


async def crowd(bank: Bank) -> list[Seen]:
    """Each asks for one thing after the other; when half is asked, it is eight o'clock."""
    bank.clock.time, seen = HOUR - SECOND, list[Seen]()

    async def reader(number: int) -> None:
        async with bank.client() as client:
            for turn in range(EACH):
                path = BUSY[(number + turn) % len(BUSY)]
                began = bank.clock.time >= HOUR
                answer = await client.get(path)
                seen.append(Seen(path, answer.content, bank.clock.time < HOUR, began))
                if len(seen) == CLIENTS * EACH // 2:
                    bank.clock.time = HOUR

    await asyncio.gather(*map(reader, range(CLIENTS)))
    return seen
