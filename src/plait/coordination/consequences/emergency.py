"""What follows from an emergency access: the privacy lead is told; where nobody can review it, the administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from plait.coordination.door import Visit
from plait.foundation.facts import Stamp
from plait.records.people import duties, emergency
from plait.records.tasks import actions as tasks

CAUSE = "emergency-access"
REVIEW = "review-emergency-access"
NAME_LEAD = "name-privacy-lead"
DUE_DAYS = 3


@dataclass(frozen=True, slots=True)
class Gaps:
    """What an administrator has to mend: duties that nobody holds, and how many accesses nobody can review today."""

    nobody: tuple[str, ...]
    unreviewable: int


def gaps(day: date) -> Gaps:
    """What is missing among the duties on a day. The privacy lead's own accesses count as those of nobody."""
    holders = {duty: duties.holder(duty, day) for duty in duties.DUTIES}
    lead = holders[duties.PRIVACY_LEAD]
    return Gaps(
        nobody=tuple(duty for duty, holder in holders.items() if holder is None),
        unreviewable=emergency.waiting(lead.practitioner_id if lead else None),
    )


def tell(visit: Visit, access_id: UUID) -> None:
    """Open the task of the privacy lead, whoever that is by the time; nobody reviews their own access."""
    stamp, actor = visit.stamp, visit.stamp.actor
    tasks.open_task(
        stamp,
        kind=REVIEW,
        cause_kind=CAUSE,
        cause_id=access_id,
        title=gettext("Review an emergency access"),
        detail=gettext("%(name)s opened a chart in an emergency.") % {"name": actor.name},
        owner_role=duties.PRIVACY_LEAD,
        priority="urgent",
        due_at=stamp.at.plus(days=DUE_DAYS).utc,
    )
    lead = duties.holder(duties.PRIVACY_LEAD, stamp.at.day(actor.zone))
    if lead is not None and lead.practitioner_id != actor.practitioner_id:
        return
    why = gettext("No privacy lead is named.") if lead is None else gettext("The privacy lead opened it.")
    tasks.open_task(
        stamp,
        kind=NAME_LEAD,
        cause_kind=CAUSE,
        cause_id=access_id,
        title=gettext("Name a privacy lead: an emergency access waits for its review"),
        detail=why,
        owner_role="administrator",
        priority="urgent",
        due_at=stamp.at.plus(days=DUE_DAYS).utc,
    )


def reviewed(stamp: Stamp, access_id: UUID, finding: str, *, settled: bool) -> None:
    """Close the tasks about an access once a look at it left no question."""
    if settled:
        for kind in (REVIEW, NAME_LEAD):
            tasks.close_for(stamp, kind=kind, cause_kind=CAUSE, cause_id=access_id, note=finding)


def lead_named(stamp: Stamp, name: str) -> None:
    """Somebody can review again: the administrators' tasks are done."""
    tasks.close_for(stamp, kind=NAME_LEAD, cause_kind=CAUSE, note=name)
