"""A person with a long history: 12 medicines over 3 years, 150 sessions, 60 scores, 40 visits. Written in bulk."""

from __future__ import annotations

from uuid import UUID

from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import Dose
from plait.foundation.actor import SYSTEM
from plait.foundation.facts import Stamp

DAYS = 1095
MEDICINES = (
    "312941",
    "856377",
    "349332",
    "310385",
    "313585",
    "993503",
    "314155",
    "283406",
    "197889",
    "900164",
    "310384",
    "643019",
)


def write(patient: UUID, at: Instant) -> None:
    """Record it, deterministic, through the records' own actions."""
    from plait.knowledge.formulary import formulary
    from plait.records.assessment import actions as assessment
    from plait.records.medication import actions as medication
    from plait.records.problems import actions as problems
    from plait.records.therapy import actions as therapy
    from plait.records.visits import actions as visits

    def ago(days: int) -> Instant:
        return at.plus(days=-days)

    for number, rxcui in enumerate(MEDICINES):
        begun, medicine = DAYS - number * 60, formulary().medicine(rxcui)
        order = medication.start(
            Stamp(SYSTEM, ago(begun)),
            patient_id=patient,
            medicine=medicine,
            dose=Dose.parse("10", "mg"),
            timing=Timing("daily"),
            effective_at=ago(begun),
            prescriber_id=None,
            prescriber_name="Dr. A. Reyes",
            reason_code="new-problem",
            reason_text="Started with the person",
        )
        for change in range(1, 5):
            day = begun - change * 40
            medication.append_line(
                Stamp(SYSTEM, ago(day)),
                order_id=order,
                action="change",
                medicine=medicine,
                effective_at=ago(day),
                dose=Dose.parse(str(10 * (change + 1)), "mg"),
                timing=Timing("daily"),
                reason_code="partial-response",
                reason_text="Better, not well",
            )
    course = therapy.start_course(
        Stamp(SYSTEM, ago(DAYS)),
        patient_id=patient,
        effective_at=ago(DAYS),
        modality="cbt",
        format="individual",
        therapist_name="J. Ortiz",
        planned_sessions=150,
        rhythm_days=7,
        started_on=ago(DAYS).day("UTC"),
    )
    for week in range(150):
        therapy.record_session(
            Stamp(SYSTEM, ago(DAYS - 7 * week)),
            patient_id=patient,
            course_id=course,
            held_at=ago(DAYS - 7 * week),
            minutes=50,
            attendance="no-show" if week % 17 == 9 else "attended",
            place="in-person",
            focus="Next step",
        )
    for number in range(60):
        assessment.submit(
            Stamp(SYSTEM, ago(DAYS - 18 * number)),
            patient_id=patient,
            taken_at=ago(DAYS - 18 * number),
            instrument="phq-9",
            version="1",
            answers={},
            total=20 - number // 4,
            band="",
            complete=True,
            risk=[],
        )
    for number in range(40):
        visits.record_encounter(
            Stamp(SYSTEM, ago(DAYS - 27 * number)),
            patient_id=patient,
            started_at=ago(DAYS - 27 * number),
            kind="medication-visit",
            text="Follow-up",
        )
    for number in range(10):
        problems.record_life_event(
            Stamp(SYSTEM, at), patient_id=patient, effective_at=at, text=f"Event {number}", on=f"{2024 + number % 3}-05"
        )
