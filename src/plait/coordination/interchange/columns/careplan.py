"""Received goals and care plans. Whatever is to be measured or done stays words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination.interchange.columns.problems import TAKEN_BACK
from plait.coordination.interchange.columns.texts import clip, codings, key_of, stored_key
from plait.coordination.interchange.reading.care_plan import ReceivedCarePlan
from plait.coordination.interchange.reading.goal import ReceivedGoal
from plait.coordination.interchange.reading.parts import Link

MOST_ACTIVITIES = 200
Threads = Mapping[str, UUID]  # by origin key


def goal(one: ReceivedGoal, at: Instant, conditions: Threads) -> dict[str, Any]:
    """A goal; without a date it is true from the moment it came in."""
    return {
        "origin_key": key_of(one.origin),
        "effective_at": (one.start.earliest() if one.start else at).utc,
        "text": clip("\n".join((one.concept.text, *one.remarks)), 1000),
        "codings": codings(one.concept, *one.categories),
        "lifecycle_status": one.lifecycle,
        "achievement": one.achievement,
        "started": str(one.start.date()) if one.start else "",
        "targets": [
            {"measure": clip(aim.measure, 300), "detail": clip(aim.detail, 300), "due": clip(aim.due, 60)}
            for aim in one.aims
        ],
        "addresses": threads_of(one.addresses, conditions),
        "stated_by": clip(one.stated_by.display or one.stated_by.reference, 200) if one.stated_by else "",
        "entered_in_error": one.in_error,
        "error_reason": TAKEN_BACK if one.in_error else "",
    }


def care_plan(one: ReceivedCarePlan, at: Instant, conditions: Threads, goals: Threads) -> dict[str, Any]:
    """A plan as received."""
    since = one.start or one.created
    return {
        "origin_key": key_of(one.origin),
        "effective_at": (since.earliest() if since else at).utc,
        "title": clip(one.title, 300),
        "text": one.text,
        "codings": codings(*one.categories),
        "status": one.status,
        "intent": one.intent,
        "started": str(one.start.date()) if one.start else "",
        "ended": str(one.end.date()) if one.end else "",
        "author_name": clip(one.author.display or one.author.reference, 200) if one.author else "",
        "activities": [
            {"text": clip(act.text, 1000), "status": act.status, "codings": codings(*act.concepts)}
            for act in one.activities[:MOST_ACTIVITIES]
        ],
        "goals": threads_of(one.goals, goals),
        "addresses": threads_of(one.addresses, conditions),
        "entered_in_error": one.in_error,
        "error_reason": TAKEN_BACK if one.in_error else "",
    }


def threads_of(links: Iterable[Link], known: Threads) -> list[str]:
    """The threads here of what is referred to, as far as it came in."""
    found = (known.get(stored_key(link.key)) for link in links if link.key)
    return [str(thread) for thread in dict.fromkeys(found) if thread is not None]
