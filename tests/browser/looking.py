"""What every page must bear: axe in both themes and at 400 % zoom, nothing wider than the screen, and a keyboard that reaches all of it."""

from __future__ import annotations

from typing import Literal
from zlib import crc32

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

from browser.conftest import NARROW, WIDE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_ALIKE = """() => {
  const own = /^(id|href|name|value|for|title|d|points|transform|[cr]?[xy][12]?|r|width|height|tabindex|aria-[^chsi].*|data-(?!color).*)$/;
  const told = (one, name) => own.test(name) ? name : name + "=" + one.getAttribute(name);
  const shape = (row) => [row, ...row.querySelectorAll("*")]
    .map((one) => [one.tagName, one.textContent.trim() !== "", ...one.getAttributeNames().map((name) => told(one, name))].join())
    .join(";");
  const seen = new Map();
  for (const one of document.querySelectorAll("tbody > *, li, dl > *, option, svg *, .question")) {
    const there = seen.get(one.parentElement) ?? new Set();
    const found = shape(one);
    if (there.has(found)) one.remove();
    seen.set(one.parentElement, there.add(found));
  }
}"""
"""Of rows, items and dots that are made alike, one of each kind stays: axe takes seconds for a long table and says the same of each row."""
_REMEMBER = """() => {
  const colour = axe.commons.color.Color.prototype;
  const read = colour.parseString;
  const known = new Map();
  colour.parseString = function (text) {
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
    else {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    return this;
  };
}"""
"""axe reads the few colours of a page anew for every word on it, and a third of its time goes there."""
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
    """Everything that can be opened is. Every rule is asked in both widths and in both themes, once narrow and once wide: half of the pages
    are narrow in the light and wide in the dark, and the others the other way, so that all four are seen of each kind of page."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    path = page.url.partition("//")[2].partition("/")[2]
    themes: list[Literal["light", "dark"]] = ["light", "dark"] if crc32(path.encode()) % 2 else ["dark", "light"]
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"], f"{page.url} is {width} wide"
    page.evaluate(_ALIKE)
    page.evaluate(AXE_SCRIPT)
    page.evaluate(_REMEMBER)
    page.emulate_media(color_scheme=themes[0])
    found = _violations(page, RULES)
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme=themes[1])
    found += _violations(page, RULES)
    page.emulate_media(color_scheme="light")
    assert found == [], f"{page.url}: {found}"


def _violations(page: Page, rules: list[str]) -> list[str]:
    """What axe would have mended, in words. It is in the page already."""
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)["violations"]
    return [f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in found]


def the_keyboard_reaches_everything(page: Page) -> None:
    """Tab by tab, from the top to the bottom; where the focus is can be seen each time."""
    unseen = []
    for _ in range(page.evaluate(_WAIT) + 12):
        page.keyboard.press("Tab")
        unseen.append(page.evaluate(_FOCUSED))
    missed = page.evaluate("[...window.waiting].map((one) => one.outerHTML.slice(0, 100))")
    assert missed == [], missed
    assert not any(unseen), unseen
