"""What registering, merging and separating have in common with other decisions: who stands beside a person, and who
is asked to look over records that were linked or separated.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from plait.coordination.door import Visit
from plait.coordination.people.registration import Beside
from plait.records.people import actions
from plait.records.people import queries as people
from plait.records.tasks import actions as tasks

CAUSE = "record-link"
MERGED = "merged-records"
SEPARATED = "separated-records"


def stands_beside(visit: Visit, patient_id: UUID, beside: Beside) -> None:
    """Record who stands beside the person, from today on."""
    actions.add_relation(
        visit.stamp,
        patient_id,
        kind=beside.kind,
        name=beside.name.strip(),
        relationship=beside.relationship.strip(),
        phone=beside.phone.strip(),
        starts_on=visit.stamp.at.day(visit.stamp.actor.zone),
    )


def ask_to_look_over(visit: Visit, link: UUID, *persons: UUID, kind: str) -> None:
    """One task for each person: the prescriber's where there is one, else the therapist's, else the coordinator's.

    Two lists of medicines that became one may name the same medicine twice; two that were parted may each lack one.
    """
    for number, patient_id in enumerate(persons):
        standing = [member for member in people.care_team(patient_id) if member.at(visit.stamp.at)]
        roles = {member.role for member in standing}
        role = next((role for role in ("prescriber", "therapist") if role in roles), "coordinator")
        named = [member.practitioner_id for member in standing if member.role == role]
        tasks.open_task(
            visit.stamp,
            kind=kind if number == 0 else f"{kind}-other",
            cause_kind=CAUSE,
            cause_id=link,
            title=_title(kind),
            patient_id=patient_id,
            owner_role=role,
            owner_id=named[0] if len(named) == 1 and role != "coordinator" else None,
        )


def _title(kind: str) -> str:
    if kind == MERGED:
        return str(gettext("Two records were merged: go through medicines, allergies, problems and scores once"))
    return str(gettext("Two records were separated: look over what was written while they were one"))
