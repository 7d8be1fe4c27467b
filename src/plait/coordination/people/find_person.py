"""Somebody looks for a person by name, preferred name, birth date, phone or number; sees only who is theirs to see."""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.records.people import queries
from plait.records.people.types import PatientLine

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """One page of people, by name."""

    text: str
    people: tuple[PatientLine, ...]
    page: int
    more: bool


def read(text: str, *, actor: Actor, at: Instant, page: int = 1) -> Found:
    """One page of the actor's people that match; all of them where nothing was typed."""
    with door.read("people.find", actor=actor, at=at) as visit:
        text, page = text.strip()[:LONGEST], max(1, page)
        people, more = queries.find(actor, at, text, page)
        visit.saw(line.patient_id for line in people)
        return Found(text, people, page, more)
