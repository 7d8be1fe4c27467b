"""Somebody at the front door: the public form as a browser without an account sends it."""

from __future__ import annotations

import re
import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import signing
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.clinical.safety.harm import Sign
from plait.coordination.intake import ask_for_contact
from plait.coordination.intake.ask_for_contact import Command, HandedOver, Sent
from plait.foundation.idempotency import Once
from plait.web.contact.ask_form import SALT

SAID: dict[str, Any] = {
    "danger": "no",
    "whom": "me",
    "seeks": "not-sure",
    "name": "Rowan",
    "phone": "+1 212 555 0177",
    "message_ok": "on",
    "language": "en",
    "words": "I cannot sleep and I do not know whom to ask.",
    "consent": "on",
}


class Earlier(signing.TimestampSigner):
    """Signs as a form that was opened some time ago."""

    def timestamp(self) -> str:
        """A minute before now."""
        return signing.b62_encode(int(time.time()) - 60)


def opened() -> str:
    """What a form carries that was opened a minute ago."""
    return Earlier(salt=SALT).sign("opened")


def typed(**changes: Any) -> dict[str, Any]:
    """What somebody types, with a key that nobody sent before."""
    return {**SAID, "once": str(uuid4()), "opened": opened(), **changes}


def send(client: Client, *, language: str = "en", **changes: Any) -> HttpResponse:
    """Send the form of a page."""
    address = "/contact" if language == "en" else "/es/contact"
    return client.post(address, {name: value for name, value in typed(**changes).items() if value is not None})


def aid(at: Instant, *, harm: bool = False) -> HandedOver:
    """A made-up aid that somebody hands over, answered at a moment."""
    signs = (Sign("high", "self", "front-door", "phq-9", (("9", 2),), at),) if harm else ()
    return HandedOver(
        aid="first-steps",
        version="2026.1",
        language="en",
        answered_at=at,
        situation=("You said: I feel low most days.",),
        matters=("Few side effects: matters a lot",),
        lean=("I lean to: therapy",),
        red_flags=("Thoughts of being better off dead",) if harm else (),
        answers={"bothers": ("low",)},
        values={"side-effects": "a-lot"},
        signs=signs,
    )


def ask(at: Instant, *, once: Once | None = None, **changes: Any) -> Sent:
    """Send it past the form: the decision alone."""
    said = {name: value for name, value in SAID.items() if name not in {"consent", "message_ok"}}
    command = Command(**{**said, "message_ok": True, "consent": ("Yes",), "zone": "America/New_York", **changes})
    sent = ask_for_contact.commit(command, at=at, once=once or Once(uuid4(), "asked"))
    assert not isinstance(sent, Refused), sent
    return sent


def value_of(page: str, name: str) -> str:
    """What a text field of a page holds."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""


def only(ids: list[UUID]) -> UUID:
    """The only one."""
    assert len(ids) == 1, ids
    return ids[0]


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> None:
    """Plain files, and nobody counted yet."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def nobody_counted(db: None) -> None:
    """No address has sent anything yet."""
    cache.clear()
