"""Watches a browser during a journey: nothing may fail quietly, and nothing may leave for another address."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

FORM_CAME_BACK = 422  # a form with something wrong answers with itself
LEFT_FOR_ANOTHER_PAGE = "net::ERR_ABORTED"  # the browser gave up a request because somebody went on
# Told by _response, where the address is known; and what htmx says when a newer request replaces one under way.
TOLD_ELSEWHERE = ("Failed to load resource: the server responded", "htmx:sendAbort", "htmx:afterRequest")


class Guard:
    """Collects what went wrong in all the browser contexts of one test."""

    def __init__(self, address: str) -> None:
        """``address``: the practice's own; every other one is a fault."""
        self.origin = urlsplit(address)[:2]
        self.faults: list[str] = []
        self._expected: set[int] = {FORM_CAME_BACK}

    def expect(self, *statuses: int) -> None:
        """This journey gets such answers, and that is what it is about."""
        self._expected.update(statuses)

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of a context."""
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def check(self) -> None:
        """Fail if anything went wrong."""
        assert not self.faults, "The browser complained:\n  " + "\n  ".join(dict.fromkeys(self.faults))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(TOLD_ELSEWHERE):
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "about", "blob") and parts[:2] != self.origin:
            self.faults.append(f"another address was asked: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT_FOR_ANOTHER_PAGE:
            self.faults.append(f"no answer: {request.method} {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")
