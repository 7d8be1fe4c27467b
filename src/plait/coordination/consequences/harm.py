"""What follows a sign of harm, wherever it came from: one flag for each cause, and somebody is told who can act.

This is the one path (docs/decisions/0021). Whoever takes in answers calls ``receive`` in the transaction of the answers
and nothing else. The flag commits with them; its clock runs from then on, and is read, not run.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from plait.clinical.safety.harm import Sign
from plait.clinical.safety.harm_closing import CORRECTED
from plait.coordination.door import Visit
from plait.coordination.people.timeline_words import day_words
from plait.foundation.enquirer import Enquirer
from plait.records.people import duties
from plait.records.people import queries as people
from plait.records.safety import actions, queries, subject, thresholds
from plait.records.tasks import actions as tasks

CAUSE = "flag"
ASK = "ask-about-risk-answer"
FIND_CLINICIAN = "find-clinician"
SAFETY = "risk-answer-of-nobody"
CLINICAL_ROLES = ("prescriber", "therapist")
KINDS = (*(f"{ASK}-{role}" for role in CLINICAL_ROLES), FIND_CLINICIAN, SAFETY)


def receive(visit: Visit, about: UUID | Enquirer, sign: Sign, *, cause_kind: str, cause_id: UUID) -> UUID | None:
    """Open the flag of a cause and tell who must act; None if that cause has its flag already.

    ``about`` is the patient, or somebody who only asked for contact and of whom there is no record.
    """
    usual_until = None
    if not isinstance(about, Enquirer):
        usual_until = thresholds.usual_until(about, sign, visit.stamp.at, visit.stamp.actor.zone)
    flag = actions.open_flag(
        visit.stamp, about, sign, cause_kind=cause_kind, cause_id=cause_id, usual_until=usual_until
    )
    if flag is None:
        return None
    if isinstance(about, Enquirer):
        _tell_the_practice(visit, flag)
    else:
        _tell(visit, about, flag, sign)
    return flag


def place(visit: Visit, request_id: UUID, patient_id: UUID) -> None:
    """Somebody who had asked for contact is registered: their flags stand on this chart, and its team is told."""
    for flag in subject.of_request(request_id):
        subject.place(visit.stamp, flag, patient_id)
        found = queries.one(flag)
        if found is not None and found.open:
            _tell(visit, patient_id, flag, found.sign)


def _tell_the_practice(visit: Visit, flag: UUID) -> None:
    """Nobody treats somebody who only asked for contact: the coordinators and the safety lead are told at once."""
    title = gettext("Call now: somebody who asked for contact needs a clinician today")
    _open(visit, flag, FIND_CLINICIAN, title, owner_role="coordinator")
    title = gettext("A sign of harm from somebody who asked for contact: look now, or hand it over")
    _open(visit, flag, SAFETY, title, owner_role=duties.SAFETY_LEAD)


def _tell(visit: Visit, patient_id: UUID, flag: UUID, sign: Sign) -> None:
    """A task for each role that treats the person; where nobody does, somebody has to be found now."""
    at = visit.stamp.at
    team = [member for member in people.care_team(patient_id) if member.at(at) and member.role in CLINICAL_ROLES]
    for role in CLINICAL_ROLES:
        named = [member.practitioner_id for member in team if member.role == role]
        if named:
            title = title_of()
            whose = {"patient_id": patient_id, "owner_id": named[0] if len(named) == 1 else None}
            _open(
                visit,
                flag,
                f"{ASK}-{role}",
                title,
                owner_role=role,
                detail=detail_of(sign, visit.stamp.actor.zone),
                **whose,
            )
    if not team:
        title = gettext("Find a clinician now: something must be looked at today")
        _open(visit, flag, FIND_CLINICIAN, title, owner_role="coordinator", patient_id=patient_id)
        title = gettext("There is a sign of harm, and nobody treats the person: the coordinators were told")
        _open(visit, flag, SAFETY, title, owner_role=duties.SAFETY_LEAD)


def title_of() -> str:
    """What the task of those who treat the person asks of them."""
    return str(gettext("A sign of harm: ask the person now"))


def detail_of(sign: Sign, zone: str) -> str:
    """What was answered or said, when, and in what: no more than that."""
    if not sign.items:
        return sign.words
    words = {
        "values": ", ".join(str(value) for _item, value in sign.items),
        "instrument": sign.instrument.upper(),
        "day": day_words(sign.said_at.day(zone)),
    }
    if sign.source == "import":
        sentence = gettext("Answered %(values)s to the self-harm question, %(instrument)s, %(day)s, imported.")
    else:
        sentence = gettext("Answered %(values)s to the self-harm question, %(instrument)s, %(day)s.")
    return str(sentence % words)


def withdraw(visit: Visit, *, cause_kind: str, cause_id: UUID) -> None:
    """The sender corrected the answer that a flag was opened for: it is closed, and says so."""
    note = gettext("The sender corrected the answer.")
    flag = queries.open_of_cause(cause_kind, cause_id)
    if flag is not None:
        actions.add_event(visit.stamp, flag, "closed", detail=CORRECTED, note=note)
        close_tasks(visit, flag, status="cancelled", note=note)


def close_tasks(visit: Visit, flag: UUID, *, status: str = "completed", note: str = "") -> None:
    """Nothing more is asked about a flag that is closed."""
    for kind in KINDS:
        tasks.close_for(visit.stamp, kind=kind, cause_kind=CAUSE, cause_id=flag, status=status, note=note)


def _open(visit: Visit, flag: UUID, kind: str, title: str, **whose: Any) -> None:
    due = visit.stamp.at.utc
    tasks.open_task(
        visit.stamp, kind=kind, cause_kind=CAUSE, cause_id=flag, title=title, priority="urgent", due_at=due, **whose
    )
