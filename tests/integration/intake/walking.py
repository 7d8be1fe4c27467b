"""Somebody who goes through the decision aid, page by page, by what the pages offer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie

from django.http import HttpResponse
from django.test import Client

from plait.clinical.intake.decision_aid import Aid, Page
from plait.web.intake.offered import the_aid

PAGE = re.compile(r'name="page" value="([^"]+)"')
HEADING = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
MOST = 60


def shipped() -> Aid:
    """The aid that ships with Plait, which must be online."""
    found = the_aid()
    assert found is not None
    return found


@dataclass
class Walker:
    """A browser in the aid. ``answers``: page id to codes, where it matters; elsewhere the calmest answer is given."""

    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = "en"
    client: Client = field(default_factory=Client)
    seen: list[HttpResponse] = field(default_factory=list)
    posted: list[HttpResponse] = field(default_factory=list)
    at: str = ""

    def __post_init__(self) -> None:
        """Stand before the first question."""
        self.aid = shipped()
        self.at = self.address(1)

    def address(self, tail: str | int = "") -> str:
        """An address of the aid in this language."""
        return f"{'/es' if self.language == 'es' else ''}/aid/{tail}".rstrip("/")

    def look(self, address: str = "") -> HttpResponse:
        """Open a page, following where it leads."""
        self.at = address or self.at
        response = self.client.get(self.at)
        self.seen.append(response)
        return self.look(response["Location"]) if response.status_code == 303 else response

    def text(self) -> str:
        """The page that one stands on."""
        return unescape(self.look().content.decode())

    def send(self, **data: object) -> HttpResponse:
        """Send the form of the page that one stands on."""
        response = self.client.post(self.at, data)
        self.posted.append(response)
        if response.status_code == 303:
            self.at = response["Location"]
        return response

    def step(self) -> str:
        """Do what the page asks; returns what page it was."""
        text = self.text()
        if 'value="seen"' in text:
            self.send(step="seen")
            return "help"
        asked = PAGE.search(text)
        if asked is None:
            onward = re.search(r'class="btn main" href="([^"]+)"', text)
            assert onward is not None, f"{self.at} leads nowhere"
            self.at = onward[1]
            return "shown"
        page = next(one for one in self.aid.pages if one.id == asked[1])
        response = self.send(page=page.id, **self._answer(page, text))
        assert response.status_code == 303, f"{page.id} was refused"
        return page.id

    def until(self, page_id: str) -> Walker:
        """Go on until a page is asked ("help": a sign of danger; "sheet": the end)."""
        for _ in range(MOST):
            text = self.text()
            asked = PAGE.search(text)
            if self.at.endswith("/sheet") and page_id == "sheet" and 'value="seen"' not in text:
                return self
            if page_id == ("help" if 'value="seen"' in text else asked[1] if asked else ""):
                return self
            self.step()
        raise AssertionError(f"{page_id} was never reached; we stand at {self.at}")

    def heading(self) -> str:
        """The page's name."""
        found = HEADING.search(self.text())
        assert found is not None
        return found[1]

    def cookies(self) -> SimpleCookie:
        """What the browser keeps."""
        return self.client.cookies

    def _answer(self, page: Page, text: str) -> dict[str, object]:
        codes = self.answers.get(page.id)
        if page.kind in {"one", "many"}:
            offered = re.findall(r'name="answer" id="[^"]+" value="([^"]+)"', text)
            calm = next(c.code for c in page.choices if c.code in offered and c.flag is None and c.harm == "none")
            return {"answer": list(codes or (calm,))}
        if page.kind == "certainty":
            pairs = codes or tuple(f"{one.id}:yes" for one in self.aid.certainty)
            return {f"part-{one}": answer for one, answer in (pair.split(":") for pair in pairs)}
        if page.kind == "values":
            return {f"part-{one}": weight for one, weight in (pair.split(":") for pair in codes or ())}
        items = self.aid.instruments[page.instrument].items
        return {f"part-{item.id}": code for item, code in zip(items, codes or (), strict=False)} or {"step": "skip"}
