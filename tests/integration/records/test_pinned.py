"""A pinned query gives what the query itself gives: for everybody, at every moment, in whatever shape it is asked."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from plait.foundation.facts import latest
from plait.foundation.pinned import Pinned
from plait.records.assessment.models import QuestionnaireResponse
from plait.records.people.models import CareTeamMember, PatientDetails
from plait.records.people.one_person import latest_of_person, of_people, of_person
from plait.records.therapy.models import TherapySession
from tests.integration.conftest import Practice
from tests.integration.long_history import write


def test_instances_are_those_of_the_plain_query(practice: Practice) -> None:
    """Also with annotations and related rows, for one person after the other, and for nobody."""
    write(practice.people["mara"], practice.at)
    for model in (QuestionnaireResponse, TherapySession):
        for patient in (*practice.people.values(), uuid4()):
            plain = latest(model.objects.filter(of_person(patient)))
            pinned = latest_of_person(model, patient)
            assert pinned == plain
            assert [vars(one)["recorded_at"] for one in pinned] == [vars(one)["recorded_at"] for one in plain]
    assert len(latest_of_person(TherapySession, practice.people["mara"])) == 150

    def annotated(patient: object) -> QuerySet[PatientDetails]:
        rows = PatientDetails.objects.filter(patient_id=patient).select_related("patient__site")
        return rows.annotate(number=F("patient__number")).order_by("-sequence")[:1]

    pinned = Pinned(annotated)
    with CaptureQueriesContext(connection) as asked:
        for patient in practice.people.values():
            assert [(r.pk, r.number, r.patient.site.name) for r in pinned(patient)] == [
                (r.pk, r.number, r.patient.site.name) for r in annotated(patient)
            ]
    assert len(asked) == 2 * len(practice.people)


def test_tuples_unions_and_moments(practice: Practice) -> None:
    """Columns of two models in one query, as of a moment."""

    def joined(patient: object, at: object) -> QuerySet[CareTeamMember]:
        rows = CareTeamMember.objects.filter(patient_id=patient, starts_at__lte=at)
        more = PatientDetails.objects.filter(patient_id=patient).values_list(Value("called"), "recorded_at", "given")
        return rows.values_list(Value("team"), "starts_at", "role").union(more, all=True)

    pinned = Pinned(joined)
    moments = [practice.at.utc, practice.at.utc - timedelta(days=900)]
    for patient in practice.people.values():
        for moment in moments:
            assert sorted(pinned(patient, moment)) == sorted(joined(patient, moment))
    assert len(pinned(practice.people["mara"], moments[0])) > len(pinned(practice.people["mara"], moments[1]))


def test_several_people_beside_one_id(practice: Practice) -> None:
    """A list of ids, however long, and an id that stands alone; each of several moments in its own place."""

    def joined(one: object, since: object, until: object) -> QuerySet[CareTeamMember]:
        rows = CareTeamMember.objects.filter(of_people([one]), starts_at__gte=since, starts_at__lt=until)
        return rows.exclude(practitioner_id=one).order_by("pk")

    pinned, people = Pinned(joined), list(practice.people.values())
    since, until = practice.at.utc - timedelta(days=900), practice.at.utc + timedelta(days=1)
    who = practice.staff["reyes"].practitioner_id
    for among in (people, people[:1], []):
        plain = CareTeamMember.objects.filter(of_people(among), starts_at__gte=since, starts_at__lt=until)
        assert pinned(who, since, until, among=among) == list(plain.exclude(practitioner_id=who).order_by("pk"))
    assert len(pinned(None, since, until, among=people)) == 0
    assert len(pinned(uuid4(), since, until, among=people)) > len(pinned(who, since, until, among=people)) > 0
    assert pinned(who, until, since, among=people) == []


@pytest.mark.usefixtures("db")
def test_a_query_about_nobody_is_refused() -> None:
    """A query that forgets the id would answer about everybody."""
    with pytest.raises(ValueError, match="about an id"):
        Pinned(lambda _one: PatientDetails.objects.all())(uuid4())
