"""A site over folders of the test's own, and a way to ask it for pages without a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from integration.web.loop import run
from integration.web.visiting import Visitor
from kostra.app.people.demo import install
from kostra.app.system import System
from kostra.web.settings import Settings
from kostra.web.site import site

DOCS = Path(__file__).parents[3] / "docs"


@dataclass(frozen=True)
class Reader:
    """Asks the application itself. Errors of ours come back as the page that the reader would see."""

    app: Starlette

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.ask("GET", path, **headers)

    def ask(self, method: str, path: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return run(self._ask(method, path, named))

    async def _ask(self, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as client:
            return await client.request(method, path, headers=headers)


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(site(Settings(tmp_path_factory.mktemp("data"), DOCS)))


@pytest.fixture
def demo(tmp_path: Path) -> Reader:
    return Reader(site(Settings(tmp_path, DOCS, demo=True)))


@pytest.fixture
def whole(system: System, demo_folder: Path) -> Starlette:
    """The site of the demo with everything on it, and its ready persons."""
    install(system)
    return site(Settings(demo_folder, DOCS, demo=True), system)


@pytest.fixture
def visitor(whole: Starlette) -> Callable[..., Visitor]:
    """`visitor("sender")` has logged in; `visitor()` has not."""

    def come(person: str | None = None) -> Visitor:
        one = Visitor(whole)
        if person is not None:
            assert one.log_in(person).status_code == 200
        return one

    return come
