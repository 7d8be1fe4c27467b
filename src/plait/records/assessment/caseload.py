"""Reading filled-in instruments of many people at once, for a day's list and for a clinician's whole caseload."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

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


Filled = tuple[str, int, str | None]  # version, seconds since 1970, total as text


@dataclass(frozen=True, slots=True)
class LastFilled:
    """When somebody last filled in an instrument, in seconds since 1970, and the last total that it gave."""

    at: int
    total: str | None
    total_at: int | None


def last_filled_by(patient_ids: Iterable[UUID]) -> dict[UUID, dict[str, LastFilled]]:
    """The last of each instrument of each of these people, by the instrument's id: from the view kept ready."""
    found: dict[UUID, dict[str, LastFilled]] = {}
    for person, told in _LAST(among=patient_ids):
        own = {name: LastFilled(*last) for name, last in told.items()}
        before = found.get(person)
        found[person] = own if before is None else {name: _later(before, own, name) for name in before.keys() | own}
    return found


def _later(one: Mapping[str, LastFilled], other: Mapping[str, LastFilled], name: str) -> LastFilled:
    """The last of both records of a person whose records were merged."""
    both = [told[name] for told in (one, other) if name in told]
    total = max(both, key=lambda last: -1 if last.total_at is None else last.total_at)
    return LastFilled(max(last.at for last in both), total.total, total.total_at)


_LAST = Pinned(lambda one: MeasureSeries.objects.filter(of_people([one])).values_list(person_column(), "last"))


def filled_in_by(patient_ids: Iterable[UUID], instrument: str) -> dict[UUID, list[Filled]]:
    """Each time that each of these people filled in one instrument, earliest first: from the view kept ready."""
    line = Cast(KeyTextTransform(instrument, "filled"), TextField())
    rows = MeasureSeries.objects.filter(of_people(patient_ids), filled__has_key=instrument)
    found: dict[UUID, list[Filled]] = {}
    for person, told in rows.values_list(person_column(), line):
        found.setdefault(person, []).extend(map(tuple, json.loads(told)))
    for own in found.values():
        own.sort(key=itemgetter(1))
    return found
