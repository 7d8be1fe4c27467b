"""A real browser before a real practice: one browser and one server a test worker, a fresh practice for every journey.

A journey asks for `staff` and gets somebody who can sign in, open charts and use their hands. Whatever the browser
complains about during it (a script error, a refusal by the Content-Security-Policy, a failed request, a request to
another address) fails it at the end.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import looks_right
from tests.browser.guard import Guard
from tests.browser.look import ALL, BY_KEYBOARD, FIRST, WITHOUT_JAVASCRIPT, Look
from tests.browser.practice import Practice, prepared
from tests.browser.staff import Desk

HERE = Path(__file__).parent
FAILURES = HERE.parents[1] / "build" / "browser-failures"
PATIENCE_MS = 15_000  # two cores shared by two browsers and two servers
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking")
NO_BROWSER = (
    "NO CHROMIUM: no journey through the browser was tried. Install one, or name it in PLAIT_CHROMIUM "
    "(make test does both by itself where it can)."
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A journey is taken once in `make test`, and in `make test-wide` in all the looks that it is made for."""
    marked = metafunc.definition.get_closest_marker("journey")
    if marked is None:
        return
    looks = [pytest.param(FIRST, id=str(FIRST))]
    more = [look for look in ALL if look != FIRST]
    if marked.kwargs.get("without_javascript", True):
        more.append(WITHOUT_JAVASCRIPT)
    if marked.kwargs.get("by_keyboard"):
        more.append(BY_KEYBOARD)
    looks += [pytest.param(look, id=str(look), marks=pytest.mark.wide) for look in more]
    metafunc.parametrize("look", looks, indirect=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures know how the test went."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="package")
def chromium() -> str:
    """The path of the browser."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("PLAIT_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail(NO_BROWSER)
    return pytest.skip(NO_BROWSER)


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all journeys of this worker. Package-wide: Playwright's loop would keep Django from its tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="package")
def opened_practice(chromium: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Practice]:
    """The practice's server, for all journeys of this worker."""
    own = tmp_path_factory.getbasetemp()
    static = prepared(own if worker_id == "master" else own.parent)
    running = Practice(f"plait_browser_{worker_id}", static, own / "practice.log")
    try:
        running.open()
        yield running
    finally:
        running.close()


@pytest.fixture
def practice(opened_practice: Practice) -> Practice:
    """The demo practice as on its first day."""
    opened_practice.make_new()
    return opened_practice


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Look:
    """How this journey is looked at."""
    return getattr(request, "param", FIRST)


@pytest.fixture
def guard(practice: Practice) -> Iterator[Guard]:
    """Fails the test for what the browser complained about."""
    watching = Guard(practice.address)
    yield watching
    watching.check()


@pytest.fixture
def new_browser(
    request: pytest.FixtureRequest, browser: Browser, practice: Practice, guard: Guard, look: Look
) -> Iterator[Callable[..., BrowserContext]]:
    """Another person's browser: its own cookies. What a failed test saw is kept as pictures."""
    contexts: list[BrowserContext] = []

    def opened(**more: object) -> BrowserContext:
        context = browser.new_context(base_url=practice.address, **{**look.context(), **more})
        context.set_default_timeout(PATIENCE_MS)
        guard.watch(context)
        contexts.append(context)
        return context

    yield opened
    if request.node.stash.get(FAILED, False):
        _keep(request.node, [page for context in contexts for page in context.pages], practice)
    for context in contexts:
        context.close()


def _keep(item: pytest.Item, pages: list[Page], practice: Practice) -> None:
    FAILURES.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages):
        picture = FAILURES / f"{re.sub(r'[^A-Za-z0-9-]+', '_', item.name)}-{number}.png"
        page.screenshot(path=picture, full_page=True)
        item.add_report_section("call", "page", f"{page.url}\n{picture}\n{page.locator('main').inner_text()[:3000]}")
    item.add_report_section("call", "server", practice.last_lines())


@pytest.fixture
def context(new_browser: Callable[..., BrowserContext]) -> BrowserContext:
    """The browser of the person whom the journey is about."""
    return new_browser()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Their first tab."""
    return context.new_page()


@pytest.fixture
def sit_down(new_browser: Callable[..., BrowserContext], look: Look) -> Callable[[str], Desk]:
    """Somebody of the staff at a computer of their own, signed in."""

    def somebody(name: str, **more: object) -> Desk:
        desk = Desk(new_browser(**more).new_page(), keyboard=look.keyboard, javascript=look.javascript)
        desk.sign_in(name)
        return desk

    return somebody


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails, readably, if axe finds anything on the page."""
    return looks_right.accessible
