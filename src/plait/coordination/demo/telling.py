"""Telling one story: every event goes through the decision that staff would use, at its own time.

What has no decision of its own yet (a visit, a problem, a result, an episode of care) is written by the records'
actions. What each kind of event needs stands in docs/reference/demo.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination.demo import care_events, medication_events, person_events, plan_events
from plait.coordination.demo.event import Event, events_of
from plait.coordination.demo.story import Calendar, StoryError
from plait.coordination.door import NOBODY, Denied
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.facts import Stamp
from plait.records.people import actions as people

EVENTS: dict[str, Callable[[Any, Event], object]] = {
    **medication_events.EVENTS,
    **care_events.EVENTS,
    **person_events.EVENTS,
    **plan_events.EVENTS,
}


@dataclass
class Teller:
    """Tells a story about one person; ``staff`` are actors by short name, ``threads`` what the story named by a key."""

    name: str
    calendar: Calendar
    staff: dict[str, Actor]
    site: UUID
    patient: UUID = NOBODY
    threads: dict[tuple[str, str], UUID] = field(default_factory=dict)

    def tell(self, story: dict[str, Any]) -> int:
        """The whole story; returns how many events it had."""
        self._arrive(story)
        events = events_of(story, self.calendar)
        for event in events:
            self._tell_one(event)
        return len(events)

    def _tell_one(self, event: Event) -> None:
        where = f"{self.name}, day {event['day']}, {event['do']}"
        act = EVENTS.get(event["do"])
        if act is None:
            raise StoryError(f"{where}: there is no such event")
        try:
            outcome = act(self, event)
            event.insist_all_read()
        except (KeyError, ValueError, TypeError, Denied) as error:
            raise StoryError(f"{where}: {error!r}") from error
        if isinstance(outcome, Refused):
            raise StoryError(f"{where}: {outcome}")

    def _arrive(self, story: dict[str, Any]) -> None:
        """The person is registered the day before the first of the care team joins."""
        team = [Event(member) for member in story["team"]]
        first = min(member.day("day", self.calendar) for member in team) - 1
        stamp = Stamp(SYSTEM, self.calendar.moment(first, "09:00"))
        person = dict(story["person"])
        born = self.calendar.born(person.pop("age"), person.pop("month"), person.pop("day"))
        self.patient = people.register_patient(stamp, site_id=self.site, details={**person, "birth_date": born})
        for one in story.get("relation", []):
            people.add_relation(stamp, self.patient, starts_on=self.calendar.day(first), **one)
        for member in team:
            self._join(member)
            member.insist_all_read()

    def _join(self, member: Event) -> None:
        """A place on the care team, from a morning until an evening."""
        who, starts = self.staff[member["who"]], self.calendar.moment(member.day("day", self.calendar), "08:00")
        by = self.staff[member.get("by", "cole")]
        membership = people.join_care_team(
            Stamp(by, starts),
            patient_id=self.patient,
            practitioner_id=who.practitioner_id or NOBODY,
            role=member.get("role", who.roles[0]),
            starts_at=starts,
        )
        if "until" in member:
            ends = self.calendar.moment(member.day("until", self.calendar), "18:00")
            people.leave_care_team(Stamp(by, ends), membership, ends)

    def who(self, event: Event) -> Actor:
        """Who did it, acting in which role."""
        actor = self.staff[event["by"]]
        return replace(actor, acting_role=event.get("as", actor.roles[0]))

    def when(self, event: Event) -> Instant:
        """When it happened, and was written down."""
        return event.at(self.calendar)

    def effective(self, event: Event) -> Instant:
        """From when it is true for the person: the morning of ``from``, else when it happened."""
        return self.calendar.moment(event.day("from", self.calendar), "08:00") if "from" in event else self.when(event)

    def stamp(self, event: Event) -> Stamp:
        """Who recorded it, and when."""
        return Stamp(self.who(event), self.when(event))

    def keep(self, kind: str, event: Event, otherwise: str, thread: UUID) -> None:
        """Remember what an event made, by the key that the story gives it."""
        self.threads[kind, event.get("key", otherwise)] = thread

    def named(self, kind: str, event: Event) -> UUID:
        """What an earlier event of the story made under this key."""
        found = self.threads.get((kind, event["key"]))
        if found is None:
            raise StoryError(f"no {kind} has the key {event['key']!r} yet")
        return found
