"""Help stands when nothing else does, leaving is fast and honest, and nobody else hears of a visit."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Response, Route, expect
from tools.crawl import Crawl

from tests.browser.guard import Guard
from tests.browser.look import Look
from tests.browser.practice import Practice

WEATHER = "https://www.weather.gov/"
SUNNY = "<!doctype html><html lang=en><title>Weather</title><h1>Sunny</h1>"
AIDS = ("aid", "aid_es", "aid_contact", "aid_contact_es")  # the cookies of the decision aid, by the end of their names
BAR = 60  # pixels that the bar at the foot of the screen takes
HEADERS = {
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
POLICY = ("default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'")
# Pages that hold a form carry its mark in a cookie, which says nothing about anybody.
WITH_A_FORM = re.compile(r"^(/es)?/(aid|contact)(/|$)")


@pytest.mark.hazard("H-033")
@pytest.mark.journey
def test_help_is_there_when_database_and_worker_are_not(
    page: Page, practice: Practice, axe: Callable[[Page], None]
) -> None:
    practice.lose_database()
    for language, call, text in (("en", "Call 988", "Text 988"), ("es", "Llame al 988", "Mande AYUDA al 988")):
        answer = page.goto(f"/help-now?lang={language}")
        assert answer is not None
        assert answer.status == 200
        page.set_viewport_size({"width": 360, "height": 640})
        for name, scheme in ((call, "tel:988"), (text, "sms:988")):
            button = page.locator(".help-big").filter(has_text=name)
            expect(button).to_have_attribute("href", re.compile(rf"^{scheme}"))
            box = button.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 640 - BAR, f"{name} is not on the first screen of a small phone"
            assert min(box["width"], box["height"]) >= 44
        axe(page)
    page.locator("summary", has_text="Veteranos").click()
    expect(page.get_by_role("link", name="Llame al 988 y oprima 1")).to_be_visible()


@pytest.fixture
def weather(context: BrowserContext) -> list[str]:
    """The neutral page, without the world outside: what asked for it, and what was told of where from."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.headers.get("referer", ""))
        route.fulfill(
            body="<!doctype html><html lang=en><title>Weather</title><h1>Sunny</h1>", content_type="text/html"
        )

    context.route(f"{WEATHER}**", answer)
    return asked


def left(page: Page, guard: Guard, weather: list[str]) -> None:
    """We are on the neutral page; going there was the one thing that asked another address, and it told nothing."""
    expect(page).to_have_url(WEATHER)
    assert weather == [""]
    assert [fault for fault in guard.faults if WEATHER not in fault] == []
    guard.faults.clear()


@pytest.mark.hazard("H-139")
@pytest.mark.journey
def test_leaving_is_one_press_and_forgets_the_aid(page: Page, guard: Guard, weather: list[str], look: Look) -> None:
    context = page.context
    page.goto("/guide")
    prefix = f"plait_{os.environ['PLAIT_INSTALLATION']}"
    host = {"domain": "localhost", "httpOnly": True}
    context.add_cookies([
        {"name": f"{prefix}_{name}", "value": "sealed", "path": path, **host}
        for name, path in zip(AIDS, ("/aid", "/es/aid", "/contact", "/es/contact"), strict=True)
    ])  # fmt: skip
    page.locator("a.site-help").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not alone. Talk to someone now.")
    page.get_by_role("link", name="Leave this page").click()
    left(page, guard, weather)
    assert [one["name"] for one in context.cookies() if one["name"].endswith(AIDS)] == []
    if look.javascript:
        page.go_back()
        assert urlsplit(page.url).path == "/guide", "the page that was left still stands in the history"
        guard.faults.clear()


def test_escape_three_times_leaves_too(page: Page, guard: Guard, weather: list[str]) -> None:
    page.goto("/")
    expect(page.get_by_text("or press Esc 3 times")).to_be_visible()
    for key in ("Escape", "Escape", "a", "Escape", "Escape"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Escape")
    left(page, guard, weather)


@pytest.mark.hazard("H-139")
@pytest.mark.parametrize("language", ["en", pytest.param("es", marks=pytest.mark.wide)])
def test_nobody_else_hears_of_a_visit(page: Page, practice: Practice, language: str) -> None:
    """Every public page: nothing asks another origin (the guard fails it), no cookie but a form's, strict headers."""
    cookies: list[str] = []
    wrong: list[str] = []

    def look_at(answer: Response) -> None:
        path = urlsplit(answer.url).path
        headers = answer.all_headers()
        if "set-cookie" in headers and not WITH_A_FORM.match(path):
            cookies.append(f"{path}: {headers['set-cookie']}")
        if answer.request.resource_type == "document":
            wrong.extend(f"{path}: {name}" for name, value in HEADERS.items() if headers.get(name) != value)
            policy = headers.get("content-security-policy", "")
            wrong.extend(
                f"{path}: {part}" for part in ("default-src 'none'", "script-src 'self'") if part not in policy
            )
            if re.search(r"https?:|\*|unsafe", policy):
                wrong.append(f"{path}: {policy}")

    page.on("response", look_at)
    start = f"{practice.address}{'/es/' if language == 'es' else '/'}"
    other = "(?!/es(/|$)|/help-now$).*" if language == "es" else "/es(/.*)?|/sign-in/.*"
    elsewhere = re.compile(f"/leave|{other}")
    crawl = Crawl(page, [start, f"{practice.address}/help-now?lang={language}"], elsewhere=elsewhere)
    seen = [str(one) for one in crawl.screens()]
    print(f"{len(seen)} public pages: {', '.join(sorted(seen))}")  # noqa: T201 - shown by -rA
    assert len(seen) >= 20
    assert any("/conditions/" in one for one in seen)
    assert any(one.endswith("/help-now?lang") for one in seen)
    assert cookies == []
    assert wrong == []
