"""What happens to somebody between two visits, written down by all who take part."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import Dose
from plait.foundation.facts import Stamp
from plait.knowledge.formulary import formulary
from plait.records.assessment import actions as assessment
from plait.records.medication import actions as medication
from plait.records.monitoring import actions as monitoring
from plait.records.problems import actions as problems
from plait.records.therapy import actions as therapy
from plait.records.visits import actions as visits
from tests.integration.conftest import Practice


def between_visits(practice: Practice, patient: UUID, at: Instant) -> None:
    """Sixty days ago it all began; Dr. Reyes met the person thirty days ago; since then much was new."""
    reyes, ortiz = practice.staff["reyes"], practice.staff["ortiz"]

    def ago(days: int) -> Instant:
        return at.plus(days=-days)

    order = medication.start(
        Stamp(reyes, ago(60)),
        patient_id=patient,
        medicine=formulary().medicine("312941"),
        dose=Dose.parse("50", "mg"),
        timing=Timing("daily"),
        effective_at=ago(60),
        prescriber_id=reyes.practitioner_id,
        prescriber_name=reyes.name,
    )
    visits.record_encounter(
        Stamp(reyes, ago(30)),
        patient_id=patient,
        started_at=ago(30),
        kind="medication-visit",
        practitioner_id=reyes.practitioner_id,
        practitioner_name=reyes.name,
    )
    medication.append_line(
        Stamp(practice.staff["both"], ago(10)),
        order_id=order,
        medicine=formulary().medicine("312941"),
        action="change",
        effective_at=ago(10),
        dose=Dose.parse("100", "mg"),
        timing=Timing("daily"),
        prescriber_name="Dr. L. Haddad",
    )
    course = therapy.start_course(
        Stamp(ortiz, ago(59)),
        patient_id=patient,
        effective_at=ago(59),
        modality="cbt",
        format="individual",
        started_on=ago(59).day("UTC"),
        therapist_id=ortiz.practitioner_id,
        therapist_name=ortiz.name,
    )
    for days, attendance in ((50, "attended"), (20, "attended"), (13, "no-show")):
        therapy.record_session(
            Stamp(ortiz, ago(days)),
            patient_id=patient,
            course_id=course,
            held_at=ago(days),
            minutes=50 if attendance == "attended" else None,
            attendance=attendance,
            place="video",
            homework="Three thought records",
            team_line="Sleeps through again",
        )
    for days, total, risk in ((40, 14, []), (5, 9, [["9", 1]])):
        assessment.submit(
            Stamp(ortiz, ago(days)),
            patient_id=patient,
            taken_at=ago(days),
            instrument="phq-9",
            version="2026.1",
            answers={"9": 1 if risk else 0},
            total=total,
            band="",
            risk=risk,
        )
    monitoring.receive_observation(
        Stamp(reyes, ago(4)),
        patient_id=patient,
        effective_at=ago(4).utc,
        text="Sodium",
        value=Decimal(138),
        unit="mmol/L",
    )
    problems.record_allergy(Stamp(reyes, ago(3)), patient_id=patient, effective_at=ago(3), substance="penicillin")
    problems.record_life_event(
        Stamp(ortiz, ago(2)), patient_id=patient, effective_at=ago(2), text="Moved house", on="2026"
    )
