"""Three people who asked the demo practice for contact: one today, one with a sheet, one who was reached already."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plait.clinical.intake.handed_over import HandedOver
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination.demo.story import ZONE, StoryError, read
from plait.coordination.intake import answer_contact_request, ask_for_contact
from plait.coordination.intake.ask_for_contact import Command
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.foundation.ids import new_id

MINUTE = 60


def asked(at: Instant, coordinator: Actor) -> int:
    """Send what they sent, and note what was tried; returns how many there are."""
    table = read("front_door.toml")
    for one in table["request"]:
        _send(one, tuple(table["consent"]), at, coordinator)
    return len(table["request"])


def _send(told: dict[str, Any], consent: tuple[str, ...], at: Instant, coordinator: Actor) -> None:
    sent_at = at.plus(seconds=-MINUTE * told["minutes_ago"])
    said = {name: value for name, value in told.items() if name not in {"minutes_ago", "aid", "tried"}}
    aid = _aid(told, sent_at)
    command = Command(**said, danger="no", consent=consent, aid=aid, aid_agreed=aid is not None, days=2, zone=ZONE)
    sent = ask_for_contact.commit(command, at=sent_at, once=_once())
    if isinstance(sent, Refused):
        raise StoryError(f"{told['name']}: {sent.message}")
    for one in told.get("tried", ()):
        _try(sent.request_id, one, sent_at, coordinator)


def _try(request_id: UUID, told: dict[str, Any], sent_at: Instant, coordinator: Actor) -> None:
    command = answer_contact_request.Try(request_id, told["how"], told["note"])
    tried_at = sent_at.plus(seconds=MINUTE * told["minutes_after"])
    answer_contact_request.note_attempt(command, actor=coordinator, at=tried_at, once=_once())


def _aid(told: dict[str, Any], sent_at: Instant) -> HandedOver | None:
    if "aid" not in told:
        return None
    lines: dict[str, Any] = {name: tuple(found) for name, found in told["aid"].items()}
    answered_at = sent_at.plus(seconds=-MINUTE * 6)
    return HandedOver("first-steps", "2026.1", told["language"], answered_at, **lines)


def _once() -> Once:
    return Once(new_id(), "demo")
