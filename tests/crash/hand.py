"""A browser without a window: signed in, it sends forms, and sends one again with the same key until it is answered."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

TOKEN = "c" * 32
PATIENCE_SECONDS = 90.0
BETWEEN_TRIES_SECONDS = 0.25
NOT_ANSWERED = (502, 503, 504)
MOST_LOOKS = 20
BOUNDARY = "----plait-crash"


class Unanswered(Exception):
    """Nobody answered for as long as a person would wait."""


@dataclass(frozen=True)
class Answer:
    """A status, where it leads, and the page."""

    status: int
    location: str
    page: str


@dataclass
class Hand:
    """One signed-in browser. ``retries`` counts how often something was sent again."""

    port: int
    cookies: Mapping[str, str]
    session: str
    retries: int = 0
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._until_answered("GET", path, b"", {})

    def send(self, path: str, fields: Mapping[str, Any], *, was_on: str = "") -> Answer:
        """Send a form. ``was_on``: the page it stood on, where that is another."""
        body = urlencode([("csrfmiddlewaretoken", TOKEN), *fields.items()], doseq=True).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if was_on:
            headers["HX-Current-URL"] = f"http://localhost:{self.port}{was_on}"
        return self._until_answered("POST", path, body, headers)

    def upload(self, path: str, fields: Mapping[str, str], name: str, content: bytes) -> Answer:
        """Send a form with a file."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in {"csrfmiddlewaretoken": TOKEN, **fields}.items()
        ]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: application/json\r\n\r\n".encode() + content)
        body = b"".join(parts) + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self._until_answered("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def confirm(self, path: str, fields: Mapping[str, Any]) -> Answer:
        """A medication step: look at what will change, confirm it; look again where a colleague wrote in between."""
        answer = self.send(path, {**fields, "step": "preview"})
        for _ in range(MOST_LOOKS):
            shown = fields_of(answer.page)
            seen = {name: shown.get(name, "") for name in ("seal", "shown_at")}
            answer = self.send(path, {**fields, **seen, "step": "commit"})
            if "The chart changed since you looked" not in answer.page:
                break
        return answer

    def _until_answered(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                answer = self._once(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                self._hang_up()
            else:
                if answer.status not in NOT_ANSWERED:
                    return answer
            self.retries += 1
            time.sleep(BETWEEN_TRIES_SECONDS)
        raise Unanswered(f"{method} {path}")

    def _once(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        cookie = f"{self.cookies['session']}={self.session}; {self.cookies['form']}={TOKEN}"
        self._connection.request(method, path, body or None, {**headers, "Cookie": cookie})
        response = self._connection.getresponse()
        page = response.read().decode(errors="replace")
        return Answer(response.status, response.headers.get("Location", ""), page)

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.found[self._select] = given.get("value") or ""
        elif tag == "input" and name and (given.get("type") not in {"radio", "checkbox"} or "checked" in given):
            self.found[name] = given.get("value") or ""


def fields_of(page: str) -> dict[str, str]:
    """What stands in the forms of a page."""
    parser = _Fields()
    parser.feed(page)
    return parser.found
