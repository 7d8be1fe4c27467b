"""What is usual for a person who lives with thoughts of death: a personal threshold, with a reason and a review date.

It changes how soon somebody must look, and nothing else: the page of help, the flag and the mark on the chart stay. It
lapses by itself at its review date, and an answer that counts as high is never usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.knowledge.loader import release
from plait.records.safety import thresholds

ACTION = "safety.set-threshold"
LONGEST_DAYS = 183


@dataclass(frozen=True, slots=True)
class Command:
    """Which item, which answer is usual, why, and when that is looked at again."""

    patient_id: UUID
    instrument: str
    item: str
    value: int
    reason: str
    review_on: date


@dataclass(frozen=True, slots=True)
class End:
    """It no longer holds."""

    patient_id: UUID
    thread: UUID


def choices() -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """Instrument, item and the answers that can be usual: those that speak of harm and do not count as high."""
    found = []
    for instrument in release().instruments.values():
        for item in instrument.items:
            values = tuple(o.value for o in item.options if item.level_of(o.value) in {"low", "moderate"})
            if values:
                found.append((instrument.id, item.id, values))
    return tuple(found)


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Set a threshold; an earlier one about the same item ends with it."""
    with door.write(ACTION, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["threshold"])
        refused = _refusal(command, at.day(actor.zone))
        if refused is not None:
            return visit.refuse(refused)
        thread = thresholds.set_threshold(
            visit.stamp,
            patient_id=command.patient_id,
            instrument=command.instrument,
            item=command.item,
            value=command.value,
            reason=command.reason.strip(),
            review_on=command.review_on,
        )
        visit.detail = command.instrument
        door.keep_outcome(visit, once, {"threshold": str(thread)})
        return thread


def end(command: End, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """End it now."""
    with door.write(ACTION, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return command.thread
        if not any(one.thread == command.thread for one in thresholds.of_patient(command.patient_id)):
            raise door.Denied(ACTION)
        if not thresholds.end_threshold(visit.stamp, command.thread):
            return visit.refuse(Refused("ended", _("It has ended already.")))
        door.keep_outcome(visit, once, {"threshold": str(command.thread)})
        return command.thread


def _refusal(command: Command, today: date) -> Refused | None:
    offered = {(instrument, item): values for instrument, item, values in choices()}
    values = offered.get((command.instrument, command.item))
    if values is None:
        return Refused("item", _("Choose a question that can speak of harm."), "item")
    if command.value not in values:
        return Refused("value", _("An answer that must be looked at at once is never usual."), "value")
    if not command.reason.strip():
        return Refused("reason", _("Say why this is usual for this person."), "reason")
    if not today < command.review_on <= today + timedelta(days=LONGEST_DAYS):
        return Refused("review", _("Choose a day within the next half year."), "review_on")
    return None
