"""axe finds nothing to mend on any kind of page: in the light and the dark theme, on a wide screen and at 400 % zoom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import WIDE
from browser.looking import bears_looking_at

KINDS = {
    "front": "/nb/",
    "list": "/nn/skjema",
    "form": "/nb/skjema/11F",
    "records": "/nb/skjema/11M/2026",
    "questions": "/nn/skjema/7/2026",
    "guide front": "/nb/veiledning",
    "guide": "/nb/veiledning/12/2026",
    "guide question": "/nn/veiledning/11F/2026/trygdesit",
    "guide year": "/nb/veiledning/aar/2026",
    "guide terms": "/nn/veiledning/ord",
    "history": "/nn/skjema/11F/endringer",
    "two years": "/nb/skjema/11F/endringer/2024/2026",
    "search": "/nb/veiledning/sok",
    "hits": "/nn/veiledning/sok?q=stønad",
    "no hits": "/nb/veiledning/sok?q=æøåxyz",
    "bad search": "/nb/veiledning/sok?q=x",
    "documentation": "/dokumentasjon/reference/form-files",
    "not found": "/nn/finst-ikkje",
    "wrong years": "/nb/skjema/11F/endringer/2026/2024",
}


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """With JavaScript, and one for all: a reader does not open a browser for each page."""
    with browser.new_context(base_url=address, viewport=WIDE) as context:
        yield context.new_page()


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(page: Page, kind: str) -> None:
    page.goto(KINDS[kind])
    bears_looking_at(page)
