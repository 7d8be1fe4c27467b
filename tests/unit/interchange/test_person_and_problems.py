"""The person, the clinicians, problems, allergies and visits."""

from __future__ import annotations

import pytest

from plait.clinical.moment import PartialDate

from .bundles import BASE, PATIENT, SUBJECT, concept, received, warnings, why_kept

SNOMED = "http://snomed.info/sct"
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition"


def coded(code: str) -> dict:
    return {"coding": [{"system": "http://terminology.hl7.org/x", "code": code}]}


def condition(**more) -> dict:
    return {
        "resourceType": "Condition",
        "id": "c1",
        "subject": SUBJECT,
        "code": concept("35489007", "Depressive disorder", SNOMED),
        **more,
    }


def allergy(**more) -> dict:
    return {
        "resourceType": "AllergyIntolerance",
        "id": "a1",
        "patient": SUBJECT,
        "code": concept("4493", "fluoxetine"),
        **more,
    }


def encounter(**more) -> dict:
    return {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": SUBJECT,
        "period": {"start": "2026-03-01T09:00:00-05:00", "end": "2026-03-01T10:00:00-05:00"},
        **more,
    }


def test_the_whole_person():
    patient = {
        **PATIENT,
        "identifier": [{"system": "urn:mrn", "value": "42", "type": coded("MR")}, {"system": "urn:empty"}],
        "name": [
            {"use": "nickname", "given": ["Annie"]},
            {"use": "maiden", "family": "Soto"},
            {"use": "official", "family": "Rivera", "given": ["Ana", None, "Luz"], "prefix": ["Ms."]},
        ],
        "birthDate": "1990-05",
        "gender": "female",
        "telecom": [{"system": "phone", "value": "555-0100", "use": "mobile", "rank": 1}, {"system": "email"}],
        "address": [{"use": "home", "line": ["1 Elm St"], "city": "Albany", "state": "NY", "postalCode": "12207"}],
        "communication": [{"language": {"coding": [{"code": "es", "display": "Spanish"}]}, "preferred": True}],
        "contact": [{"name": {"family": "Soto"}}],
        "deceasedBoolean": False,
        "extension": [
            {"url": f"{US_CORE}/us-core-birthsex", "valueCode": "F"},
            {"url": f"{US_CORE}/us-core-genderIdentity", "valueCodeableConcept": {"text": "non-binary"}},
            {
                "url": "http://hl7.org/fhir/StructureDefinition/individual-pronouns",
                "extension": [{"url": "value", "valueCodeableConcept": {"text": "they/them"}}],
            },
        ],
        "text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'><script>x</script></div>"},
    }
    found = received(patient=patient)
    person = found.patient
    assert [(one.system, one.value, one.kind) for one in person.identifiers] == [
        (BASE, "p1", "RI"),
        ("urn:mrn", "42", "MR"),
    ]
    assert (str(person.legal_name), str(person.preferred_name)) == ("Ms. Ana Luz Rivera", "Annie")
    assert (person.birth_date, person.gender, person.sex_at_birth) == (PartialDate(1990, 5), "female", "female")
    assert (person.gender_identity.text, person.pronouns.text) == ("non-binary", "they/them")
    assert [(one.value, one.use, one.rank) for one in person.telecoms] == [("555-0100", "mobile", 1)]
    assert (person.addresses[0].state, person.addresses[0].lines) == ("NY", ("1 Elm St",))
    assert [(one.concept.text, one.preferred) for one in person.languages] == [("Spanish", True)]
    assert (person.deceased, person.deceased_at) == (False, None)
    assert warnings(found, "p1") == {"contacts-not-read"}


def test_a_person_without_a_name_is_said():
    assert warnings(received(patient={"resourceType": "Patient", "id": "p1"}), "p1") == {"no-name"}


def test_one_usual_name_is_the_legal_name_and_not_also_the_preferred_one():
    person = received(patient={**PATIENT, "name": [{"use": "usual", "family": "Rivera"}]}).patient
    assert (str(person.legal_name), person.preferred_name) == ("Rivera", None)


@pytest.mark.parametrize(
    ("given", "onset", "words"),
    [
        ({"onsetDateTime": "2019"}, "2019", ""),
        ({"onsetPeriod": {"start": "2019-05"}}, "2019-05", ""),
        ({"onsetString": "in childhood"}, None, "in childhood"),
        ({"onsetAge": {"value": 12, "code": "a"}}, None, "12 a"),
        ({"onsetRange": {"low": {"value": 10, "code": "a"}, "high": {"value": 12, "code": "a"}}}, None, "10 a – 12 a"),
        ({}, None, ""),
    ],
)
def test_onset_is_never_filled_up(given, onset, words):
    found = received(condition(**given)).conditions[0]
    assert (found.onset and str(found.onset.on), found.onset_text) == (onset, words)


def test_statuses_of_a_problem():
    found = received(condition(clinicalStatus=coded("remission"), verificationStatus=coded("refuted"))).conditions[0]
    assert (found.clinical_status, found.ruled_out, found.in_error) == ("remission", True, False)
    assert received(condition(verificationStatus=coded("entered-in-error"))).conditions[0].in_error


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"code": None}, "missing"),
        ({"code": {"coding": [{}]}}, "no-words"),
        ({"code": "F32"}, "wrong-type"),
        ({"clinicalStatus": coded("gone")}, "unknown-code"),
        ({"onsetDateTime": "2019", "onsetString": "early"}, "two-values"),
        ({"onsetDateTime": "2019-13"}, "not-a-date"),
        ({"onsetDateTime": "2019-01-01T25:00:00Z"}, "not-a-time"),
        ({"recordedDate": "2019-02-29"}, "not-a-date"),
        ({"onsetDateTime": "0001-01-01T00:00:00+14:00"}, "year-out-of-range"),
    ],
)
def test_a_problem_that_cannot_be_read(change, reason):
    assert why_kept(received(condition(**change))) == {"c1": reason}


def test_an_allergy_to_a_known_medicine():
    reaction = {"manifestation": [{"text": "rash"}], "severity": "severe", "description": "all over", "onset": "2020"}
    found = received(
        allergy(type="allergy", criticality="high", category=["medication"], reaction=[reaction])
    ).allergies[0]
    assert (found.ingredients, found.kind, found.criticality, found.none_known) == (("4493",), "allergy", "high", False)
    assert (found.reactions[0].manifestations[0].text, found.reactions[0].severity) == ("rash", "severe")


@pytest.mark.parametrize("status", ["relapse", "recurrence", "remission"])
def test_a_state_that_no_allergy_has_is_not_taken_for_one_that_is_over(status):
    found = received(allergy(clinicalStatus=coded(status)))
    assert (found.allergies, list(why_kept(found).values())) == ((), ["unknown-code"])


def test_no_known_allergy_is_a_statement():
    assert received(allergy(code=concept("716186003", "No known allergy", SNOMED))).allergies[0].none_known


def test_an_allergy_to_something_else():
    found = received(allergy(code={"text": "bees"})).allergies[0]
    assert (found.medicine, found.ingredients, found.substance.text) == (None, (), "bees")


@pytest.mark.hazard("H-017")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": concept("373270004", "Penicillin", SNOMED), "category": ["medication"]}, {"allergy-unmatched"}),
        ({"code": concept("0", "a new medicine")}, {"allergy-unmatched"}),
        ({"code": concept("716186003", "No known allergy", SNOMED), "category": ["medication"]}, set()),
        ({}, set()),
    ],
)
def test_an_allergy_that_checks_cannot_see_is_said(change, said):
    assert warnings(received(allergy(**change)), "a1") == said


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"category": ["drug"]}, "unknown-code"),
        ({"reaction": [{"severity": "bad"}]}, "unknown-code"),
        ({"patient": None}, "no-subject"),
        ({"code": None}, "missing"),
    ],
)
def test_an_allergy_that_cannot_be_read(change, reason):
    assert why_kept(received(allergy(**change))) == {"a1": reason}


def test_a_visit():
    doctor = {"resourceType": "Practitioner", "id": "d1", "name": [{"text": "Dr. Mei Chen"}]}
    who = [{"type": [{"text": "primary performer"}], "individual": {"reference": "Practitioner/d1"}}]
    evaluation = [concept("90791", "Psychiatric diagnostic evaluation", "http://www.ama-assn.org/go/cpt")]
    found = received(encounter(participant=who, type=evaluation), doctor).encounters[0]
    assert (found.kind, found.text, found.practitioner) == (
        "evaluation",
        "Psychiatric diagnostic evaluation",
        "Dr. Mei Chen",
    )
    assert (found.start.at.iso(), found.end.at.iso()) == ("2026-03-01T14:00:00Z", "2026-03-01T15:00:00Z")
    assert (found.status, found.in_error) == ("finished", False)
    assert received(encounter(**{"class": {"code": "EMER"}})).encounters[0].kind == "emergency"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"period": None}, "no-date"),
        ({"period": {"end": "2020"}}, "no-date"),
        ({"class": None}, "missing"),
        ({"status": "done"}, "unknown-code"),
        ({"period": {"start": "2021", "end": "2020"}}, "period-backwards"),
    ],
)
def test_a_visit_that_cannot_be_read(change, reason):
    assert why_kept(received(encounter(**change))) == {"e1": reason}
