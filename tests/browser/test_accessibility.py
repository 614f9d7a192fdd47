"""axe finds nothing to mend on any kind of page: in the light and the dark theme, on a wide screen and at 400 % zoom."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from browser.conftest import NARROW, WIDE

KINDS = {
    "front": "/nb/",
    "list": "/nn/skjema",
    "form": "/nb/skjema/11F",
    "records": "/nb/skjema/11M/2026",
    "questions": "/nn/skjema/7/2026",
    "guide": "/nb/skjema/12/veiledning",
    "history": "/nn/skjema/11F/endringer",
    "two years": "/nb/skjema/11F/endringer/2024/2026",
    "search": "/nb/sok",
    "hits": "/nn/sok?q=stønad",
    "no hits": "/nb/sok?q=æøåxyz",
    "bad search": "/nb/sok?q=x",
    "documentation": "/dokumentasjon/reference/form-files",
    "not found": "/nn/finst-ikkje",
    "wrong years": "/nb/skjema/11F/endringer/2026/2024",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, rules: list[str]) -> list[str]:
    """What axe would have mended, in words. It is in the page already."""
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)["violations"]
    return [f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in found]


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(browser: Browser, address: str, kind: str) -> None:
    """The dark theme changes nothing but colours, so only contrast is looked at again there."""
    context = browser.new_context(base_url=address, viewport=WIDE, color_scheme="light")
    try:
        page = context.new_page()
        page.goto(KINDS[kind])
        page.evaluate(AXE_SCRIPT)
        assert violations(page, RULES) == []
        page.set_viewport_size(NARROW)
        assert violations(page, RULES) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, ["color-contrast"]) == []
        page.set_viewport_size(WIDE)
        assert violations(page, ["color-contrast"]) == []
    finally:
        context.close()
