"""What every screen owes its reader, however wide it is: no obstacle for axe, no scrolling sideways, one name."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": list(TAGS)}}
NO_SCRIPTS = "matchMedia('(scripting: none)').matches"
BAR = ".site-leaving"  # in the bar at the foot of every public page
WIDER_THAN_THE_WINDOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return null;
  const scrolls = (one) => one && one !== document.documentElement
    && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const wide = [...document.body.querySelectorAll("*")]
    .map((one) => [one, Math.round(one.getBoundingClientRect().right)])
    .filter(([one, right]) => right > room + 1 && !scrolls(one.parentElement))
    .map(([one, right]) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""} to ${right}`);
  return `${document.documentElement.scrollWidth} in ${room}: ${wide.slice(0, 6).join(", ")}`;
}"""


def accessible(page: Page) -> None:
    """Fail if axe finds anything."""
    faults = obstacles(page)
    assert not faults, f"{page.url}:\n  " + "\n  ".join(faults)


def obstacles(page: Page) -> list[str]:
    """What axe finds, one line an element. It is a script: of a page where none may run it says nothing."""
    page.wait_for_load_state()
    if page.evaluate(NO_SCRIPTS):
        return []
    if page.locator(BAR).count():
        # At the end the bar at the foot covers nothing; halfway it cuts what scrolls under it, and axe counts that.
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"axe {rule['id']} ({rule['impact']}): {node['html'][:200]} … {' '.join(node['failureSummary'].split())}"
        for rule in found
        for node in rule["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    found = page.evaluate(WIDER_THAN_THE_WINDOW)
    return [f"scrolls sideways: {found}"] if found else []


def unnamed(page: Page) -> list[str]:
    """Whether the page says what it is, in which language, and where help is."""
    faults = []
    headings = page.locator("h1:visible").count()
    if headings != 1:
        faults.append(f"{headings} main headings")
    if not page.title().removesuffix("Plait").strip(" ·"):
        faults.append(f"no title of its own: {page.title()!r}")
    if not page.locator("html").get_attribute("lang"):
        faults.append("no language")
    if not page.url.split("?")[0].endswith("/help-now") and not page.locator("a[href^='/help-now']:visible").count():
        faults.append("no way to the help page")
    return faults
