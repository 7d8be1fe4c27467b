"""The coordinator's day at a site: who comes to whom, who is there, who has not come; and what waits at the desk.

Nothing clinical: names, times, what kind of visit, a telephone. Beside the day stand the tasks of the role, people whom
no clinician treats, who is new, and imports that wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.moment import Instant, LocalDate
from plait.coordination import door
from plait.coordination.consequences.harm_waiting import Waits, sorted_for
from plait.foundation.actor import Actor
from plait.records.inbox.waiting import Waiting, waiting
from plait.records.people import arrivals
from plait.records.people.arrivals import Arrival
from plait.records.tasks import queries as tasks
from plait.records.tasks.queries import TaskLine
from plait.records.visits import queries
from plait.records.visits.queries import Booked, Tally

__all__ = ["LATE_SECONDS", "Arrival", "Booked", "SiteDay", "TaskLine", "Waiting", "read"]
MOST_VISITS = 60  # of a page; an answer shows at most a hundred people
MOST_BESIDE = 8
MOST_LATE = 12
LATE_SECONDS = 5 * 60  # somebody on the way to the door is not late
NEW_DAYS = 7


@dataclass(frozen=True, slots=True)
class SiteDay:
    """A site's day, by clinician and time. ``tallies`` counts the whole day by status, ``clinicians`` by clinician."""

    day: date
    booked: tuple[Booked, ...]
    more: bool
    late: tuple[Booked, ...]  # who should be there by now, longest first; today only
    tallies: dict[str, int]
    clinicians: tuple[tuple[UUID, str, int], ...]
    tasks: tuple[TaskLine, ...]
    without_clinician: tuple[Arrival, ...]
    registered: tuple[Arrival, ...]
    imports: Waiting
    harm: Waits


def read(
    *, actor: Actor, at: Instant, day: date | None = None, practitioner_id: UUID | None = None, page: int = 1
) -> SiteDay:
    """The day of the coordinator's site, today unless another is asked for; of one clinician where asked for."""
    with door.read("visits.today", actor=actor, at=at) as visit:
        if actor.acting_role != "coordinator" or actor.site_id is None:
            raise door.Denied(visit.action)
        whole = LocalDate(day or at.day(actor.zone), actor.zone)
        span = {"start": whole.start(), "end": whole.end()}
        first = (max(1, page) - 1) * MOST_VISITS
        found = queries.day_of_site(
            actor.site_id, at, **span, practitioner_id=practitioner_id, first=first, most=MOST_VISITS + 1
        )
        counted = queries.counts_of_site(actor.site_id, **span)
        booked = found[:MOST_VISITS]
        late: tuple[Booked, ...] = ()
        if whole.start() <= at < whole.end():
            due = at.plus(seconds=-LATE_SECONDS)
            late = queries.not_here_yet(actor.site_id, at, since=whole.start(), before=due, most=MOST_LATE)
        own, harm = tasks.mine(actor, at, MOST_BESIDE), sorted_for(actor, at, most=MOST_BESIDE)
        visit.saw(harm.shown)
        alone = arrivals.without_clinician(actor, at, MOST_BESIDE)
        new = arrivals.registered_since(actor, at, at.plus(days=-NEW_DAYS), MOST_BESIDE)
        visit.saw(one.appointment.patient_id for one in (*booked, *late))
        visit.saw(one.person.patient_id for one in (*alone, *new))
        visit.saw(task.patient_id for task in own if task.patient_id)
        return SiteDay(
            day=whole.day,
            booked=booked,
            more=len(found) > MOST_VISITS,
            late=late,
            tallies=_tallies(counted, practitioner_id),
            clinicians=_clinicians(counted),
            tasks=own,
            without_clinician=alone,
            registered=new,
            imports=waiting(at, site_id=actor.site_id),
            harm=harm,
        )


def _tallies(counted: tuple[Tally, ...], practitioner_id: UUID | None) -> dict[str, int]:
    """How many visits stand how, of one clinician where asked for."""
    found: dict[str, int] = {}
    for one in counted:
        if practitioner_id is None or one.practitioner_id == practitioner_id:
            found[one.status] = found.get(one.status, 0) + one.number
    return found


def _clinicians(counted: tuple[Tally, ...]) -> tuple[tuple[UUID, str, int], ...]:
    """Who has visits that day, by name, with how many were not called off."""
    found: dict[tuple[str, UUID], int] = {}
    for one in counted:
        if one.practitioner_id is not None:
            key = (one.practitioner, one.practitioner_id)
            found[key] = found.get(key, 0) + (one.number if one.status != "cancelled" else 0)
    return tuple((key, name, number) for (name, key), number in sorted(found.items()))
