"""The open site, asked without a network, and files to send to it."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from kostra.web.doors.limits import Limits
from kostra.web.settings import Settings
from kostra.web.site import site
from unit.app.controls.made import records

DOCS = Path(__file__).parents[3] / "docs"
JOURNAL = "J0000002"


def file(*changes: dict[str, str]) -> bytes:
    """Records of form 11F for 2026 from Stavanger."""
    return "".join(f"{line}\n" for line in records("11F", 2026, *changes)).encode("iso-8859-1")


FINE, WRONG = file({}, {}), file({}, {"kjonn": "x"})


@dataclass(frozen=True)
class Vendor:
    """A vendor's program at the doors."""

    app: Starlette

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as client:
                return await client.request(method, path, **given)

        # In a thread of its own: where the browser tests have run before, this one has a loop going already.
        return run(once())

    def check(self, content: bytes, name: str = "fil.dat", **said: Any) -> httpx.Response:
        form = {"aar": 2026, "skjema": "11F", "region": "110300", "filnavn": name} | said
        return self.ask(
            "POST",
            "/api/kontroller-skjema",
            data={"kostraFormAsJson": json.dumps(form)},
            files={"file": (name, content)},
        )

    def check_for_altinn(self, content: bytes, key: str | None = None, **said: Any) -> httpx.Response:
        respondent = {"aar": 2026, "kvartal": " ", "skjema": "11F", "region": "110300", "orgnr": "964965226"} | said
        sent = {"respondent": respondent, "base64KodedeData": base64.b64encode(content).decode()}
        headers = {} if key is None else {"X-API-KEY": key}
        return self.ask("POST", "/api/kontroller-altinn-skjema", json=sent, headers=headers)


def run(work: Coroutine[Any, Any, httpx.Response]) -> httpx.Response:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def vendor_of(folder: Path, **limits: Any) -> Vendor:
    return Vendor(site(Settings(folder, DOCS, checking=Limits(**limits))))


@pytest.fixture
def vendor(tmp_path: Path) -> Vendor:
    return vendor_of(tmp_path)
