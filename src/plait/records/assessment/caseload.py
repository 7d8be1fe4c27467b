"""Reading filled-in instruments of many people at once, for a day's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from plait.clinical.assessment.response import Response
from plait.foundation.facts import latest
from plait.records.assessment.models import QuestionnaireResponse
from plait.records.assessment.queries import _response
from plait.records.people.one_person import of_people, person_column


def responses_of(patient_ids: Iterable[UUID]) -> dict[UUID, tuple[Response, ...]]:
    """The responses of each of these people as known now, earliest first."""
    found: defaultdict[UUID, list[Response]] = defaultdict(list)
    rows = QuestionnaireResponse.objects.filter(of_people(patient_ids)).annotate(person=person_column())
    for row in latest(rows):
        if not row.entered_in_error:
            found[row.person].append(_response(row, None, None))
    return {key: tuple(sorted(own, key=lambda r: (r.taken_at, r.response_id))) for key, own in found.items()}
