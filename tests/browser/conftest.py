"""A browser and a site to walk in. Where there is no Chromium on the machine, these tests are skipped with one line."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from kostra.web.settings import Settings
from kostra.web.site import site

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=320, height=640)
"""1280 pixels at 400 % zoom."""
expect.set_options(timeout=30_000)
"""As long as Playwright waits for everything else: five seconds are not much for a machine that does three things at once."""


def chromium() -> str | None:
    """The Chromium to drive: the one that is pointed at, else Debian's without windows, which takes half the time, else any on the path."""
    if named := os.environ.get("KOSTRA_CHROMIUM"):
        return named
    debian = (path for path in (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")) if path.exists())
    return str(next(debian, None) or shutil.which("chromium") or "") or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a Chromium one of these tests is kept, to be skipped with one plain line for them all."""
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    if not ours or chromium() is not None:
        return
    reason = f"{len(ours)} browser tests: no Chromium here. Install Debian's chromium-headless-shell, or point to one with KOSTRA_CHROMIUM"
    ours[0].add_marker(pytest.mark.skip(reason=reason))
    items[:] = [item for item in items if item not in ours[1:]]
    config.hook.pytest_deselected(items=ours[1:])


@pytest.fixture(scope="session", autouse=True)
def houses() -> Iterator[None]:
    """What all houses stand on is stopped after the last of them."""
    yield
    if "browser.played" in sys.modules:
        sys.modules["browser.played"].end()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    assert path is not None
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo site on a free port, with one year of figures, for as long as the tests last."""
    data = tmp_path_factory.mktemp("data")
    folder = data / "nation" / "2026"
    folder.mkdir(parents=True)
    manifest = {"synthetic": True, "year": 2026, "counts": {"units": 371, "recipients": 130123}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    app = site(Settings(data, DOCS, demo=True))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, access_log=False, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the site did not start"
        thread.join(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A reader without JavaScript."""
    opened = browser.new_context(base_url=address, viewport=WIDE, java_script_enabled=False, locale="nb-NO")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
