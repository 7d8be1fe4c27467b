"""What follows when somebody asks for contact: a task for the coordinators, due when the practice said it answers."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from plait.clinical.moment import Instant
from plait.coordination.consequences import harm
from plait.coordination.door import Visit
from plait.records.intake import actions
from plait.records.intake import queries as intake
from plait.records.people import queries as people
from plait.records.tasks import actions as tasks
from plait.records.tasks import queries

CAUSE = "contact-request"
ANSWER = "answer-contact-request"
READ = "read-handed-over"
ANSWERS = "intake.answer-contact-request"  # the action of whoever answers


def ask_to_answer(visit: Visit, request_id: UUID, *, name: str, due: Instant) -> None:
    """Open the task. It is about no patient: every coordinator of the practice reads it."""
    title = gettext("%(name)s asked for contact: call back") % {"name": name}
    tasks.open_task(
        visit.stamp,
        kind=ANSWER,
        cause_kind=CAUSE,
        cause_id=request_id,
        title=title,
        owner_role="coordinator",
        due_at=due.utc,
    )


def waits(request_id: UUID) -> bool:
    """Whether there is such a request that is neither closed nor a person in care."""
    request = intake.one(request_id)
    return request is not None and request.line.open


def take_up(visit: Visit, request_id: UUID) -> None:
    """Somebody is at it: the task says so."""
    found = tasks_of(request_id)
    if found is not None:
        tasks.change_task(visit.stamp, found, status="in-progress")


def becomes(visit: Visit, request_id: UUID, patient_id: UUID) -> None:
    """Somebody who asked is a person in care from now on: what they sent waits for who treats them, flags as well."""
    actions.link(visit.stamp, request_id, patient_id)
    close_task(visit, request_id)
    harm.place(visit, request_id, patient_id)
    request = intake.one(request_id)
    team = {m.role: m for m in people.care_team(patient_id) if m.at(visit.stamp.at) and m.role in harm.CLINICAL_ROLES}
    if request is None or request.asked.aid is None:
        return
    for role, member in team.items():
        tasks.open_task(
            visit.stamp,
            kind=f"{READ}-{role}",
            cause_kind=CAUSE,
            cause_id=request_id,
            title=gettext("From the front door: read what was handed over"),
            owner_role=role,
            owner_id=member.practitioner_id,
            patient_id=patient_id,
        )


def close_task(visit: Visit, request_id: UUID, note: str = "") -> None:
    """Nobody has to call back any more."""
    tasks.close_for(visit.stamp, kind=ANSWER, cause_kind=CAUSE, cause_id=request_id, note=note)


def tasks_of(request_id: UUID) -> UUID | None:
    """The open task of a request, or None."""
    return queries.of_cause(ANSWER, CAUSE, request_id)
