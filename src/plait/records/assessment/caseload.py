"""Reading filled-in instruments of many people at once, for a day's list and for a clinician's whole caseload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from plait.clinical.assessment.response import Response
from plait.clinical.moment import Instant
from plait.foundation.pinned import Pinned
from plait.records.assessment.models import MeasureSeries, QuestionnaireResponse
from plait.records.assessment.queries import IMPORT, response_of
from plait.records.inbox.reconciliation_queries import stated_dates_of
from plait.records.people.one_person import of_people, person_column


def _responses(one: UUID) -> QuerySet[QuestionnaireResponse]:
    first = QuestionnaireResponse.objects.filter(pk=OuterRef("thread")).values("recorded_at")
    rows = QuestionnaireResponse.objects.filter(of_people([one])).order_by("thread", "-sequence").distinct("thread")
    return rows.annotate(person=person_column(), received=Subquery(first))


_RESPONSES = Pinned(_responses)


def responses_of(patient_ids: Iterable[UUID]) -> dict[UUID, tuple[Response, ...]]:
    """The responses of each of these people as known now, earliest first: the same as ``queries.responses`` gives."""
    standing = [row for row in _RESPONSES(among=patient_ids) if not row.entered_in_error]
    speaking = [row for row in standing if row.mode == IMPORT and row.risk]
    dates = stated_dates_of({r.person for r in speaking}, (r.origin_key for r in speaking)) if speaking else {}
    found: defaultdict[UUID, list[Response]] = defaultdict(list)
    for row in standing:
        asked = row.mode == IMPORT and row.risk
        taken_on = dates.get((row.person, row.origin_key)) if asked else None
        found[row.person].append(response_of(row, Instant(row.received) if asked else None, taken_on))
    return {key: tuple(sorted(own, key=lambda r: (r.taken_at, r.response_id))) for key, own in found.items()}


Filled = tuple[str, str, int, str | None]  # instrument, version, seconds since 1970, total as text


def filled_in_by(patient_ids: Iterable[UUID]) -> dict[UUID, list[Filled]]:
    """All that each of these people filled in, earliest first, without the answers: from the view kept ready."""
    found: defaultdict[UUID, list[Filled]] = defaultdict(list)
    for person, filled in _SERIES(among=patient_ids):
        for instrument, line in filled.items():
            found[person].extend((instrument, version, at, total) for version, at, total in line)
    for own in found.values():
        own.sort(key=itemgetter(2))
    return dict(found)


def _series(one: UUID) -> QuerySet[MeasureSeries, Any]:
    return MeasureSeries.objects.filter(of_people([one])).values_list(person_column(), "filled")


_SERIES = Pinned(_series)
