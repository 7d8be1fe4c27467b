"""Who covers opens a chart and a day in as few queries as who treats; covers of other years are not read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plait.clinical.moment import Instant
from plait.clinical.safety.safety_plan import Line, plan
from plait.coordination.people import open_in_emergency
from plait.coordination.safety import set_threshold
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.assessment import actions as assessment
from plait.records.audit.models import AuditEvent
from plait.records.people import actions as people
from plait.records.safety import plan_actions
from plait.records.tasks import roster
from plait.records.visits import actions as visits
from tests.integration.assessment.asking import ask, open_hours
from tests.integration.long_history import write
from tests.integration.safety.conftest import Path, once
from tests.integration.safety.test_screens import MOST_QUERIES, NOT_QUERIES, as_
from tests.integration.visits.story import between_visits

ZONE = "America/New_York"
PLAN = plan({"signs": [Line("I stop answering my sister")]})


@pytest.fixture(autouse=True)
def static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def queries(path: Path, name: str, address: str) -> list[str]:
    client = as_(path, name)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200, (name, address)
    return [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(NOT_QUERIES)]


def is_on_leave(path: Path, starts: Instant, ends: Instant) -> None:
    """Dr. Reyes is away, and Dr. Haddad covers."""
    staff = path.practice.staff
    who = {"away": staff["reyes"].practitioner_id, "covered_by": staff["both"].practitioner_id}
    roster.add_cover(Stamp(path.who("cole"), starts), kind=roster.LEAVE, starts_at=starts, ends_at=ends, **who)


def everything_at_once(path: Path) -> None:
    """A long history, a safety plan, what is usual, a request, an imported answer, and signs of harm."""
    at, reyes = now(), path.who("reyes")
    write(path.mara, at)
    open_hours(path.practice)
    ask(path.practice, "gad-7")
    plan_actions.write_plan(Stamp(reyes, at), path.mara, PLAN, what="written")
    usual = set_threshold.Command(path.mara, "phq-9", "9", 1, "Lives with it", at.day(ZONE) + timedelta(days=30))
    set_threshold.commit(usual, actor=reyes, at=at, once=once())
    imported = {"origin_key": "there:1", "risk": [["9", 2]], "answers": {"9": 2}}
    columns = {"instrument": "phq-9", "version": "1", "total": None, "band": "", "complete": False, **imported}
    assessment.submit(Stamp(SYSTEM, at), patient_id=path.mara, taken_at=at.plus(days=-40), **columns)
    for level, value in (("high", 3), ("low", 1)):
        path.receive(level, value=value, at=at)


@pytest.mark.hazard("H-133")
@pytest.mark.parametrize("way", ["leave", "emergency"])
def test_somebody_from_outside_the_team_opens_a_full_chart_in_fifteen_queries(path: Path, way: str):
    everything_at_once(path)
    if way == "leave":
        is_on_leave(path, now().plus(days=-1), now().plus(days=7))
    else:
        asked = open_in_emergency.Command("Mara Lindqvist", date(1992, 5, 2), "at-risk", "On the doorstep")
        open_in_emergency.commit(asked, actor=path.who("both"), at=now(), once=once())
    asked = queries(path, "both", reverse("people:chart", args=[path.mara]))
    assert len(asked) <= MOST_QUERIES, "\n".join(sql[:120] for sql in asked)
    look = AuditEvent.objects.filter(action="people.open-chart").latest("recorded_at")
    assert (look.recorded_by_name, look.purpose) == ("Dr. L. Haddad", "coverage" if way == "leave" else "emergency")


def test_the_day_of_who_covers_takes_fifteen_queries_with_signs_of_harm_and_a_full_calendar(path: Path):
    everything_at_once(path)
    is_on_leave(path, now().plus(days=-1), now().plus(days=7))
    haddad, at = path.who("both"), now()
    between_visits(path.practice, path.mara, at)
    for hour in range(9, 15):
        own = people.register_patient(
            Stamp(SYSTEM, at.plus(days=-30)),
            site_id=path.practice.sites["main"],
            details={"given": f"P{hour}", "family": "Q", "birth_date": "1980"},
        )
        people.join_care_team(
            Stamp(SYSTEM, at.plus(days=-30)),
            patient_id=own,
            practitioner_id=haddad.practitioner_id,
            role=haddad.acting_role,
            starts_at=at.plus(days=-30),
        )
        visits.book_appointment(
            Stamp(path.who("cole"), at.plus(days=-3)),
            patient_id=own,
            practitioner_id=haddad.practitioner_id,
            site_id=path.practice.sites["main"],
            local_start=f"{at.day(ZONE)}T{hour:02}:00",
            zone=ZONE,
            service="follow-up",
            minutes=30,
            mode="in-person",
        )
    asked = queries(path, "both", reverse("visits:today"))
    assert len(asked) <= MOST_QUERIES, "\n".join(sql[:120] for sql in asked)


def test_covers_that_have_ended_are_not_read_and_are_found_by_an_index(path: Path):
    at = now()
    staff = path.practice.staff
    for year in range(1, 4):
        is_on_leave(path, at.plus(days=-365 * year), at.plus(days=-365 * year + 7))
    is_on_leave(path, at.plus(days=-1), at.plus(days=1))
    ended = roster.add_cover(
        Stamp(path.who("cole"), at.plus(days=-2)),
        kind=roster.LEAVE,
        away=staff["ortiz"].practitioner_id,
        covered_by=staff["both"].practitioner_id,
        starts_at=at.plus(days=-2),
        ends_at=at.plus(days=9),
    )
    assert len(roster.rosters(at)[path.practice.sites["main"]].leaves) == 2
    roster.end_cover(Stamp(path.who("cole"), at.plus(seconds=-60)), ended)
    assert len(roster.rosters(at)[path.practice.sites["main"]].leaves) == 1, "its last row says that it ended"
    assert [one.away_name for one in roster.covers_listed(at)] == ["Dr. A. Reyes"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "tasks_cover_standing" in roster.covers_at(at).explain()
