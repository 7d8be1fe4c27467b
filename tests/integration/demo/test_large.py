"""A practice of any size: the same seed gives the same people, a second one is refused, pages ask little."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plait.clinical.refusal import Refused
from plait.coordination.demo import large
from plait.coordination.demo.arcs import arcs
from plait.coordination.demo.diary import Diary
from plait.coordination.demo.persona import Registry
from plait.coordination.demo.rows import Ids, Rows
from plait.coordination.demo.scribe import Scribe
from plait.coordination.demo.story import ZONE, Calendar
from plait.coordination.demo.unfolding import Unfolding
from plait.coordination.door import Denied
from plait.foundation.actor import SYSTEM, Actor
from plait.foundation.clock import now
from plait.records.accounts.models import User
from plait.records.audit.models import AuditEvent
from plait.records.people.models import CurrentCareTeam, Patient
from plait.records.visits.models import Appointment, AppointmentEvent
from tests.signed_in import sign_in

PEOPLE = 70
MOST_QUERIES = 15
AT = now()
CREW = {role: role for role in ("prescriber", "therapist", "coordinator")}


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: Any) -> Iterator[large.Written]:
    """A practice of seventy people, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        done = large.seed(large.Command(PEOPLE, seed=3), actor=SYSTEM, at=AT)
        assert isinstance(done, large.Written)
        yield done
        transaction.set_rollback(True)


def test_it_says_what_there_is_and_refuses_a_second_time(written: large.Written) -> None:
    """As many people as were asked for; whoever is here already is left alone, and noted in the audit trail."""
    assert (written.people, Patient.objects.count()) == (PEOPLE, PEOPLE)
    assert written.facts > 20 * PEOPLE
    again = large.seed(large.Command(PEOPLE), actor=SYSTEM, at=AT)
    assert isinstance(again, Refused)
    assert Patient.objects.count() == PEOPLE
    assert AuditEvent.objects.filter(action="upkeep.seed").values_list("outcome", flat=True).count() == 2


def test_only_the_machine_itself_may(written: large.Written) -> None:
    """No member of staff can fill a practice."""
    user = User.objects.filter(sign_in_name__startswith="administrator").get()
    actor = Actor("staff", user.pk, user.name, "administrator", ("administrator",))
    with pytest.raises(Denied):
        large.seed(large.Command(PEOPLE), actor=actor, at=AT)


def test_the_same_seed_gives_the_same_people() -> None:
    """Names and dates, days and doses, and the ids; another seed gives others."""

    def told(seed: int) -> list[Any]:
        calendar = Calendar(AT.day(ZONE))
        draw, ids, rows = Random(seed), Ids(seed, calendar.moment(0, "00:00")), Rows()
        staff = {key: Actor("staff", UUID(int=n), key, key, (key,), UUID(int=n)) for n, key in enumerate(CREW)}
        for arc in arcs()[:6]:
            one = Unfolding(arc, draw, Diary(calendar), CREW)
            Scribe(calendar, staff, UUID(int=9), ids, rows, "1").tell(one.story(Registry(draw)))
        return sorted(rows.tables.items())

    assert told(3) == told(3)
    assert told(3) != told(4)


def test_every_clinician_has_a_day(written: large.Written) -> None:
    """Some visits today, none of them at the same time, nobody twice; every appointment says how it came about."""
    today = Appointment.objects.filter(starts_at__date__gte=AT.utc.date(), status__in=("booked", "arrived"))
    assert today.exists()
    for practitioner in CurrentCareTeam.objects.exclude(role="coordinator").values_list("practitioner", flat=True):
        own = list(Appointment.objects.filter(practitioner=practitioner).order_by("starts_at"))
        assert all(one.ends_at <= other.starts_at for one, other in pairwise(own))
    assert Appointment.objects.count() == AppointmentEvent.objects.filter(what="booked").count()


@pytest.mark.parametrize("role", ["prescriber", "therapist", "coordinator"])
def test_no_page_asks_more_than_fifteen_queries(written: large.Written, role: str, settings: Any) -> None:
    """Today, a search and a chart, each counted with its audit event."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    user = User.objects.filter(sign_in_name__startswith=role).order_by("sign_in_name")[0]
    client = sign_in(Client(SERVER_NAME="localhost"), user.pk)
    treated = CurrentCareTeam.objects.filter(practitioner__user=user).values_list("patient", flat=True)
    pages = [
        "/today/",
        "/people/?q=a",
        "/people/",
        *(f"/people/{one}/" for one in treated[:4] if role != "coordinator"),
    ]
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(page)
        assert answer.status_code == 200, page
        told = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(told) <= MOST_QUERIES, (page, told)
