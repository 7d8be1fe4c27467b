"""Writing one story down as rows: what the decisions would have written, without passing through them one by one.

Only for stories that were unfolded from an arc: each arc is told once through the decisions by a test
(tests/integration/demo/test_arcs.py), which also compares what the two wrote, row by row. What differs by design: a
stored outcome for repeated requests, which a purge removes after a week anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import policy
from plait.coordination.demo import plan_events, scribe_care, scribe_medication
from plait.coordination.demo.event import Event, events_of
from plait.coordination.demo.rows import Ids, Row, Rows
from plait.coordination.demo.story import Calendar, StoryError
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.facts import Stamp

EVENTS: dict[str, Callable[[Any, Event], None]] = {
    **scribe_medication.EVENTS,
    **scribe_care.EVENTS,
    **plan_events.WRITTEN,
}


@dataclass
class Scribe:
    """Writes a story about one person into ``rows``; ``last`` is the last row of what the story named by a key."""

    calendar: Calendar
    staff: dict[str, Actor]
    site: UUID
    ids: Ids
    rows: Rows
    number: str
    patient: UUID = field(init=False)
    last: dict[tuple[str, str], Row] = field(default_factory=dict)
    met: dict[datetime, tuple[str, UUID]] = field(default_factory=dict)  # visits and sessions by when they began

    def tell(self, story: dict[str, Any]) -> int:
        """The whole story; returns how many events it had."""
        self._arrive(story)
        events = events_of(story, self.calendar)
        for event in events:
            EVENTS[event["do"]](self, event)
        return len(events)

    def _arrive(self, story: dict[str, Any]) -> None:
        """The person is registered the day before the first of the care team joins."""
        team = [Event(member) for member in story["team"]]
        first = min(member.day("day", self.calendar) for member in team) - 1
        stamp = Stamp(SYSTEM, self.calendar.moment(first, "09:00"))
        person = dict(story["person"])
        born = self.calendar.born(person.pop("age"), person.pop("month"), person.pop("day"))
        self.patient = self.ids()
        self.rows.add("patients", {**stamp.fields(), "id": self.patient, "number": self.number, "site_id": self.site})
        self.begin("details", stamp, {**person, "birth_date": born})
        for one in story.get("relation", []):
            self.begin("relations", stamp, {"starts_on": self.calendar.day(first), **one})
        for member in team:
            self._join(member)

    def _join(self, member: Event) -> None:
        """A place on the care team, from a morning until an evening."""
        who, starts = self.staff[member["who"]], self.calendar.moment(member.day("day", self.calendar), "08:00")
        by = self.staff[member.get("by", "cole")]
        row = self.begin(
            "team",
            Stamp(by, starts),
            {
                "practitioner_id": who.practitioner_id,
                "role": member.get("role", who.roles[0]),
                "basis": "assigned",
                "starts_at": starts.utc,
                "ends_at": None,
            },
        )
        if "until" in member:
            ends = self.calendar.moment(member.day("until", self.calendar), "18:00")
            self.follow("team", row, Stamp(by, ends), {"ends_at": max(ends.utc, row["starts_at"])})

    def who(self, event: Event) -> Actor:
        """Who did it, acting in which role."""
        actor = self.staff[event["by"]]
        role = event.get("as", actor.roles[0])
        return actor if actor.acting_role == role else replace(actor, acting_role=role)

    def when(self, event: Event) -> Instant:
        """When it happened, and was written down."""
        return event.at(self.calendar)

    def effective(self, event: Event) -> Instant:
        """From when it is true for the person."""
        return self.calendar.moment(event.day("from", self.calendar), "08:00") if "from" in event else self.when(event)

    def begin(self, table: str, stamp: Stamp, fields: Row) -> Row:
        """The first row of a thread."""
        own = self.ids()
        return self.rows.add(
            table,
            {**stamp.fields(), "patient_id": self.patient, **fields, "id": own, "thread": own, "sequence": 1},
        )

    def follow(self, table: str, prior: Row, stamp: Stamp, changes: Row) -> Row:
        """The row after ``prior``: its columns with ``changes``."""
        own = {"id": self.ids(), "sequence": prior["sequence"] + 1}
        return self.rows.add(table, {**prior, **stamp.fields(), **own, **changes})

    def treating(self, role: str, at: Instant) -> list[UUID]:
        """Who is on the care team in a role at a moment, earliest first."""
        places = {row["thread"]: row for row in self.rows.tables["team"] if row["patient_id"] == self.patient}
        return [
            row["practitioner_id"]
            for row in sorted(places.values(), key=lambda row: (row["starts_at"], row["thread"]))
            if row["role"] == role
            and row["starts_at"] <= at.utc
            and (row["ends_at"] is None or at.utc < row["ends_at"])
        ]

    def noted(self, stamp: Stamp, opened: Row, what: str, note: str = "") -> None:
        """What happened to a task."""
        row = {**stamp.fields(), "id": self.ids(), "task_id": opened["id"], "what": what, "note": note}
        self.rows.add("task_events", row)

    def audited(self, stamp: Stamp, action: str, detail: str = "") -> None:
        """What the door notes for one look or decision."""
        self.rows.add(
            "audit",
            {
                **stamp.fields(),
                "id": self.ids(),
                "action": action,
                "purpose": policy.RULES[action].purpose,
                "outcome": "done",
                "detail": detail,
                "patients": (self.patient,),
            },
        )

    def named(self, kind: str, event: Event) -> Row:
        """The last row of what an earlier event of the story made under this key."""
        found = self.last.get((kind, event["key"]))
        if found is None:
            raise StoryError(f"no {kind} has the key {event['key']!r} yet")
        return found
