"""What watches over the journeys finds what it is there to find."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import looks_right
from tests.browser.guard import Guard
from tests.browser.practice import Practice

BAD = """<!doctype html><html><head><title>Plait</title></head><body><h1>One</h1><h1>Two</h1>
<main><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<p style="width: 3000px; color: #bbb">pale and wide</p></main>
"""


def test_a_page_with_faults_is_not_let_through(page: Page) -> None:
    page.set_content(BAD)
    found = "\n".join(looks_right.obstacles(page) + looks_right.too_wide(page) + looks_right.unnamed(page))
    for fault in ("image-alt", "color-contrast", "html-has-lang", "scrolls sideways", "2 main headings",
                  "no title of its own", "no language", "no way to the help page"):  # fmt: skip
        assert fault in found
    with pytest.raises(AssertionError, match="image-alt"):
        looks_right.accessible(page)


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('something broke')", "console: something broke"),
        ("setTimeout(() => { throw new Error('thrown') })", "script: .*thrown"),
        ("fetch('/no-such-page/')", "404: GET .*/no-such-page/"),
        ("fetch('http://127.0.0.1:9/away', {mode: 'no-cors'}).catch(() => {})", "another address was asked|console"),
        ("document.body.setAttribute('onclick', 'alert(1)')", "console: .*Content Security Policy"),
        ("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))", "console: .*script"),
    ],
    ids=["console", "exception", "missing", "another-address", "inline-handler", "inline-script"],
)
def test_what_the_browser_complains_about_fails_a_journey(
    context: BrowserContext, practice: Practice, script: str, complaint: str
) -> None:
    guard = Guard(practice.address)
    page = context.new_page()
    page.goto("/help-now")
    guard.watch(context)
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(500)
    with pytest.raises(AssertionError, match=complaint):
        guard.check()


@pytest.fixture
def guard(practice: Practice) -> Guard:
    """The watch of the test itself: it looks on, and complains about nothing."""
    return Guard(practice.address)


def test_a_quiet_page_is_let_through(context: BrowserContext, guard: Guard) -> None:
    page = context.new_page()
    page.goto("/help-now")
    expect(page.get_by_role("main").get_by_role("link", name="Call 988")).to_be_visible()
    guard.check()
