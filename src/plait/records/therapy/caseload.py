"""Reading courses and sessions of many people at once, for a day's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Max

from plait.clinical.moment import Instant
from plait.clinical.therapy.course import Course, Session
from plait.foundation.facts import latest
from plait.records.therapy.models import TherapyCourse, TherapySession
from plait.records.therapy.queries import course_of, session_of


def courses_of(patient_ids: Iterable[UUID]) -> dict[UUID, tuple[Course, ...]]:
    """The courses of each of these people, earliest first."""
    found: defaultdict[UUID, list[Course]] = defaultdict(list)
    for row in latest(TherapyCourse.objects.all(), patient_id__in=list(patient_ids)):
        if not row.entered_in_error:
            found[row.patient_id].append(course_of(row))
    return {key: tuple(sorted(own, key=lambda c: (c.started_on, c.course_id))) for key, own in found.items()}


def sessions_of(patient_ids: Iterable[UUID]) -> dict[UUID, tuple[Session, ...]]:
    """The sessions of each of these people as known now, earliest first."""
    found: defaultdict[UUID, list[Session]] = defaultdict(list)
    for row in latest(TherapySession.objects.all(), patient_id__in=list(patient_ids)):
        if not row.entered_in_error:
            found[row.patient_id].append(session_of(row))
    return {key: tuple(sorted(own, key=lambda s: (s.held_at, s.session_id))) for key, own in found.items()}


def last_attended(patient_ids: Iterable[UUID], therapist_id: UUID, before: Instant) -> dict[UUID, Instant]:
    """When each of these people last came to a session of a therapist's."""
    rows = TherapySession.objects.filter(
        patient_id__in=list(patient_ids),
        course__therapist_id=therapist_id,
        attendance="attended",
        entered_in_error=False,
        effective_at__lt=before.utc,
    )
    found = rows.values_list("patient_id").annotate(last=Max("effective_at"))
    return {patient_id: Instant(last) for patient_id, last in found}
