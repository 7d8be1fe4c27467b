"""Whatever hangs on a record that was merged is seen with the surviving one: every model, one by one.

A model with a patient that is neither planted nor on the list of reasons fails the test: whoever adds one decides how
it is read after a merge (decision 0013).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, record
from plait.foundation.models import Fact
from plait.records.careplan import queries as careplan
from plait.records.inbox import reconciliation_queries as reconciliation
from plait.records.intake import queries as intake
from plait.records.intake.models import ContactRequest
from plait.records.people import actions as people
from plait.records.people import linking
from plait.records.people.models import Patient
from plait.records.people.received import identifiers_of
from plait.records.problems import queries as problems
from plait.records.safety import plan_queries
from plait.records.safety import queries as safety
from plait.records.safety.models import Flag
from plait.records.therapy import queries as therapy
from plait.records.visits import queries as visits
from tests.integration.conftest import Practice
from tests.signed_in import sign_in

MARK = "MarkedOnTheOther"


@dataclass
class Seen:
    """What stands with the surviving record, read anew for every step."""

    practice: Practice
    mara: UUID
    pages: dict[str, str] = field(default_factory=dict)

    def page(self, name: str, who: str) -> str:
        """A page of its chart, as one of the staff reads it."""
        if name not in self.pages:
            client = sign_in(Client(), self.practice.staff[who].id)
            address = reverse(name, args=[] if name == "tasks:list" else [self.mara])
            self.pages[name] = client.get(address).content.decode()
        return self.pages[name]


def on(page: str, who: str = "reyes") -> Callable[[Seen], str]:
    """Seen on a page."""
    return lambda seen: seen.page(page, who)


def by(query: Callable[[UUID], Any]) -> Callable[[Seen], str]:
    """Answered by a query that so far no page of a person shows."""
    return lambda seen: repr(query(seen.mara))


AT = {"effective_at": Instant.parse("2026-10-01T10:00:00Z").utc}
TAKEN = {"name": MARK, "ingredients": [["1", MARK]]}
COURSE = {**AT, "modality": "cbt", "format": "individual", "started_on": AT["effective_at"].date()}
SOON = Instant.parse("2099-01-05T15:00:00Z")
VISIT = {
    "service": "other",
    "local_start": "2099-01-05T10:00",
    "zone": "America/New_York",
    "minutes": 30,
    "starts_at": SOON.utc,
    "ends_at": SOON.plus(seconds=1800).utc,
}
# model -> what is planted on the record that is merged, and where it must be seen with the surviving one
PLANTS: dict[str, tuple[dict[str, Any], Callable[[Seen], str]]] = {
    "problems.Condition": ({**AT, "text": MARK}, on("problems:list")),
    "problems.AllergyIntolerance": ({**AT, "substance": MARK}, on("people:chart")),
    "problems.PregnancyStatus": ({**AT, "state": "pregnant", "weeks": 37}, on("problems:list")),
    "problems.LifeEvent": ({**AT, "text": MARK, "on": "2026-10"}, on("people:chart")),
    "problems.EpisodeOfCare": ({**AT, "title": MARK}, by(problems.episodes)),
    "people.PatientRelation": ({"kind": "helper", "name": MARK}, on("people:contact", "cole")),
    "people.PatientIdentifier": ({"system": "urn:x", "value": MARK}, by(identifiers_of)),
    "visits.Encounter": ({**AT, "kind": "visit", "text": MARK}, by(visits.encounters)),
    "visits.Appointment": ({**VISIT, "text": MARK}, by(visits.appointments)),
    "medication.MedicationRequest": ({**AT, **TAKEN, "action": "start"}, on("people:chart")),
    "medication.MedicationStatement": ({**AT, **TAKEN, "kind": "herbal"}, on("medication:list")),
    "medication.MedicationDispense": ({**AT, **TAKEN}, on("medication:list")),
    "therapy.TherapyCourse": ({**COURSE, "target_problem": MARK}, on("therapy:list")),
    "therapy.TherapySession": ({**AT, "attendance": "no-show", "place": "video", "focus": MARK}, by(therapy.sessions)),
    "assessment.QuestionnaireResponse": (
        {**AT, "instrument": "phq-9", "version": "1", "total": 27, "answers": {"9": 3}, "risk": [["9", 3]]},
        on("people:chart"),
    ),
    "monitoring.Observation": ({**AT, "text": MARK, "value_text": "high"}, on("problems:list")),
    "careplan.Goal": ({**AT, "text": MARK}, by(careplan.goals)),
    "careplan.CarePlan": ({**AT, "title": MARK}, by(careplan.care_plans)),
    "inbox.ReconciliationDecision": (
        {"target_kind": "x", "target": UUID(int=7), "decision": "accept", "reason": MARK},
        by(reconciliation.decisions),
    ),
    "safety.Flag": (
        {
            "cause_kind": "x",
            "cause_id": UUID(int=9),
            "level": "high",
            "whom": "self",
            "source": "hand",
            "words": MARK,
            "said_at": AT["effective_at"],
        },
        by(safety.of_patient),
    ),
    "safety.HarmThreshold": (
        {
            "instrument": "phq-9",
            "item": "9",
            "value": 1,
            "reason": MARK,
            "starts_at": AT["effective_at"],
            "review_on": SOON.utc.date(),
        },
        on("safety:of-person"),
    ),
    "safety.FlagPatient": ({}, by(safety.of_patient)),
    "intake.ContactLink": ({}, by(intake.of_patient)),
    "safety.SafetyPlan": ({**AT, "what": "made", "signs": [[MARK, ""]]}, on("safety:plan")),
    "safety.SafetyPlanProposal": ({**AT, "text": MARK}, on("safety:plan")),
    "safety.SafetyPlanLink": (
        {"digest": MARK, "expires_at": SOON.utc, "basis": "given"},
        lambda seen: MARK if plan_queries.links(seen.mara) else "",
    ),
    "tasks.Task": (
        {"kind": "x", "title": MARK, "cause_kind": "x", "cause_id": UUID(int=8), "owner_role": "prescriber"},
        on("tasks:list"),
    ),
}
SHOWN = {
    "safety.FlagPatient": "sent before they came",
    "intake.ContactLink": "asked before they came",
    "problems.PregnancyStatus": "37 weeks",
    "assessment.QuestionnaireResponse": "answered 3 to the self-harm question",
}
# Read in another way after a merge, or not by person at all.
REASONS = {
    "assessment.MeasureSeries": "tests/integration/assessment/test_measure_series.py: on either of two merged records",
    "assessment.MeasureRequest": "tests/integration/assessment/test_requests.py: on either of two merged records",
    "outbox.MailPermission": "tests/integration/messages/test_sending.py: on either of two merged records",
    "outbox.MessageOut": "found by what it is about, or listed with the record that it was written to",
    "people.PatientDetails": "the surviving record says what the person is called; the contact page names the other",
    "people.CareTeamMember": "tests/integration/people/test_merge.py: teams are united",
    "people.CurrentCareTeam": "the same, kept under the person",
    "people.PatientIndex": "tests/integration/people/test_merge.py: search",
    "people.PatientSearchKey": "the same",
    "people.RecordLink": "it is the link",
    "safety.OpenFlag": "the flags that are open, kept beside the facts",
    "people.MergedRecord": "it is the link",
    "people.EmergencyAccess": "tests/integration/people/test_emergency.py: on either of two merged records",
    "people.OutsideCareMember": "kept as received; no page shows it yet, the architecture test holds its queries",
    "problems.TreatmentStep": "read by its episode",
    "documents.DocumentReference": "kept as received; no page shows it yet, the architecture test holds its queries",
    "documents.DocumentContent": "read by its document",
    "inbox.ImportRun": "a run is read by who uploaded it, and leads to the person through the door",
    "inbox.ReceivedResource": "tests/integration/interchange: what came is compared by all records of the person",
}


def _sent_flag(stamp: Stamp) -> dict[str, Any]:
    """A flag of somebody who had only asked for contact."""
    columns = {**PLANTS["safety.Flag"][0], "cause_id": UUID(int=10), "words": SHOWN["safety.FlagPatient"]}
    return {"flag": record(Flag, stamp, contact_request=UUID(int=11), **columns)}


def _sent_request(stamp: Stamp) -> dict[str, Any]:
    """What somebody sent who had only asked for contact."""
    whose = {"name": "Mara", "language": "en", "seeks": "both", "whom": "me", "danger": "no"}
    when = {"asked_at": stamp.at.utc, "answer_by": SOON.utc}
    return {"request": record(ContactRequest, stamp, words=SHOWN["intake.ContactLink"], **whose, **when)}


# What a row points at that is not about a person by itself.
SENT: dict[str, Callable[[Stamp], dict[str, Any]]] = {
    "safety.FlagPatient": _sent_flag,
    "intake.ContactLink": _sent_request,
}


def test_every_model_about_a_person_is_planted_or_has_a_reason() -> None:
    about = {
        model._meta.label
        for model in apps.get_models()
        if any(column.related_model is Patient for column in model._meta.concrete_fields)
    }
    assert about == set(PLANTS) | set(REASONS)
    assert not set(PLANTS) & set(REASONS)


def plant(practice: Practice, patient: UUID) -> None:
    """One row of every model."""
    stamp, course = Stamp(practice.staff["both"], practice.at.plus(days=-3)), None
    for label, (columns, _where) in PLANTS.items():
        model, fields = apps.get_model(label), {**columns, "patient_id": patient}
        if label == "therapy.TherapySession":
            fields["course"] = course
        if label == "visits.Appointment":
            fields["site_id"] = practice.sites["main"]
        if label in SENT:
            fields |= SENT[label](stamp)
        if issubclass(model, Fact):
            row = record(model, stamp, **fields)
        else:
            row = model.objects.create(created_at=stamp.at.utc, changed_at=stamp.at.utc, **fields)
        course = row if label == "therapy.TherapyCourse" else course


def seen_of(practice: Practice, mara: UUID) -> set[str]:
    """The models whose planted row stands with the surviving record."""
    seen = Seen(practice, mara)
    return {label for label, (_columns, where) in PLANTS.items() if SHOWN.get(label, MARK) in where(seen)}


@pytest.mark.hazard("H-070")
def test_what_hangs_on_either_record_is_seen_until_the_merge_is_undone(practice: Practice, settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    mara, stamp = practice.people["mara"], Stamp(practice.staff["cole"], practice.at.plus(days=-2))
    again = people.register_patient(
        stamp, site_id=practice.sites["main"], details={"given": "Mara", "family": "Keller", "birth_date": "1992-05-02"}
    )
    plant(practice, again)
    assert seen_of(practice, mara) == set(), "nothing is seen before: the test can fail"
    link = linking.link_records(stamp, patient_id=again, person_id=mara, reason="x")
    people.refresh_people([again, mara])
    assert set(PLANTS) - seen_of(practice, mara) == set()
    linking.unlink_records(stamp, link, reason="x")
    people.refresh_people([again, mara])
    assert seen_of(practice, mara) == set()
