"""The caseload: everybody once and in one group, honest wholes, a hundred a page, few queries, nobody else's people."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plait.clinical.moment import Instant
from plait.clinical.safety.harm import Sign
from plait.coordination.assessment import read_caseload
from plait.coordination.assessment.read_caseload import FLAGGED, PAGE, Asked
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.assessment import actions as assessment
from plait.records.audit.models import AuditEvent
from plait.records.people import actions as people
from tests.integration.conftest import Practice
from tests.signed_in import sign_in

MOST_QUERIES = 15
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture(autouse=True)
def static(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def add(practice: Practice, family: str, *totals: tuple[int, int | None], who: str = "reyes") -> UUID:
    """Somebody of a clinician's, with their PHQ-9: (days ago, total)."""
    at = now()
    stamp = Stamp(SYSTEM, at.plus(days=-400))
    person = people.register_patient(
        stamp, site_id=practice.sites["main"], details={"given": "A", "family": family, "birth_date": "1980-01-01"}
    )
    member = practice.staff[who]
    people.join_care_team(
        stamp,
        patient_id=person,
        practitioner_id=member.practitioner_id,
        role=member.acting_role,
        starts_at=stamp.at,
    )
    for days, total in totals:
        fill_in(practice, person, at.plus(days=-days), total)
    return person


def fill_in(practice: Practice, person: UUID, at: Instant, total: int | None) -> None:
    assessment.submit(
        Stamp(practice.staff["reyes"], at),
        patient_id=person,
        taken_at=at,
        instrument="phq-9",
        version="2026.1",
        answers={"1": 1},
        total=None if total is None else Decimal(total),
    )


def caseload(practice: Practice, who: str = "reyes", **asked: Any) -> read_caseload.Caseload:
    actor = replace(practice.staff[who], zone="America/New_York")
    return read_caseload.read(Asked(**asked), actor=actor, at=now())


@pytest.mark.hazard("H-027")
def test_everybody_stands_in_one_group_and_a_missing_total_in_none_of_the_measured(practice: Practice):
    add(practice, "Rest", (60, 15), (5, 3))
    add(practice, "Half", (60, 18), (5, 9))
    add(practice, "Worse", (60, 10), (5, 19))
    add(practice, "Once", (5, 12))
    add(practice, "Old", (300, 15), (200, 3))
    empty = add(practice, "Empty", (5, None))
    read = caseload(practice)
    counts = dict(read.groups)
    assert sum(counts.values()) == read.everybody == 7  # with Mara, of whom nothing was filled in
    assert {
        "remission": 1,
        "response": 1,
        "once": 1,
        "not-lately": 1,
        "no-total": 1,
        "never": 1,
    }.items() <= counts.items()
    line = next(one for one in read.lines if one.person.patient_id == empty)
    assert (line.standing.last, line.totals) == (None, ())


def test_the_worst_score_the_worst_change_and_the_longest_ago_come_first_and_nobody_is_lost(practice: Practice):
    add(practice, "Low", (60, 9), (5, 3))
    add(practice, "High", (60, 25), (40, 20), (9, 22))
    add(practice, "Risen", (60, 4), (7, 11))

    def order(sort: str) -> list[str]:
        return [one.person.name for one in caseload(practice, sort=sort).lines]

    mara = "Mara Lindqvist"
    assert order("score") == ["A High", "A Risen", "A Low", mara]
    assert order("change") == ["A Risen", "A High", "A Low", mara]
    assert order("rose") == ["A Risen", "A High", "A Low", mara]
    assert order("longest-ago") == ["A High", "A Risen", "A Low", mara]
    assert order("name") == ["A High", mara, "A Low", "A Risen"]


def test_a_group_shows_its_people_and_the_numbers_stay_those_of_everybody(practice: Practice):
    person = add(practice, "Rest", (60, 15), (5, 3))
    read = caseload(practice, group="remission")
    assert [one.person.patient_id for one in read.lines] == [person]
    assert (read.found, read.everybody) == (1, 2)


def test_who_died_is_not_counted_and_who_is_another_clinicians_is_not_seen(practice: Practice):
    dead = add(practice, "Dead", (60, 15), (5, 3))
    people.revise_details(Stamp(SYSTEM, now()), dead, deceased="2026-10-01")
    add(practice, "Other", (5, 3), who="far")
    read = caseload(practice)
    assert [one.person.name for one in read.lines] == ["Mara Lindqvist"]
    assert [one.person.name for one in caseload(practice, "far").lines] == ["Inês O'Hara", "A Other"]


def test_an_open_flag_is_seen_and_can_be_asked_for(practice: Practice):
    from plait.records.safety import actions as safety

    at = now()
    sign = Sign("high", "self", "instrument", "phq-9", (("9", 2),), at)
    flagged = add(practice, "Flagged", (5, 12))
    safety.open_flag(Stamp(practice.staff["reyes"], at), flagged, sign, cause_kind="test", cause_id=flagged)
    read = caseload(practice, group=FLAGGED)
    assert (read.flagged, [one.person.patient_id for one in read.lines]) == (1, [flagged])


def page(practice: Practice, who: str, **asked: Any):
    return sign_in(Client(), practice.staff[who].id).get("/caseload/", asked)


def test_a_hundred_a_page_in_few_queries_and_only_these_are_noted_as_seen(practice: Practice):
    for number in range(PAGE + 4):
        add(practice, f"N{number:03}", (60, 15), (5, 3))
    client = sign_in(Client(), practice.staff["reyes"].id)
    client.get("/caseload/")
    with CaptureQueriesContext(connection) as caught:
        first = client.get("/caseload/")
    asked = [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(NOT_QUERIES)]
    assert len(asked) <= MOST_QUERIES, "\n".join(sql[:150] for sql in asked)
    assert first.content.decode().count('<tr role="row">') == PAGE + 1
    seen = AuditEvent.objects.filter(action="assessment.caseload").order_by("-recorded_at", "-pk")[0]
    assert len(seen.patients) == PAGE
    second = page(practice, "reyes", page="2").content.decode()
    assert second.count('<tr role="row">') == 5 + 1


def test_a_clinician_alone_has_a_caseload(practice: Practice):
    assert page(practice, "reyes").status_code == 200
    assert page(practice, "ortiz").status_code == 200
    assert [page(practice, who).status_code for who in ("cole", "admin")] == [404, 404]
    assert "Nobody is assigned to you yet" in page(practice, "both").content.decode()


def test_what_stands_in_the_address_is_never_trusted(practice: Practice):
    for asked in ({"instrument": "x" * 500}, {"show": "'; --"}, {"sort": "worst"}, {"page": "-1"}, {"page": "9999"}):
        assert page(practice, "reyes", **asked).status_code == 200
