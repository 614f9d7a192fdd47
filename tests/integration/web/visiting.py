"""A visitor with a browser of their own: cookies, forms with what the page put in them, and the test provider to log in with."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette

from integration.web.loop import run

_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(name|value|type)="([^"]*)"')


@dataclass
class Visitor:
    """Asks the application itself. Redirects are followed only where a method says so."""

    app: Starlette
    base: str = "http://site.test"
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, form: Mapping[str, Any] | None = None, **headers: str) -> httpx.Response:
        """Without anything that a page would have put into the form."""
        return self.ask("POST", path, data=dict(form or {}), headers=headers)

    def send(self, page: str, action: str, form: Mapping[str, Any] | None = None) -> httpx.Response:
        """As a browser sends the form with this action on that page: what is hidden in it, and what is filled in."""
        return self.post(action, hidden(self.follow(page).text, action) | dict(form or {}), origin=self.base)

    def follow(self, path: str) -> httpx.Response:
        """The page at the end of the redirects."""
        answer = self.get(path)
        for _ in range(10):
            if not answer.is_redirect:
                return answer
            answer = self.get(_path(answer.headers["location"]))
        raise AssertionError("it goes round and round")

    def log_in(self, person: str, to: str = "/nb/profil") -> httpx.Response:
        """By the test provider, to the page at the end of it."""
        return self.follow(self.chosen(self.choosing(to), person))

    def choosing(self, to: str = "/nb/profil") -> str:
        """Where the provider shows its page."""
        return _path(self.get(f"/nb/logg-inn/videre?{httpx.QueryParams({'til': to})}").headers["location"])

    def chosen(self, choosing: str, person: str = "sender") -> str:
        """The way back to the site, with the code."""
        return _path(self.send(choosing, "/test-idp/authorize", {"person": person}).headers["location"])

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        given["headers"] = {name.replace("_", "-"): value for name, value in given.get("headers", {}).items()}
        return run(self._ask(method, path, given))

    async def _ask(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=self.base, cookies=self.cookies) as client:
            answer = await client.request(method, path, **given)
            self.cookies = client.cookies
            return answer


def hidden(page: str, action: str) -> dict[str, str]:
    """What stands hidden in the form with this action."""
    found = re.search(rf'<form\b[^>]*\baction="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert found is not None, f"no form for {action}"
    told = (dict(_ATTRIBUTE.findall(tag)) for tag in _INPUT.findall(found[1]))
    return {one["name"]: html.unescape(one.get("value", "")) for one in told if one.get("type") == "hidden"}


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
