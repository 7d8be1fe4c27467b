"""The view of all that people filled in, kept ready for a clinician's whole caseload (decision 0009).

It is made from the facts by one statement, whether for one person after an answer or for everybody at once. Whoever
adds a row for a person calls ``refresh`` in the same transaction, under that person's lock.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from plait.records.assessment.models import MeasureSeries

MAKE = """
INSERT INTO assessment_measureseries (patient_id, filled)
SELECT patient_id, coalesce(jsonb_object_agg(instrument, line) FILTER (WHERE line IS NOT NULL), '{{}}')
FROM (
    SELECT patient_id, instrument,
           jsonb_agg(jsonb_build_array(version, floor(extract(epoch FROM effective_at))::bigint, total::text)
                     ORDER BY effective_at, thread) FILTER (WHERE NOT entered_in_error) AS line
    FROM (
        SELECT DISTINCT ON (thread) thread, patient_id, instrument, version, effective_at, total, entered_in_error
        FROM assessment_questionnaireresponse {whose}
        ORDER BY thread, sequence DESC
    ) AS standing
    GROUP BY patient_id, instrument
) AS lines
GROUP BY patient_id
ON CONFLICT (patient_id) DO UPDATE SET filled = EXCLUDED.filled
"""
OF_SOME = "WHERE patient_id = ANY (%s)"


def refresh(patient_ids: Iterable[UUID]) -> None:
    """Bring the view of these records up to date."""
    ids = list(patient_ids)
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(MAKE.format(whose=OF_SOME), [ids])


def rebuild() -> None:
    """Throw the view away and make it anew from the facts."""
    MeasureSeries.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(MAKE.format(whose=""))
