"""The practice itself looks after requests: reminds by e-mail where it may, and after a week asks a human being to.

Reminders go out by themselves one and four days after the day, in the daytime of the person's site, to people who said
that we may write; for all others they stay on the list. Safe to run again at any time: a request makes one first and
one second reminder and one task, whoever runs this and how often. What was saved and not sent is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings

from plait.clinical.assessment.schedule import FIRST_REMINDER, HUMAN, reminder_due
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.coordination.consequences import measure_requests, messages
from plait.coordination.consequences.measure_follow_up import open_task
from plait.coordination.door import Visit
from plait.foundation import mail
from plait.foundation.actor import Actor
from plait.records.assessment import request_actions, requests
from plait.records.assessment.requests import Request
from plait.records.outbox import queries as outbox
from plait.records.people import queries as people
from plait.records.people.one_person import person_of

ACTION = "assessment.follow-up"
DAYTIME = range(9, 18)  # hours of the person's site in which nobody is woken by a message


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """How many tasks were opened and reminders put, and of how many requests unsent answers were forgotten."""

    tasks: int
    forgotten: int
    reminders: int


def run(*, actor: Actor, at: Instant) -> FollowedUp:
    """Open what is due, person by person, each in a transaction of its own."""
    opened = reminded = 0
    with door.write(ACTION, actor=actor, at=at):
        forgotten = request_actions.forget_unsent(at)
        waiting = requests.waiting_since(at.plus(days=-HUMAN).day("UTC"))
        late = _late(at) if mail.state() != "off" else ()
    for request_id in waiting:
        with door.write(ACTION, actor=actor, at=at, patient=partial(requests.patient_of_request, request_id)) as visit:
            now = requests.request(request_id, at)
            if now is not None and now.open and open_task(visit, now.patient_id, request_id) is not None:
                request_actions.note(visit.stamp, request_id, "task-opened")
                opened += 1
    for request_id in late:
        with door.write(ACTION, actor=actor, at=at, patient=partial(requests.patient_of_request, request_id)) as visit:
            reminded += _remind(visit, request_id)
    return FollowedUp(opened, forgotten, reminded)


def _late(at: Instant) -> tuple[UUID, ...]:
    """The requests of which a reminder is due, found first: no chart is passed through every hour for nothing."""
    # The day is the site's; a day more is taken in, so that no zone is left out.
    ids = requests.waiting_since(at.plus(days=1 - FIRST_REMINDER).day("UTC"))
    people_asked = {one: requests.patient_of_request(one) for one in ids}
    return tuple(one for one, asked in people_asked.items() if asked and _due(person_of(asked), one, at) is not None)


def _remind(visit: Visit, request_id: UUID) -> bool:
    """Put the reminder that is due by now."""
    due = _due(visit.patient, request_id, visit.stamp.at)
    if due is None:
        return False
    request, number, address = due
    if measure_requests.refusal(visit, request.instruments, measure_requests.LINK, request.language) is not None:
        return False
    messages.put(
        visit,
        visit.patient,
        kind=messages.REMINDER,
        cause_id=request_id,
        number=number,
        address=address,
        language=request.language,
    )
    return True


def _due(person: UUID, request_id: UUID, at: Instant) -> tuple[Request, int, str] | None:
    """Which reminder of a request may go out now, to which address; None for none.

    It was asked by link, is not on the tablet at this moment, nothing about it is on its way, and this one was not put
    before.
    """
    request = requests.request(request_id, at)
    zone = people.zone_of(people.site_of(person)) or settings.TIME_ZONE
    if request is None or not request.open or at.local(zone).hour not in DAYTIME:
        return None
    number = reminder_due(request.due_on, request.reminders, at.day(zone))
    address = messages.address_of(person)
    if number is None or isinstance(address, Refused) or request.channel != measure_requests.LINK:
        return None
    standing = requests.standing_link(request_id, at)
    before = outbox.about(messages.CAUSE, [request_id]).get(request_id, ())
    put = any(not one.ended or (one.kind, one.number) == (messages.REMINDER, number) for one in before)
    if put or (standing is not None and standing.channel == measure_requests.TABLET):
        return None
    return request, number, address
