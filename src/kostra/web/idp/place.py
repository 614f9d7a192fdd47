"""Where the test provider is, and how the site speaks to it: inside the same process, as if over a network."""

from __future__ import annotations

from typing import Any

import httpx
from starlette.applications import Starlette

from kostra.app.people.demo_keys import SYSTEM_ISSUER
from kostra.web.login.issuers import Fetch
from kostra.web.login.provider import Post

PATH = "/test-idp"
CLIENT = "kostra-demo"


def is_ours(issuer: str) -> bool:
    return issuer.rstrip("/") == SYSTEM_ISSUER.rstrip("/") or issuer.rstrip("/").endswith(PATH)


def fetching(app: Starlette) -> Fetch:
    async def fetch(address: str) -> dict[str, Any]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            content: dict[str, Any] = (await client.get(address)).raise_for_status().json()
            return content

    return fetch


def posting(app: Starlette) -> Post:
    async def post(address: str, form: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return await client.post(address, data=form)

    return post
