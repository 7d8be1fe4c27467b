"""One person of whom everything is known: a row of every kind in the record, with every column filled."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from plait.clinical.assessment.scoring import score
from plait.clinical.refusal import Refused
from plait.foundation.facts import Stamp, record, revise
from plait.foundation.ids import new_id
from plait.knowledge.loader import release
from plait.records.assessment.models import QuestionnaireResponse
from plait.records.careplan.models import CarePlan, Goal
from plait.records.documents.models import DocumentContent, DocumentReference
from plait.records.inbox.models import ReconciliationDecision
from plait.records.intake.models import ContactEvent, ContactLink, ContactRequest
from plait.records.medication.models import MedicationDispense, MedicationRequest, MedicationStatement
from plait.records.monitoring.models import Observation
from plait.records.people import actions as people
from plait.records.people.models import OutsideCareMember, PatientRelation
from plait.records.problems.models import (
    AllergyIntolerance,
    Condition,
    EpisodeOfCare,
    LifeEvent,
    PregnancyStatus,
    TreatmentStep,
)
from plait.records.safety.models import Flag, FlagEvent, FlagPatient, SafetyPlan, SafetyPlanProposal
from plait.records.tasks.models import Task, TaskEvent
from plait.records.therapy.models import TherapyCourse, TherapySession
from plait.records.visits.models import Appointment, AppointmentEvent, Encounter
from tests.integration.conftest import NOW, Practice

CODINGS = [["http://snomed.info/sct", "35489007", "Depressive disorder"]]
WRITTEN = b"A letter.\n\x00\xff of any bytes"
TIMING = {"kind": "daily", "count": 1, "every": 1, "when": ["morning"]}
TAKEN = {
    "name": "sertraline",
    "ingredients": [["36437", "sertraline"]],
    "product": "312941",
    "product_name": "sertraline 50 MG Oral Tablet",
    "form": "oral tablet",
    "strength": "50 mg",
    "codings": [["http://www.nlm.nih.gov/research/umls/rxnorm", "312941", "sertraline 50 MG Oral Tablet"]],
    "dose_value": Decimal("62.5"),
    "dose_unit": "mg",
    "timing": TIMING,
    "dose_text": "half a tablet more",
    "route": "oral",
    "indication": "depression",
    "reason_code": "planned-step",
    "reason_text": "as agreed",
}


def build(practice: Practice) -> UUID:
    """Write everything about Mara; returns her id."""
    mara, reyes = practice.people["mara"], practice.staff["reyes"]
    stamp, before = Stamp(reyes, NOW.plus(days=-30)), NOW.plus(days=-90).utc
    common = {"patient_id": mara, "effective_at": before}
    _person(practice, stamp)
    wrong = {"entered_in_error": True, "error_reason": "of somebody else"}
    condition = record(
        Condition,
        stamp,
        **common,
        text="Depression",
        codings=CODINGS,
        clinical_status="remission",
        verification_status="provisional",
        onset="spring 2019",
        abated="2026-05",
    )
    revise(condition, stamp, **wrong)
    record(
        AllergyIntolerance,
        stamp,
        **common,
        kind="intolerance",
        substance="codeine",
        codings=CODINGS,
        ingredient="2670",
        reaction="nausea",
        severity="mild",
        clinical_status="inactive",
    )
    record(PregnancyStatus, stamp, **common, state="pregnant", weeks=12, breastfeeding=False)
    record(LifeEvent, stamp, **common, text="A move", on="summer 2025")
    episode = record(EpisodeOfCare, stamp, **common, title="Second depression", ended_at=NOW.utc)
    record(TreatmentStep, stamp, **common, episode=episode, title="Sertraline and CBT", ended_at=NOW.utc)
    _medication(practice, stamp, common)
    _therapy(practice, stamp, common)
    _measured(stamp, common)
    _plans(stamp, common, condition.thread)
    _documents(stamp, mara)
    _safety_plan(stamp, common)
    _flag(stamp, mara, reyes.practitioner_id)
    _asked(stamp, mara, reyes.practitioner_id)
    _work(practice, stamp, mara, condition.thread)
    return mara


def _person(practice: Practice, stamp: Stamp) -> None:
    mara = practice.people["mara"]
    people.revise_details(
        stamp,
        mara,
        preferred_name="Mai",
        gender_identity="woman",
        languages=["English", "svenska"],
        emails=["mai@example.org"],
        address={"line": "1 Road", "city": "Troy", "state": "NY", "postal_code": "12180", "country": "US"},
        state_now="NY",
        deceased="2026-11-20",
    )
    people.add_identifiers(stamp, mara, [("https://example.org/mrn", "A-1")])
    record(
        PatientRelation,
        stamp,
        patient_id=mara,
        kind="helper",
        name="Nils Lindqvist",
        relationship="brother",
        phone="+1 212 555 0199",
        scope=["appointments"],
        starts_on=date(2024, 1, 1),
        ends_on=date(2025, 1, 1),
    )
    record(
        OutsideCareMember,
        stamp,
        patient_id=mara,
        name="Dr. Outside",
        role="family doctor",
        organisation="Elsewhere Clinic",
        phone="+1 212 555 0111",
        starts="2020",
        ends="2026-01-31",
    )


def _medication(practice: Practice, stamp: Stamp, common: dict[str, Any]) -> None:
    reyes = practice.staff["reyes"]
    first = record(
        MedicationRequest,
        stamp,
        **common,
        **TAKEN,
        action="start",
        prescriber_id=reyes.practitioner_id,
        prescriber_name=reyes.name,
        target_symptom="low mood",
        beside="36437",
        release="2026.1",
    )
    second = revise(first, stamp, action="change", dose_value=Decimal("75.0"))
    third = revise(
        second, stamp, action="mark-error", corrects_id=second.pk, reason_code="entered-in-error", reason_text="typo"
    )
    revise(third, stamp, action="hold", corrects_id=None, dose_value=Decimal("62.5"), reason_text="illness")
    record(
        MedicationStatement,
        stamp,
        **common,
        **TAKEN,
        kind="herbal",
        status="stopped",
        informant="Mara",
        started="winter 2024",
    )
    told = {name: TAKEN[name] for name in ("name", "ingredients", "codings")}
    record(
        MedicationDispense,
        stamp,
        **common,
        **told,
        quantity=Decimal("30.5"),
        quantity_unit="tablet",
        days_supply=30,
        status="completed",
    )


def _therapy(practice: Practice, stamp: Stamp, common: dict[str, Any]) -> None:
    ortiz = practice.staff["ortiz"]
    course = record(
        TherapyCourse,
        stamp,
        **common,
        modality="cbt",
        format="couple",
        therapist_id=ortiz.practitioner_id,
        therapist_name=ortiz.name,
        planned_sessions=12,
        rhythm_days=7,
        target_problem="depression",
        started_on=date(2026, 6, 1),
        ended_on=date(2026, 10, 1),
        end_reason="done",
    )
    record(
        TherapySession,
        stamp,
        **common,
        course=course,
        minutes=50,
        attendance="attended",
        place="video",
        focus="sleep",
        homework="a diary",
        team_line="She sleeps better.",
        therapist_name=ortiz.name,
    )
    record(
        Encounter,
        stamp,
        **common,
        ended_at=NOW.utc,
        kind="evaluation",
        text="First evaluation",
        codings=CODINGS,
        status="finished",
        practitioner_id=practice.staff["reyes"].practitioner_id,
        practitioner_name="Dr. A. Reyes",
    )


def _level_of(answers: dict[str, int]) -> str:
    """How soon the release says that these answers must be looked at: an import holds a file to that."""
    scored = score(release().instruments["phq-9"], answers)
    assert not isinstance(scored, Refused)
    return scored.level or ""


def _measured(stamp: Stamp, common: dict[str, Any]) -> None:
    answers = {str(number): 1 for number in range(1, 10)}
    record(
        QuestionnaireResponse,
        stamp,
        **common,
        instrument="phq-9",
        version="2026.1",
        release="2026.1",
        answers=answers,
        total=Decimal(9),
        band="mild",
        complete=True,
        prorated=False,
        risk=[["9", 1]],
        mode="staff",
        level=_level_of(answers),
        subscales={"made-up": "1.50"},
        criteria=["made-up"],
        language="es",
        typed_total=False,
        answered_by="person",
    )
    part = {"text": "Systolic", "codings": CODINGS, "value": "120", "unit": "mm[Hg]", "absent": ""}
    record(
        Observation,
        stamp,
        **common,
        effective_text="2026-08",
        code="8480-6",
        text="Blood pressure",
        codings=[["http://loinc.org", "85354-9", "Blood pressure panel"]],
        category="vital-signs",
        value=Decimal("120.125"),
        unit="mm[Hg]",
        value_text="120 over 80",
        components=[part],
        status="final",
    )


def _plans(stamp: Stamp, common: dict[str, Any], condition: UUID) -> None:
    goal = record(
        Goal,
        stamp,
        **common,
        text="To work again",
        codings=CODINGS,
        lifecycle_status="completed",
        achievement="achieved",
        started="2026-03",
        targets=[{"measure": "PHQ-9", "detail": "below 5", "due": "2026-12"}],
        addresses=[str(condition)],
        stated_by="Mara",
    )
    record(
        CarePlan,
        stamp,
        **common,
        title="The plan",
        text="One step after the other",
        codings=CODINGS,
        status="completed",
        intent="order",
        started="2026-03-01",
        ended="2026-10",
        author_name="Dr. A. Reyes",
        activities=[{"text": "walk", "status": "completed", "codings": CODINGS}],
        goals=[str(goal.thread)],
        addresses=[str(condition)],
    )


def _documents(stamp: Stamp, mara: UUID) -> None:
    content = record(
        DocumentContent,
        stamp,
        patient_id=mara,
        media_type="application/pdf",
        size=len(WRITTEN),
        sha256=hashlib.sha256(WRITTEN).hexdigest(),
        content=WRITTEN,
    )
    record(
        DocumentReference,
        stamp,
        patient_id=mara,
        effective_at=NOW.plus(days=-5).utc,
        effective_text="2026-11",
        title="Letter",
        kind="letter",
        codings=CODINGS,
        status="superseded",
        author_name="Dr. Outside",
        address="https://example.org/letter",
        content=content,
    )


def _flag(stamp: Stamp, mara: UUID, to: UUID) -> None:
    flag = record(
        Flag,
        stamp,
        patient_id=mara,
        cause_kind="set-by-hand",
        cause_id=new_id(),
        level="moderate",
        whom="both",
        source="hand",
        instrument="phq-9",
        items=[["9", 2]],
        words="Said it on the phone",
        said_at=NOW.plus(days=-4).utc,
        usual_until=NOW.plus(days=20).utc,
    )
    record(FlagEvent, stamp, flag=flag, what="handed-over", to_id=to, detail="by phone", note="She knows Mara")


def _asked(stamp: Stamp, mara: UUID, to: UUID | None) -> None:
    """What she sent before she was in care, with a sign of harm in it."""
    request = record(
        ContactRequest,
        stamp,
        name="Mara L.",
        phone="+1 212 555 0142",
        email="mara@example.org",
        text_ok=True,
        message_ok=True,
        good_times="mornings",
        language="en",
        seeks="both",
        words="I do not know where to begin.",
        whom="somebody-else",
        about_name="Mara",
        relationship="herself, by a friend",
        birth_date="1992-05",
        danger="no",
        consent=["You keep what I wrote."],
        aid={"aid": "first-steps", "version": "1", "language": "en", "answered_at": NOW.iso(), "lean": ["therapy"]},
        aid_name="first-steps",
        aid_version="1",
        aid_answered_at=NOW.plus(days=-50).utc,
        asked_at=NOW.plus(days=-50).utc,
        answer_by=NOW.plus(days=-48).utc,
    )
    record(ContactEvent, stamp, request=request, what="tried", detail="reached", note="Comes on Monday.")
    record(ContactLink, stamp, request=request, patient_id=mara)
    flag = record(
        Flag,
        stamp,
        contact_request=request.pk,
        cause_kind="contact-request",
        cause_id=request.pk,
        level="high",
        whom="self",
        source="front-door",
        words="Asked and answered.",
        said_at=NOW.plus(days=-50).utc,
    )
    record(FlagEvent, stamp, flag=flag, what="acknowledged", to_id=to)
    record(FlagPatient, stamp, flag=flag, patient_id=mara)


def _safety_plan(stamp: Stamp, common: dict[str, Any]) -> None:
    names = ("signs", "alone", "distraction", "people", "professionals", "surroundings", "reasons")
    parts = {name: [[f"words of {name}", "+1 212 555 0143"], ["more words", ""]] for name in names}
    plan = record(SafetyPlan, stamp, **common, **parts, what="made", together=True, note="as agreed")
    revise(plan, stamp, what="reviewed", entered_in_error=True, error_reason="of somebody else")
    said = record(SafetyPlanProposal, stamp, **common, part="alone", text="Not the river")
    revise(said, stamp, status="answered", answer="Then not", entered_in_error=True, error_reason="of another")


def _work(practice: Practice, stamp: Stamp, mara: UUID, condition: UUID) -> None:
    at, reyes = stamp.at.utc, practice.staff["reyes"]
    task = Task.objects.create(
        patient_id=mara,
        kind="call-back",
        title="Call Mara",
        detail="about the letter",
        cause_kind="condition",
        cause_id=condition,
        owner_role="prescriber",
        owner_id=reyes.practitioner_id,
        status="done",
        priority="urgent",
        due_at=NOW.utc,
        created_at=at,
        changed_at=at,
    )
    record(TaskEvent, stamp, task=task, what="done", note="spoke to her")
    appointment = Appointment.objects.create(
        patient_id=mara,
        practitioner_id=reyes.practitioner_id,
        practitioner_name=reyes.name,
        site_id=practice.sites["main"],
        service="follow-up",
        mode="video",
        status="cancelled",
        local_start="2026-12-01T09:00",
        zone="America/New_York",
        minutes=30,
        starts_at=NOW.plus(days=7).utc,
        ends_at=NOW.plus(days=7, seconds=1800).utc,
        text="after the letter",
        cancel_reason="ill",
        origin_key=f"made|{new_id()}",
        created_at=at,
        changed_at=at,
    )
    told = {"before": {"status": "booked"}, "after": {"status": "cancelled"}}
    record(AppointmentEvent, stamp, appointment=appointment, what="cancelled", note="she called", **told)
    record(
        ReconciliationDecision,
        stamp,
        patient_id=mara,
        target_kind="condition",
        target=condition,
        decision="same-as",
        same_as=condition,
        reason="it is the same",
    )
