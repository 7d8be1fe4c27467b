"""Clinicians at work: each writes about people of their own, one write after the other, and notes what was taken."""

from __future__ import annotations

import json
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from tests.crash.hand import Answer, Hand, fields_of

NEW_ORDER = "312941"


@dataclass
class History:
    """What happened: acknowledged writes by kind and key, and what was refused, in the order of their answers."""

    most: int
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    begun: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def another(self) -> bool:
        """Whether one more write is wanted."""
        with self._lock:
            self.begun += 1
            return self.begun <= self.most

    def note(self, kind: str, key: str, answer: Answer) -> None:
        """An answer came. A redirect (or, for a draft, 204) means: it is on record."""
        with self._lock:
            if answer.status in {204, 302}:
                self.acknowledged.append((kind, key))
            else:
                page = answer.page.partition("data-error-summary")[2] or answer.page.partition("<main")[2]
                told = re.sub(r"(<[^>]+>|\s)+", " ", page)[:300]
                self.refused.append(f"{kind}: {answer.status} {told}")

    def counts(self) -> dict[str, int]:
        """Acknowledged writes by kind."""
        return dict(Counter(kind for kind, _key in self.acknowledged))


class Writer(threading.Thread):
    """One clinician at one browser."""

    def __init__(self, hand: Hand, desk: dict[str, Any], history: History, seed: int, *, imports: bool = True) -> None:
        super().__init__(name=f"{desk['role']} {seed}", daemon=True)
        self.hand, self.desk, self.history = hand, desk, history
        self.chance = random.Random(seed)
        self.error: BaseException | None = None
        self._imports = imports
        self._days = count(1)
        self._steps = {one["order"]: self._order_steps() for one in desk["people"]}

    def run(self) -> None:
        """Write until enough was written."""
        kinds = [self.allergy, self.life_event, self.draft, self.visit, *([self.bundle] if self._imports else [])]
        kinds += [self.order, self.order] if self.desk["role"] == "prescriber" else [self.session, self.score]
        try:
            while self.history.another():
                write: Callable[[dict[str, str]], None] = self.chance.choice(kinds)
                write(self.chance.choice(self.desk["people"]))
        except BaseException as error:  # noqa: BLE001 - told by the main thread
            self.error = error

    def _take(self, what: str, path: str, /, **fields: Any) -> None:
        key = str(uuid4())
        self.history.note(what, key, self.hand.send(path, {"once": key, **fields}))

    def allergy(self, one: dict[str, str]) -> None:
        """An allergy to something of its own."""
        substance = f"substance {uuid4().hex[:12]}"
        path = f"/people/{one['patient']}/problems/allergy/"
        self._take("allergy", path, substance=substance, kind="allergy", reaction="hives", severity="mild")

    def life_event(self, one: dict[str, str]) -> None:
        """A life event."""
        path = f"/people/{one['patient']}/problems/life-event/"
        self._take("life-event", path, text=f"event {uuid4().hex[:12]}", on="2026-05")

    def draft(self, _one: dict[str, str]) -> None:
        """Something typed that could not be sent; its page is its key."""
        key = f"/crash/{uuid4()}/"
        self.history.note("draft", key, self.hand.send("/drafts/keep/", {"text": "half a sentence"}, was_on=key))

    def bundle(self, _one: dict[str, str]) -> None:
        """A file about somebody new, taken in by the worker."""
        name, key = uuid4().hex[:12], str(uuid4())
        identifier = {"system": "urn:crash", "value": name}
        patient = {"resourceType": "Patient", "id": name, "identifier": [identifier], "birthDate": self._birth_date()}
        patient["name"] = [{"family": uuid4().hex, "given": [uuid4().hex]}]
        allergy = {"resourceType": "AllergyIntolerance", "id": f"a-{name}", "code": {"text": f"import {name}"}}
        allergy["patient"] = {"reference": f"Patient/{name}"}
        both, base = (patient, allergy), "https://crash.example"
        entries = [{"fullUrl": f"{base}/{one['resourceType']}/{one['id']}", "resource": one} for one in both]
        content = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()
        self.history.note("import", key, self.hand.upload("/imports/", {"once": key}, f"{name}.json", content))

    def visit(self, one: dict[str, str]) -> None:
        """A visit on a day of its own."""
        service = "follow-up" if self.desk["role"] == "prescriber" else "session"
        day = date.today() + timedelta(days=2 * next(self._days) + (service == "session"))  # noqa: DTZ011 - any will do
        asked = {"practitioner": self.desk["practitioner"], "day": day.isoformat(), "starts": "10:00"}
        path = f"/people/{one['patient']}/visits/book/"
        self._take("visit", path, **asked, minutes="50", mode="in-person", service=service)

    def score(self, one: dict[str, str]) -> None:
        """A PHQ-9 on a day of its own."""
        answers = {f"item-{item}": str(self.chance.randrange(3)) for item in range(1, 9)} | {"item-9": "0"}
        asked = {"taken_on": self._day(), "mode": "staff", "answered_by": "person"}
        self._take("score", f"/people/{one['patient']}/scores/phq-9/", **asked, **answers)

    def session(self, one: dict[str, str]) -> None:
        """A session on a day of its own."""
        asked = {"held_on": self._day(), "held_at": "09:00", "minutes": "50", "attendance": "attended"}
        self._take("session", f"/courses/{one['course']}/session/", **asked, place="video", focus=uuid4().hex)

    def order(self, one: dict[str, str]) -> None:
        """The next step in the person's order: changed, held, resumed."""
        action, dose = next(self._steps[one["order"]])
        path, key = f"/orders/{one['order']}/{action}/", str(uuid4())
        fields: dict[str, Any] = {"effective_at": date.today().isoformat()}  # noqa: DTZ011 - the day of the practice
        if action == "change":
            fields = {**fields_of(self.hand.get(path).page), "dose": dose, "reason_code": "planned-step"}
        else:
            fields["reason_code"] = "waiting-for-result" if action == "hold" else "reason-over"
        self.history.note("order", key, self.hand.confirm(path, {**fields, "once": key}))

    @staticmethod
    def _order_steps() -> Iterator[tuple[str, str]]:
        while True:
            yield from (("change", "75"), ("hold", ""), ("resume", ""), ("change", "50"))

    def _day(self) -> str:
        """A past day of its own, while there are some since the courses began."""
        return (date.today() - timedelta(days=next(self._days) % 190)).isoformat()  # noqa: DTZ011 - any day will do

    def _birth_date(self) -> str:
        """Nobody is taken for somebody else."""
        return (date(1940, 1, 1) + timedelta(days=self.chance.randrange(20_000))).isoformat()
