"""What follows after an import: who may now open the chart, and who has to reconcile the medicines that came in."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext, ngettext

from plait.coordination.door import Visit
from plait.records.inbox.queries import Run
from plait.records.people import actions as people
from plait.records.people import queries as people_queries
from plait.records.tasks import actions as tasks

CAUSE = "import-run"
RECONCILE = "reconcile-medication"
FIND_PRESCRIBER = "find-prescriber"


def assign(visit: Visit, run: Run, patient_id: UUID) -> None:
    """Put those who were chosen at upload on the care team, from this moment; who stands on it stays as they are."""
    for one in run.assign_to:
        people.join_care_team(
            visit.stamp,
            patient_id=patient_id,
            practitioner_id=UUID(one["practitioner"]),
            role=one["role"],
            starts_at=visit.stamp.at,
            basis="import",
        )


def ask_to_reconcile(visit: Visit, run: Run, patient_id: UUID, waiting: int) -> None:
    """Open a task for the prescriber; where there is none, one for the coordinator to find one."""
    if not waiting:
        return
    at = visit.stamp.at
    team = people_queries.care_team(patient_id)
    prescribers = [member.practitioner_id for member in team if member.role == "prescriber" and member.at(at)]
    words = ngettext("%(n)d imported medicine to reconcile", "%(n)d imported medicines to reconcile", waiting)
    tasks.open_task(
        visit.stamp,
        kind=RECONCILE,
        cause_kind=CAUSE,
        cause_id=run.run_id,
        title=words % {"n": waiting},
        patient_id=patient_id,
        owner_role="prescriber",
        owner_id=prescribers[0] if len(prescribers) == 1 else None,
    )
    if not prescribers:
        tasks.open_task(
            visit.stamp,
            kind=FIND_PRESCRIBER,
            cause_kind=CAUSE,
            cause_id=run.run_id,
            title=gettext("A file was imported: a prescriber is needed on the care team"),
            patient_id=patient_id,
            owner_role="coordinator",
        )
