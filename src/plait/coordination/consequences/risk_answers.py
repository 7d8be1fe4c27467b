"""What follows when an answer about harm comes in from elsewhere: somebody who can act is told, exactly once.

A fresh answer (``clinical/assessment/risk_answer.py``) makes an urgent task for each role that treats the person; where
nobody does, for the coordinators to find somebody now, and for the safety lead. An older one, or one whose day nobody
stated, waits to be gone through. The cause of a task is the version of the answer, so the same file again makes none; a
corrected answer closes the task about the version before and makes its own.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from plait.clinical.assessment.response import Response
from plait.clinical.assessment.risk_answer import is_fresh
from plait.coordination.door import Visit
from plait.coordination.people.timeline_words import day_words
from plait.records.assessment import imported, queries
from plait.records.assessment.imported import RiskVersion
from plait.records.people import duties
from plait.records.people import queries as people
from plait.records.tasks import actions as tasks

CAUSE = "questionnaire-response"
ASK = "ask-about-risk-answer"
FIND_CLINICIAN = "find-clinician"
SAFETY = "risk-answer-of-nobody"
CLINICAL_ROLES = ("prescriber", "therapist")


def heed(visit: Visit, patient_id: UUID) -> None:
    """Look at the answers about harm that this import brought, and tell those who can act."""
    versions = imported.risk_versions(patient_id, visit.stamp.at)
    spoken = [version for version in versions if version.risk != (version.before or ())]
    if not spoken:
        return
    by_id = {response.response_id: response for response in queries.responses(patient_id)}
    for version in spoken:
        if version.before is not None:
            _close_before(visit, version)
        response = by_id.get(version.response_id)
        if response is not None and version.risk and _fresh(visit, response):
            _tell(visit, patient_id, version, response)


def _fresh(visit: Visit, response: Response) -> bool:
    zone, received_at = visit.stamp.actor.zone, response.received_at or visit.stamp.at
    return is_fresh(response.taken_at, response.taken_on, received_at=received_at, zone=zone)


def _tell(visit: Visit, patient_id: UUID, version: RiskVersion, response: Response) -> None:
    at = visit.stamp.at
    team = [member for member in people.care_team(patient_id) if member.at(at) and member.role in CLINICAL_ROLES]
    for role in CLINICAL_ROLES:
        named = [member.practitioner_id for member in team if member.role == role]
        if named:
            title = gettext("An imported answer speaks of harm: ask the person now")
            whose = {"patient_id": patient_id, "owner_id": named[0] if len(named) == 1 else None}
            _open(visit, version, f"{ASK}-{role}", title, owner_role=role, detail=_detail(visit, response), **whose)
    if not team:
        title = gettext("Find a clinician now: something that was imported must be looked at today")
        _open(visit, version, FIND_CLINICIAN, title, owner_role="coordinator", patient_id=patient_id)
        title = gettext("An imported answer speaks of harm, and nobody treats the person: the coordinators were told")
        _open(visit, version, SAFETY, title, owner_role=duties.SAFETY_LEAD)


def _open(visit: Visit, version: RiskVersion, kind: str, title: str, **whose: Any) -> None:
    tasks.open_task(
        visit.stamp,
        kind=kind,
        cause_kind=CAUSE,
        cause_id=version.row_id,
        title=title,
        priority="urgent",
        due_at=visit.stamp.at.utc,
        **whose,
    )


def _detail(visit: Visit, response: Response) -> str:
    """What was answered, when, and to which questionnaire: no more than that."""
    day = str(response.taken_on) if response.taken_on else day_words(response.taken_at.day(visit.stamp.actor.zone))
    values = ", ".join(str(value) for _item, value in response.risk)
    words = {"values": values, "instrument": response.instrument.upper(), "day": day}
    sentence = gettext("Answered %(values)s to the self-harm question, %(instrument)s, %(day)s, imported.")
    return str(sentence % words)


def _close_before(visit: Visit, version: RiskVersion) -> None:
    """The sender corrected the answer: what was asked about the version before is asked about this one, if at all."""
    note = gettext("The sender corrected the answer.")
    for row_id in imported.earlier_versions(version.response_id, visit.stamp.at):
        for kind in (*(f"{ASK}-{role}" for role in CLINICAL_ROLES), FIND_CLINICIAN, SAFETY):
            tasks.close_for(visit.stamp, kind=kind, cause_kind=CAUSE, cause_id=row_id, status="cancelled", note=note)
