"""Statements, visits, goals, plans, care teams, relations, documents and forms: what is read, and what is not."""

from __future__ import annotations

import base64

import pytest

from tests.unit.interchange.bundles import SUBJECT, concept, loinc, received, warnings, why_kept

PDF = b"%PDF-1.7 a letter"
INLINE = base64.b64encode(PDF).decode()


def statement(**more):
    return {
        "resourceType": "MedicationStatement",
        "id": "t1",
        "status": "active",
        "subject": SUBJECT,
        "medicationCodeableConcept": concept("312941", "sertraline 50 MG Oral Tablet"),
        **more,
    }


def test_a_statement_is_read_like_an_order_and_its_dose_only_from_structure():
    dosage = {
        "text": "two in the morning",
        "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
        "doseAndRate": [{"doseQuantity": {"value": 50, "unit": "mg"}}],
    }
    (one,) = received(statement(dosage=[dosage], effectivePeriod={"start": "2019"})).statements
    assert (str(one.dose), one.timing.count, str(one.start.date())) == ("50 mg", 1, "2019")
    assert one.medicine.ingredients[0].rxcui == "36437"
    (words,) = received(statement(dosage=[{"text": "50 mg daily"}])).statements
    assert (words.dose, words.timing, words.dose_text) == (None, None, "50 mg daily")


@pytest.mark.parametrize(
    ("status", "state", "taken"),
    [
        ("active", "active", True),
        ("on-hold", "active", True),
        ("unknown", "unknown", True),
        ("stopped", "stopped", False),
    ],
)
def test_what_is_doubtful_counts_as_possibly_taken(status, state, taken):
    (one,) = received(statement(status=status)).statements
    assert (one.state, one.possibly_taken) == (state, taken)


def visit(**more):
    actor = {"actor": {"reference": "Patient/p1"}, "status": "accepted"}
    return {
        "resourceType": "Appointment",
        "id": "a1",
        "status": "booked",
        "start": "2026-12-01T15:00:00Z",
        "end": "2026-12-01T15:50:00Z",
        "participant": [actor],
        **more,
    }


def test_a_visit_has_a_time_a_length_and_a_clinician():
    clinician = {"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Chen"}]}
    both = [*visit()["participant"], {"actor": {"reference": "Practitioner/d1"}}]
    (one,) = received(visit(participant=both), clinician).appointments
    assert (one.minutes, one.practitioner.display, one.zone) == (50, "Chen", "America/New_York")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"status": "proposed"}, "not-agreed"),
        ({"start": "2026-12-01"}, "no-time"),
        ({"end": None}, "no-length"),
        ({"minutesDuration": 5000}, "length-out-of-range"),
    ],
)
def test_what_is_no_agreed_visit_is_kept_as_received(more, why):
    assert why_kept(received(visit(**more))) == {"a1": why}


def test_a_visit_of_somebody_else_is_refused_and_one_of_both_is_taken():
    other = {"actor": {"reference": "Patient/p2"}}
    found = received(visit(participant=[other]))
    assert [line.detail.code for line in found.lines[1:]] == ["about-somebody-else"]
    both = received(visit(participant=[other, *visit()["participant"]]))
    assert len(both.appointments) == 1


def test_a_goal_and_a_plan_keep_their_words_and_their_links():
    goal = {
        "resourceType": "Goal",
        "id": "g1",
        "subject": SUBJECT,
        "lifecycleStatus": "active",
        "description": {"text": "Sleep through the night"},
        "startDate": "2026-03",
        "target": [
            {"measure": {"text": "nights"}, "detailQuantity": {"value": 5, "unit": "nights"}, "dueDate": "2027"}
        ],
    }
    plan = {
        "resourceType": "CarePlan",
        "id": "c1",
        "subject": SUBJECT,
        "status": "active",
        "intent": "plan",
        "category": [{"text": "Depression care"}],
        "period": {"start": "2026"},
        "goal": [{"reference": "Goal/g1"}],
        "activity": [{"detail": {"description": "Walk daily", "status": "in-progress"}}],
    }
    found = received(goal, plan)
    (aim,) = found.goals
    assert (aim.concept.text, str(aim.start.date()), aim.aims[0].detail) == (
        "Sleep through the night",
        "2026-03",
        "5 nights",
    )
    (one,) = found.care_plans
    assert (one.title, one.activities[0].text, one.goals[0].key) == ("Depression care", "Walk daily", aim.origin.key)
    stop = {**plan, "activity": [{"detail": {"description": "Walk", "doNotPerform": True}}]}
    assert warnings(received(stop), "c1") >= {"activity-not-to-be-done"}


def test_a_care_team_names_others_and_not_the_person():
    team = {
        "resourceType": "CareTeam",
        "id": "t1",
        "subject": SUBJECT,
        "participant": [
            {"member": {"reference": "Patient/p1"}},
            {"member": {"display": "Dr. Elsewhere"}, "role": [{"text": "GP"}], "onBehalfOf": {"display": "Elm Clinic"}},
        ],
    }
    (one,) = received(team).care_teams
    assert [(m.name, m.role, m.organisation) for m in one.members] == [("Dr. Elsewhere", "GP", "Elm Clinic")]
    alone = {**team, "participant": team["participant"][:1]}
    assert why_kept(received(alone)) == {"t1": "no-members"}


def document(attachment, **more):
    return {
        "resourceType": "DocumentReference",
        "id": "d1",
        "status": "current",
        "subject": SUBJECT,
        "content": [{"attachment": attachment}],
        **more,
    }


def test_bytes_of_a_document_are_kept_where_they_stand_in_the_file():
    inline = {"contentType": "application/pdf", "data": base64.b64encode(PDF).decode(), "title": "Letter"}
    assert received(document(inline)).documents[0].attachments[0].content == PDF
    binary = {"resourceType": "Binary", "id": "b1", "contentType": "application/pdf", "data": inline["data"]}
    found = received(document({"url": "Binary/b1"}), binary)
    assert found.documents[0].attachments[0].content == PDF
    assert why_kept(found) == {"b1": "binary-read"}


@pytest.mark.parametrize(
    ("attachment", "why"),
    [
        ({"contentType": "application/pdf", "url": "https://elsewhere.example/1"}, "address-not-fetched"),
        ({"contentType": "text/html", "data": "PGI+"}, "media-type-not-kept"),
        ({"contentType": "application/pdf", "data": base64.b64encode(b"<script>").decode()}, "document-not-its-type"),
        ({"contentType": "application/pdf", "data": "!!"}, "not-base64"),
        (
            {"contentType": "application/pdf", "data": base64.b64encode(PDF).decode(), "hash": "x"},
            "document-hash-differs",
        ),
    ],
)
def test_what_is_not_safe_to_keep_is_only_named(attachment, why):
    found = received(document(attachment))
    assert found.documents[0].attachments[0].content is None
    assert why in warnings(found, "d1")


def test_answers_are_understood_by_the_form_that_they_name():
    codes = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
    form = {
        "resourceType": "Questionnaire",
        "id": "q1",
        "url": "https://forms.example/mood",
        "status": "active",
        "title": "Mood",
        "code": [{"system": "http://loinc.org", "code": "44249-1"}],
        "item": [{"linkId": f"q{n}", "code": loinc(code)["coding"]} for n, code in enumerate(codes)],
    }
    answers = {
        "resourceType": "QuestionnaireResponse",
        "id": "r1",
        "status": "completed",
        "subject": SUBJECT,
        "authored": "2026-03-01T09:00:00Z",
        "questionnaire": "https://forms.example/mood|",
        "item": [{"linkId": f"q{n}", "answer": [{"valueInteger": 1}]} for n in range(len(codes))],
    }
    alone = received(answers)
    assert alone.responses[0].mapped is None
    (one,) = received(form, answers).responses
    assert (one.mapped.instrument, len(one.mapped.answers), one.questionnaire) == ("phq-9", 9, "Mood")
    (again,) = received(answers, definitions=lambda address: form if "mood" in address else None).responses
    assert again.mapped == one.mapped
