"""Case systems that ask the API with tokens of their own, on a whole site with a real database and vault."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc import jwt
from starlette.applications import Starlette

from integration.databases import SetClock
from integration.receiving.sending import BERGEN, EXPECTED, FORM, PERIOD, STAVANGER, expect
from integration.web.loop import run
from kostra.app.people import demo_keys
from kostra.app.people.asking import register_system
from kostra.app.people.mandates import add
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.people import HOUSE, Actor, ActorKind, Right
from kostra.model.period import Period
from kostra.model.submission import Expected, Season
from kostra.web.api.pace import Pace
from kostra.web.doors.limits import Limits
from kostra.web.rates import Rate, Rates
from kostra.web.settings import Settings
from kostra.web.site import site

DOCS = Path(__file__).parents[3] / "docs"
DELIVERY = f"/api/v1/deliveries/{FORM}/{PERIOD}/{STAVANGER}"
LIMITS = Limits(largest=8 << 20, memory=32 << 20, wait=1.0)
_OFTEN = Rate(100_000, 100_000)


@dataclass
class CaseSystem:
    """A program with a token. `asks` as it is; `puts` a file."""

    app: Starlette
    token: str | None
    headers: dict[str, str] = field(default_factory=dict)

    def asks(self, method: str, path: str, **given: Any) -> httpx.Response:
        headers = self.headers | given.pop("headers", {})
        if self.token is not None:
            headers = {"Authorization": f"Bearer {self.token}"} | headers

        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://site.test", timeout=60) as client:
                return await client.request(method, path, headers=headers, **given)

        return run(once())

    def puts(self, content: Any, path: str = DELIVERY, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.asks("PUT", path, content=content, headers=named)

    def gets(self, path: str, **given: Any) -> httpx.Response:
        return self.asks("GET", path, **given)


def site_of(system: System, folder: Path, **changed: Any) -> Starlette:
    rates = Rates(_OFTEN, _OFTEN, _OFTEN, _OFTEN)
    given: dict[str, Any] = {"checking": LIMITS, "receiving": Pace(largest=8 << 20), "rates": rates} | changed
    return site(Settings(folder, DOCS, demo=True, **given), system)


@pytest.fixture
def app(system: System, tmp_path: Path) -> Starlette:
    return site_of(system, tmp_path)


@pytest.fixture
def season(system: System) -> tuple[Expected, ...]:
    """What is owed: the same form from two municipalities, and one of it in the vendors' test."""
    owed = (
        EXPECTED,
        Expected(FORM, PERIOD, BERGEN),
        Expected("12", PERIOD, STAVANGER),
        Expected("11M", Period.read("2026M12"), STAVANGER),
        Expected(FORM, PERIOD, STAVANGER, Season.TEST),
    )
    expect(system, *owed)
    return owed


Makes = Callable[..., CaseSystem]


@pytest.fixture
def case_system(system: System, app: Starlette, tmp_path: Path, clock: SetClock) -> Makes:
    """`case_system(Right.SEND, region=...)`: a new program with these rights, on this site or another."""
    provider = demo_keys.key(tmp_path / demo_keys.FOLDER, demo_keys.PROVIDER)

    def make(
        *rights: Right, region: str = STAVANGER, form: str | None = None, on: Starlette | None = None
    ) -> CaseSystem:
        client = f"program-{uuid4().hex[:8]}"
        with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            known = register_system(tx, client, "313000028", "Fjordfag sosial")
            holder = Actor(ActorKind.SYSTEM, known.id, known.name)
            for right in rights:
                add(tx, holder, region, form, right, "test")
        import time

        now = int(time.time())
        claims = {
            "iss": demo_keys.SYSTEM_ISSUER,
            "iat": now,
            "exp": now + 3600,
            "scope": demo_keys.SCOPE,
            "client_id": client,
            "consumer": {"authority": "iso6523-actorid-upis", "ID": "0192:313000028"},
        }
        token = jwt.encode({"alg": "RS256", "kid": provider.kid}, claims, provider)
        return CaseSystem(on or app, token)

    return make


@pytest.fixture
def vendor(case_system: Makes, season: tuple[Expected, ...]) -> CaseSystem:
    """May send for Stavanger."""
    return case_system(Right.SEND, Right.CHECK)


def error_of(answer: httpx.Response) -> tuple[int, str, str]:
    """The status, the code and the sentence; fails when it is not the one shape."""
    told = answer.json()
    assert list(told) == ["error"] and list(told["error"]) == ["status", "code", "message"], answer.text
    assert told["error"]["status"] == answer.status_code and answer.headers["content-type"] == "application/json"
    return answer.status_code, told["error"]["code"], told["error"]["message"]


def events_of(answer: httpx.Response) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for block in answer.text.strip().split("\n\n"):
        if block.startswith("event: "):
            name, data = block.split("\n")
            found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


@dataclass
class Line:
    """A connection without a client in between: it sends what it is given, then goes dead."""

    app: Starlette
    token: str

    def puts(self, path: str, *pieces: bytes, length: int | None = None) -> list[dict[str, Any]]:
        """The messages that were sent back."""
        headers = [(b"host", b"site.test"), (b"authorization", f"Bearer {self.token}".encode())]
        if length is not None:
            headers.append((b"content-length", str(length).encode()))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "PUT",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("site.test", 80),
        }
        left = list(pieces)
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if left:
                return {"type": "http.request", "body": left.pop(0), "more_body": True}
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        async def once() -> None:
            await self.app(scope, receive, send)

        run(once())
        return sent
