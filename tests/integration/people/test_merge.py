"""Two records of one person: merged, read as one everywhere, and separated again to exactly what they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door, situation
from plait.coordination.people import find_person, merge_records, merge_undo, open_chart, open_contact, who_looked
from plait.coordination.therapy import record_session
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.facts import Stamp
from plait.foundation.idempotency import Once
from plait.foundation.ids import new_id
from plait.records.assessment import actions as assessment
from plait.records.audit.models import AuditEvent
from plait.records.people import actions as people
from plait.records.people import linking, one_person, queries
from plait.records.people.likeness import likely_duplicates
from plait.records.people.models import CurrentCareTeam, MergedRecord, PatientIndex, PatientSearchKey
from plait.records.problems import actions as problems
from plait.records.therapy import actions as therapy
from plait.records.therapy.models import TherapySession
from tests.integration.conftest import Practice
from tests.signed_in import sign_in


@dataclass
class Two:
    """Mara, whom Reyes and Ortiz treat, and a second record of hers, with whom only Haddad met."""

    practice: Practice
    mara: UUID
    again: UUID

    @property
    def at(self) -> Instant:
        return self.practice.at

    def staff(self, name: str) -> Actor:
        return self.practice.staff[name]

    def merge(self, surviving: UUID | None = None, merged: UUID | None = None, who: str = "cole") -> Any:
        command = merge_records.Command(surviving or self.mara, merged or self.again, "She showed both cards.")
        return merge_records.commit(command, actor=self.staff(who), at=self.at, once=Once(new_id(), ""))

    def undo(self, person: UUID | None = None, record: UUID | None = None, at: Instant | None = None) -> Any:
        link = linking.link_of(record or self.again)
        assert link is not None
        command = merge_undo.Command(person or self.mara, link.thread, "She has a sister.")
        return merge_undo.commit(command, actor=self.staff("cole"), at=at or self.at, once=Once(new_id(), ""))


def register(practice: Practice, given_name: str, family: str, *team: str, born: str = "1992-05-02") -> UUID:
    stamp = Stamp(SYSTEM, practice.at.plus(days=-30))
    details = {"given": given_name, "family": family, "birth_date": born, "phones": ["+1 646 555 0171"]}
    patient = people.register_patient(stamp, site_id=practice.sites["main"], details=details)
    for name in team:
        who = practice.staff[name]
        people.join_care_team(
            stamp, patient_id=patient, practitioner_id=who.practitioner_id, role=who.acting_role, starts_at=stamp.at
        )
    return patient


def allergy(practice: Practice, patient: UUID, substance: str) -> None:
    stamp = Stamp(practice.staff["both"], practice.at.plus(days=-20))
    problems.record_allergy(stamp, patient_id=patient, effective_at=stamp.at, substance=substance, kind="allergy")


@pytest.fixture
def two(practice: Practice) -> Two:
    again = register(practice, "Maja", "Lindkvist", "both")
    mara = practice.people["mara"]
    allergy(practice, mara, "penicillin")
    allergy(practice, again, "lamotrigine")
    stamp = Stamp(practice.staff["both"], practice.at.plus(days=-10))
    assessment.submit(
        stamp,
        patient_id=again,
        instrument="phq-9",
        version="1",
        taken_at=stamp.at,
        total=15,
        band="",
        complete=True,
        answers={"9": 2},
        risk=[["9", 2]],
    )
    return Two(practice, mara, again)


def normal_view(two: Two) -> dict[str, Any]:
    """What everybody sees of both, without when it was looked at."""
    seen: dict[str, Any] = {
        "index": sorted(PatientIndex.objects.values_list(), key=str),
        "keys": sorted(PatientSearchKey.objects.values_list("patient_id", "kind", "key")),
        "team": sorted(CurrentCareTeam.objects.values_list(), key=str),
        "merged": sorted(MergedRecord.objects.values_list()),
    }
    for record in (two.mara, two.again):
        known = situation.gather(record)
        seen[str(record)] = (known, queries.relations(record), queries.care_team(record))
    return seen


def test_both_records_are_read_as_one(two: Two) -> None:
    assert two.merge() == two.mara
    chart = open_chart.read(two.mara, actor=two.staff("reyes"), at=two.at)
    assert {a.substance.text for a in chart.header.allergies} == {"penicillin", "lamotrigine"}
    assert chart.header.risk is not None
    assert chart.header.name == "Mara Lindqvist"
    assert {m.name for m in chart.header.team} == {"Dr. A. Reyes", "J. Ortiz", "S. Cole", "Dr. L. Haddad"}


@pytest.mark.hazard("H-071")
def test_who_treats_the_one_treats_the_person_and_nobody_else_gains_anything(two: Two) -> None:
    with pytest.raises(door.Denied):
        open_chart.read(two.mara, actor=two.staff("both"), at=two.at)
    two.merge()
    assert open_chart.read(two.mara, actor=two.staff("both"), at=two.at).header.name == "Mara Lindqvist"
    for name in ("far", "admin"):
        with pytest.raises(door.Denied):
            open_chart.read(two.mara, actor=two.staff(name), at=two.at)
    two.undo()
    with pytest.raises(door.Denied):
        open_chart.read(two.mara, actor=two.staff("both"), at=two.at)
    assert open_chart.read(two.again, actor=two.staff("both"), at=two.at).header.name == "Maja Lindkvist"


def test_the_old_address_leads_on_for_those_who_may_and_is_nothing_for_others(two: Two, settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    two.merge()
    old, new = (reverse("people:chart", args=[one]) for one in (two.again, two.mara))
    answer = sign_in(Client(), two.staff("reyes").id).get(f"{old}?period=all")
    assert (answer.status_code, answer["Location"]) == (307, f"{new}?period=all")
    stranger = sign_in(Client(), two.staff("far").id)
    nobody = reverse("people:chart", args=[new_id()])
    refused, unknown = stranger.get(old), stranger.get(nobody)
    assert (refused.status_code, refused.content) == (unknown.status_code, unknown.content)
    assert refused.status_code == 404


def test_search_finds_the_surviving_one_by_either_name_or_number(two: Two) -> None:
    number = queries.patient(two.again).number
    two.merge()
    for text in ("maja lindkvist", "lindqvist", number, "0171", "0142 mara"):
        found = find_person.read(text, actor=two.staff("cole"), at=two.at).people
        assert [one.patient_id for one in found if one.name == "Mara Lindqvist"] == [two.mara], text
    mine = find_person.read("", actor=two.staff("both"), at=two.at).people
    assert [(one.patient_id, one.name) for one in mine] == [(two.mara, "Mara Lindqvist")]


def test_likeness_knows_all_names_of_a_person_and_names_them_once(two: Two) -> None:
    two.merge()
    for name in (("Mara", "Lindqvist"), ("Maja", "Lindkvist")):
        born = queries.patient(two.mara).birth_date
        found = likely_duplicates(given=name[0], family=name[1], birth_date=born)
        assert [(one.patient_id, one.sure) for one in found] == [(two.mara, "strong")]
    assert likely_duplicates(given="Maja", family="Lindkvist", birth_date=born, exclude=two.again) == ()


@pytest.mark.hazard("H-071")
def test_merge_then_undo_is_as_if_nothing_had_been(two: Two) -> None:
    before = normal_view(two)
    two.merge()
    assert normal_view(two) != before
    two.undo()
    assert normal_view(two) == before


def test_what_was_written_meanwhile_stays_and_is_listed(two: Two) -> None:
    course = therapy.start_course(
        Stamp(two.staff("ortiz"), two.at.plus(days=-15)),
        patient_id=two.again,
        effective_at=two.at.plus(days=-15),
        modality="cbt",
        format="individual",
        therapist_id=two.staff("ortiz").practitioner_id,
        therapist_name="J. Ortiz",
        started_on=two.at.plus(days=-15).day("UTC"),
    )
    two.merge()
    later = two.at.plus(days=2)
    command = record_session.Command(course, two.at.plus(days=1), 50, "attended", "in-person")
    done = record_session.commit(command, actor=two.staff("ortiz"), at=later, once=Once(new_id(), ""))
    assert isinstance(done, record_session.Recorded)
    assert done.patient_id == two.mara, "the screen goes on with the person"
    assert TherapySession.objects.get().patient_id == two.again, "a course is continued where it was begun"
    stamp = Stamp(two.staff("reyes"), later)
    problems.record_allergy(stamp, patient_id=two.mara, effective_at=later, substance="latex", kind="allergy")
    link = linking.link_of(two.again)
    seen = merge_undo.look(two.mara, link.thread, actor=two.staff("cole"), at=later)
    assert {(w.kind, w.patient_id, w.by) for w in seen.meanwhile} == {
        ("TherapySession", two.again, "J. Ortiz"),
        ("AllergyIntolerance", two.mara, "Dr. A. Reyes"),
    }
    two.undo(at=later)
    assert "latex" in str(situation.gather(two.mara).allergies)
    assert "latex" not in str(situation.gather(two.again).allergies)


def test_who_looked_knows_of_looks_at_both_and_keeps_them_after_it_is_undone(two: Two) -> None:
    open_chart.read(two.again, actor=two.staff("both"), at=two.at.plus(days=-1))
    two.merge()
    open_chart.read(two.mara, actor=two.staff("reyes"), at=two.at)
    looks = who_looked.read(two.mara, actor=two.staff("ortiz"), at=two.at).looks
    charts = [look.name for look in looks if look.action == "people.open-chart"]
    assert sorted(charts) == ["Dr. A. Reyes", "Dr. L. Haddad"]
    two.undo()
    looks = who_looked.read(two.again, actor=two.staff("both"), at=two.at).looks
    assert [look.name for look in looks if look.action == "people.open-chart"].count("Dr. A. Reyes") == 1


def test_a_chain_is_read_under_its_end_and_parts_where_it_is_undone(two: Two) -> None:
    third = register(two.practice, "Mara", "Lindquist", "cole")
    allergy(two.practice, third, "latex")
    two.merge(two.mara, two.again)
    two.merge(third, two.mara)
    assert one_person.records_of(two.again) == (third, *sorted([two.mara, two.again]))
    assert len(situation.gather(third).allergies.known) == 3
    two.undo(third, two.mara)
    assert one_person.records_of(two.again) == (two.mara, two.again)
    assert len(situation.gather(third).allergies.known) == 1
    two.merge(third, two.mara)
    two.undo(third, two.again)
    assert one_person.records_of(two.again) == (two.again,)
    assert len(situation.gather(third).allergies.known) == 2


def test_what_cannot_be_merged(two: Two) -> None:
    third = register(two.practice, "Mara", "Lindquist")
    assert isinstance(two.merge(two.mara, two.mara), Refused)
    two.merge()
    assert two.merge(third, two.again).reason == "merged"
    with pytest.raises(door.Moved):  # a circle: what was merged survives nothing
        two.merge(two.again, two.mara)
    for who in ("reyes", "ortiz", "admin"):
        with pytest.raises(door.Denied):
            two.merge(third, two.mara, who)
    with pytest.raises(door.Denied):  # at another site
        two.merge(two.mara, two.practice.people["ines"])
    command = merge_records.Command(third, two.mara, "  ")
    refused = merge_records.commit(command, actor=two.staff("cole"), at=two.at, once=Once(new_id(), ""))
    assert isinstance(refused, Refused)
    assert refused.field == "reason"


def test_sites_do_not_mix_even_where_somebody_looks_after_both(two: Two) -> None:
    cole = two.staff("cole")
    ines = two.practice.people["ines"]
    people.join_care_team(
        Stamp(SYSTEM, two.at),
        patient_id=ines,
        practitioner_id=cole.practitioner_id,
        role="coordinator",
        starts_at=two.at.plus(days=-1),
    )
    assert two.merge(two.mara, ines).reason == "site"


def test_the_same_request_twice_is_one_merge(two: Two) -> None:
    once = Once(new_id(), "")
    command = merge_records.Command(two.mara, two.again, "She showed both cards.")
    for _ in range(2):
        assert merge_records.commit(command, actor=two.staff("cole"), at=two.at, once=once) == two.mara
    assert len(linking.links_under(two.mara)) == 1


def test_one_place_on_both_records_is_shown_once_and_ends_as_one(two: Two) -> None:
    reyes = two.staff("reyes")
    people.join_care_team(
        Stamp(SYSTEM, two.at),
        patient_id=two.again,
        practitioner_id=reyes.practitioner_id,
        role="prescriber",
        starts_at=two.at.plus(days=-5),
    )
    two.merge()
    contact = open_contact.read(two.mara, actor=two.staff("cole"), at=two.at)
    place = [m for m in contact.team if m.practitioner_id == reyes.practitioner_id]
    assert len(place) == 1
    people.leave_care_team(Stamp(two.staff("cole"), two.at), place[0].thread, two.at)
    with pytest.raises(door.Denied):
        open_chart.read(two.mara, actor=reyes, at=two.at)


def test_every_record_shown_is_in_the_audit_event(two: Two) -> None:
    two.merge()
    open_chart.read(two.mara, actor=two.staff("reyes"), at=two.at)
    event = AuditEvent.objects.filter(action="people.open-chart").latest("id")
    assert set(event.patients) == {two.mara, two.again}


OPERATIONS = st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4)), max_size=7)


@pytest.mark.parametrize("most", [4, pytest.param(60, marks=pytest.mark.wide)])
def test_whatever_is_linked_and_undone_the_views_are_those_of_the_links(practice: Practice, most: int) -> None:
    """Law: after any merges and undoings the kept views equal those rebuilt from the facts, and a plain model."""
    patients = [register(practice, f"Ada{n}", "Byron", "both" if n % 2 else "reyes") for n in range(5)]

    @settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck))
    @given(OPERATIONS)
    def holds(operations: list[tuple[bool, int, int]]) -> None:
        links: dict[UUID, UUID] = {}
        stamp = Stamp(practice.staff["cole"], practice.at)
        for merging, one, other in operations:
            a, b = patients[one], patients[other]
            if merging and a != b and a not in links and b not in links:
                linking.link_records(stamp, patient_id=a, person_id=b, reason="x")
                links[a] = b
            elif not merging and a in links:
                linking.unlink_records(stamp, linking.link_of(a).thread, reason="y")
                b = links.pop(a)
            people.refresh_people([a, b])
        _check(practice, patients, links)
        for a in list(links):
            linking.unlink_records(stamp, linking.link_of(a).thread, reason="end")
            people.refresh_people([a, links.pop(a)])
        assert not MergedRecord.objects.exists()

    holds()


def _check(practice: Practice, patients: list[UUID], links: dict[UUID, UUID]) -> None:
    def root(one: UUID) -> UUID:
        return root(links[one]) if one in links else one

    for one in patients:
        together = {other for other in patients if root(other) == root(one)}
        assert one_person.records_of(one)[0] == root(one)
        assert set(one_person.records_of(one)) == together
        team = {m.practitioner_id for m in queries.care_team(root(one))}
        treating = {practice.staff["both" if patients.index(o) % 2 else "reyes"].practitioner_id for o in together}
        assert team == treating
    kept = _views()
    people.rebuild()
    assert _views() == kept


def _views() -> list[Any]:
    return [
        sorted(MergedRecord.objects.values_list()),
        sorted(PatientIndex.objects.values_list(), key=str),
        sorted(PatientSearchKey.objects.values_list("patient_id", "kind", "key")),
        sorted(CurrentCareTeam.objects.values_list(), key=str),
    ]
