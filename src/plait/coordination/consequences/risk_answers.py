"""What follows when an answer about harm comes in from elsewhere: a fresh one takes the one path, exactly once.

A fresh answer (``clinical/assessment/risk_answer.py``) opens a flag. An older one, or one whose day nobody stated,
waits to be gone through. The cause of a flag is the version of the answer, so the same file again opens none; a
corrected answer closes the flag about the version before and opens its own.
"""

from __future__ import annotations

from uuid import UUID

from plait.clinical.assessment.instrument import LEVELS, Level
from plait.clinical.assessment.response import Response
from plait.clinical.assessment.risk_answer import is_fresh
from plait.clinical.safety.harm import Sign, Whom
from plait.coordination.consequences import harm
from plait.coordination.door import Visit
from plait.knowledge.loader import release
from plait.records.assessment import imported, queries

CAUSE = "questionnaire-response"


def heed(visit: Visit, patient_id: UUID) -> None:
    """Look at the answers about harm that this import brought, and open the path for those of these days."""
    versions = imported.risk_versions(patient_id, visit.stamp.at)
    spoken = [version for version in versions if version.risk != (version.before or ())]
    if not spoken:
        return
    by_id = {response.response_id: response for response in queries.responses(patient_id)}
    for version in spoken:
        if version.before is not None:
            _withdraw_earlier(visit, version.response_id)
        response = by_id.get(version.response_id)
        if response is not None and version.risk and _fresh(visit, response):
            harm.receive(visit, patient_id, _sign(response), cause_kind=CAUSE, cause_id=version.row_id)


def _fresh(visit: Visit, response: Response) -> bool:
    zone, received_at = visit.stamp.actor.zone, response.received_at or visit.stamp.at
    return is_fresh(response.taken_at, response.taken_on, received_at=received_at, zone=zone)


def _sign(response: Response) -> Sign:
    """The sign, as soon to be looked at as the instrument says; what no instrument here knows counts as high."""
    known = release().instruments.get(response.instrument)
    items = {item.id: item for item in known.items} if known else {}
    levels: list[Level] = []
    speaking = set()
    for item_id, value in response.risk:
        item = items.get(item_id)
        levels.append((item.level_of(value) if item else None) or "high")
        speaking.add(item.harm if item else "self")
    whom: Whom = "both" if speaking >= {"self", "others"} else "others" if speaking == {"others"} else "self"
    level = max(levels, key=LEVELS.index)
    return Sign(level, whom, "import", response.instrument, response.risk, response.taken_at)


def _withdraw_earlier(visit: Visit, response_id: UUID) -> None:
    """The sender corrected the answer: what was asked about the version before is asked about this one, if at all."""
    for row_id in imported.earlier_versions(response_id, visit.stamp.at):
        harm.withdraw(visit, cause_kind=CAUSE, cause_id=row_id)
