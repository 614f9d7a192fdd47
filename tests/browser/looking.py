"""What every page must bear: axe in both themes and at 400 % zoom, nothing wider than the screen, and a keyboard that reaches all of it."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

from browser.conftest import NARROW, WIDE
from browser.test_accessibility import RULES, violations

_WAIT = """() => {
  const boxes = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled;
  window.waiting = new Set([...document.querySelectorAll(boxes)].filter(shown));
  for (const radio of document.querySelectorAll("input[type=radio]:not(:checked)"))
    if (document.querySelector(`input[type=radio][name="${radio.name}"]:checked`)) window.waiting.delete(radio);
  return window.waiting.size;
}"""
_FOCUSED = """() => {
  const focused = document.activeElement;
  window.waiting.delete(focused);
  const marked = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  };
  const around = focused.closest(".ds-field") ?? focused;
  return focused === document.body || marked(focused) || marked(around) ? null : focused.outerHTML.slice(0, 100);
}"""


def bears_looking_at(page: Page) -> None:
    page.set_viewport_size(WIDE)
    page.evaluate(AXE_SCRIPT)
    found = violations(page, RULES)
    page.set_viewport_size(NARROW)
    found += violations(page, RULES)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.emulate_media(color_scheme="dark")
    found += violations(page, ["color-contrast"])
    page.set_viewport_size(WIDE)
    found += violations(page, ["color-contrast"])
    page.emulate_media(color_scheme="light")
    assert found == [], found
    assert width <= NARROW["width"], f"the page is {width} wide"


def the_keyboard_reaches_everything(page: Page) -> None:
    """Tab by tab, from the top to the bottom; where the focus is can be seen each time."""
    unseen = []
    for _ in range(page.evaluate(_WAIT) + 12):
        page.keyboard.press("Tab")
        unseen.append(page.evaluate(_FOCUSED))
    missed = page.evaluate("[...window.waiting].map((one) => one.outerHTML.slice(0, 100))")
    assert missed == [], missed
    assert not any(unseen), unseen
