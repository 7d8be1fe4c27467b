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
INSERT INTO assessment_measureseries (patient_id, filled, last)
SELECT patient_id, coalesce(jsonb_object_agg(instrument, line) FILTER (WHERE instrument IS NOT NULL), '{{}}'),
       coalesce(jsonb_object_agg(instrument, told) FILTER (WHERE instrument IS NOT NULL), '{{}}')
FROM (
    SELECT patient_id, instrument,
           jsonb_agg(jsonb_build_array(version, at, total) ORDER BY effective_at, thread) AS line,
           jsonb_build_array(
               max(at),
               (array_agg(total ORDER BY effective_at DESC, thread DESC) FILTER (WHERE total IS NOT NULL))[1],
               max(at) FILTER (WHERE total IS NOT NULL)
           ) AS told
    FROM (
        SELECT DISTINCT ON (thread) thread, patient_id, version, effective_at, total::text AS total,
               CASE WHEN entered_in_error THEN NULL ELSE instrument END AS instrument,
               floor(extract(epoch FROM effective_at))::bigint AS at
        FROM assessment_questionnaireresponse {whose}
        ORDER BY thread, sequence DESC
    ) AS standing
    GROUP BY patient_id, instrument
) AS lines
GROUP BY patient_id
ON CONFLICT (patient_id) DO UPDATE SET filled = EXCLUDED.filled, last = EXCLUDED.last
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
