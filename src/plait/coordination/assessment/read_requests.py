"""A clinician looks at what a person is asked: what stands open, what is due, and what may be asked how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.schedule import Due
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door, situation
from plait.coordination.consequences import measure_requests as consequences
from plait.coordination.consequences import messages
from plait.coordination.consequences.measure_requests import REQUEST
from plait.coordination.consequences.measure_schedule import due_of
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.assessment import requests as records
from plait.records.assessment.requests import Missed, Request
from plait.records.outbox import queries as outbox
from plait.records.outbox.queries import Message

__all__ = ["Choice", "Measures", "Message", "Missed", "Request", "missed", "read"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An instrument, and why it cannot be sent by link; None where it can. ``in_room`` None: on the tablet it can."""

    instrument: Instrument
    by_link: Refused | None
    in_room: Refused | None


@dataclass(frozen=True, slots=True)
class Measures:
    """The page of what a person is asked."""

    header: Header
    requests: tuple[Request, ...]
    due: tuple[Due, ...]
    choices: tuple[Choice, ...]
    watched: bool
    by_mail: str | Refused  # the address that we may write to, or why to none
    messages: Mapping[UUID, tuple[Message, ...]]  # by request, oldest first


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Measures:
    """What this person is asked, and could be."""
    with door.read(REQUEST, actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        asked = records.of_patient(patient_id, at)
        watched = consequences.is_watched(patient_id, visit)
        return Measures(
            header=header(known, visit, actor=actor, at=at),
            requests=asked,
            due=due_of(patient_id, known.responses, known.conditions, asked, at=at, zone=actor.zone),
            choices=tuple(
                Choice(one, consequences.why_not(one, watched=watched), consequences.why_not(one, watched=True))
                for one in sorted(release().instruments.values(), key=lambda i: i.id)
            ),
            watched=watched,
            by_mail=messages.address_of(patient_id),
            messages=outbox.about(messages.CAUSE, [one.request_id for one in asked if one.open]),
        )


def missed(*, actor: Actor, at: Instant) -> tuple[Missed, ...]:
    """Whoever did not answer by their day, among the people whom the actor may see; at most a hundred."""
    with door.read("assessment.missed", actor=actor, at=at) as visit:
        found = records.missed(actor, at, at.day(actor.zone))
        visit.saw(one.request.patient_id for one in found)
        return found
