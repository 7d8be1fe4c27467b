"""The screens of the risk path: who sees how much, where a flag shows, and how it is closed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plait.foundation.clock import now
from tests.integration.safety.conftest import Path
from tests.signed_in import sign_in

MOST_QUERIES = 15
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture(autouse=True)
def static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def as_(path: Path, name: str) -> Client:
    return sign_in(Client(), path.who(name).id)


def get(path: Path, name: str, address: str) -> str:
    client = as_(path, name)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address)
    asked = [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(NOT_QUERIES)]
    assert response.status_code == 200, (name, address, response.status_code)
    assert len(asked) <= MOST_QUERIES, "\n".join(sql[:120] for sql in asked)
    return response.content.decode()


@pytest.mark.hazard("H-130")
@pytest.mark.parametrize("name", ["reyes", "ortiz"])
def test_an_unacknowledged_flag_stands_on_chart_day_and_tasks_of_both_clinicians(path: Path, name: str):
    flag = path.receive(at=now())
    address = reverse("safety:flag", args=[flag])
    for page in (reverse("people:chart", args=[path.mara]), reverse("visits:today"), reverse("tasks:list")):
        text = get(path, name, page)
        assert address in text, page
        assert "nobody has acknowledged it" in text, page
    assert "Sign of harm, PHQ-9" in get(path, name, reverse("people:chart", args=[path.mara])), "on the timeline"


@pytest.mark.hazard("H-131")
def test_a_flag_that_waits_too_long_is_on_every_page_of_everybody_and_names_nobody(path: Path):
    path.receive(at=now().plus(seconds=-3600))
    for name, page in (("far", "visits:today"), ("admin", "tasks:list"), ("admin", "accounts:list")):
        text = get(path, name, reverse(page))
        assert "A sign of harm waits" in text, page
        assert "Mara" not in text
        assert "Lindqvist" not in text
    listed = get(path, "admin", reverse("safety:list"))
    assert "Dr. A. Reyes" in listed
    assert "Mara" not in listed
    assert "self-harm" not in listed


def test_a_fresh_flag_makes_no_banner(path: Path):
    path.receive(at=now())
    assert "A sign of harm waits" not in get(path, "admin", reverse("tasks:list"))


@pytest.mark.hazard("H-132")
def test_the_coordinator_is_told_whom_to_call_and_nothing_else(path: Path):
    flag = path.receive(at=now().plus(seconds=-1200))
    text = get(path, "cole", reverse("tasks:list"))
    assert "Mara" in text
    assert "call now: Dr. A. Reyes, J. Ortiz" in text
    assert "answered 3" not in text
    assert "look at once" not in text
    assert as_(path, "cole").get(reverse("safety:flag", args=[flag])).status_code == 404
    page = get(path, "cole", reverse("safety:hand-over", args=[flag]))
    assert "answered" not in page


def test_a_flag_is_acknowledged_and_closed_on_screen(path: Path):
    flag = path.receive(at=now())
    client, address = as_(path, "ortiz"), reverse("safety:flag", args=[flag])
    early = client.post(reverse("safety:close", args=[flag]), {"once": uuid4(), "disposition": "safe", "note": "ok"})
    assert early.status_code == 422, "nobody has acknowledged it"
    assert client.post(reverse("safety:acknowledge", args=[flag]), {"once": uuid4()}).url == address
    assert client.post(reverse("safety:close", args=[flag]), {"once": uuid4(), "note": "ok"}).status_code == 422
    tried = {"once": uuid4(), "how": "reached", "note": "At home with her sister"}
    assert client.post(reverse("safety:contact", args=[flag]), tried).status_code == 302
    done = {"once": uuid4(), "disposition": "plan-reviewed", "note": "Went through the plan"}
    assert client.post(reverse("safety:close", args=[flag]), done).url == address
    page = get(path, "reyes", address)
    assert "Went through the plan" in page
    assert "reached the person" in page
    added = {"once": uuid4(), "note": "Called again next day"}
    assert client.post(reverse("safety:add", args=[flag]), added).url == address
    chart = get(path, "reyes", reverse("people:chart", args=[path.mara]))
    assert "nobody has acknowledged it" not in chart
    assert address not in get(path, "reyes", reverse("tasks:list"))


@pytest.mark.parametrize("name", ["far", "cole", "admin", "both"])
def test_not_yours_and_not_there_are_the_same(path: Path, name: str):
    flag = path.receive(at=now())
    for view in ("flag", "acknowledge", "contact", "close", "add", "hand-over"):
        there = as_(path, name).post(reverse(f"safety:{view}", args=[flag]), {"once": uuid4()})
        nowhere = as_(path, name).post(reverse(f"safety:{view}", args=[uuid4()]), {"once": uuid4()})
        assert there.status_code == nowhere.status_code, view
        if view != "flag":
            assert there.status_code == 404, view


def test_the_roster_is_entered_on_its_page(path: Path):
    client, page = as_(path, "cole"), reverse("safety:roster")
    site = str(path.practice.sites["main"])
    hours = {"once": uuid4(), "site": site, "weekday": "1", "opens": "09:00", "closes": "17:00"}
    assert client.post(reverse("safety:roster-hours"), hours).url == page
    wrong = {**hours, "once": uuid4(), "opens": "18:00"}
    assert client.post(reverse("safety:roster-hours"), wrong).status_code == 422
    staff = path.practice.staff
    cover = {
        "once": uuid4(),
        "whom": f"leave/{staff['reyes'].practitioner_id}",
        "covered_by": str(staff["both"].practitioner_id),
        "starts_on": "2099-01-01",
        "ends_on": "2099-01-07",
    }
    assert client.post(reverse("safety:roster-cover"), cover).url == page
    clock = {"once": uuid4(), "level": "high", "wider": 5, "everybody": 10, "close": 600}
    assert client.post(reverse("safety:roster-clock"), clock).url == page
    slow = {**clock, "once": uuid4(), "wider": 50_000, "everybody": 60_000}
    assert client.post(reverse("safety:roster-clock"), slow).status_code == 422
    text = get(path, "ortiz", page)
    assert "Tuesday 09:00–17:00" in text
    assert "Dr. L. Haddad covers for Dr. A. Reyes" in text
    assert "team after 5, everybody after 10, closed within 600" in text
    assert as_(path, "ortiz").post(reverse("safety:roster-hours"), {**hours, "once": uuid4()}).status_code == 404


@pytest.mark.parametrize("name", ["reyes", "ortiz", "far"])
def test_whoever_may_not_set_the_roster_is_told_nothing_about_its_forms(path: Path, name: str):
    """Permission first: an empty form of theirs is answered like an address that is not there."""
    client, nothing = as_(path, name), {}
    nowhere = client.post(reverse("safety:close", args=[uuid4()]), nothing)
    forms = [reverse(f"safety:roster-{one}") for one in ("hours", "cover", "clock")]
    for address in (*forms, reverse("safety:roster-withdraw", args=[uuid4()])):
        for sent in (nothing, {"once": uuid4()}):
            answer = client.post(address, sent)
            assert (answer.status_code, answer.content) == (404, nowhere.content), address
    assert as_(path, "cole").post(forms[0], nothing).status_code == 422


def test_what_is_usual_is_set_on_the_page_of_the_person(path: Path):
    client, page = as_(path, "ortiz"), reverse("safety:of-person", args=[path.mara])
    asked = {
        "once": uuid4(),
        "item": "phq-9/9",
        "value": 1,
        "reason": "Has lived with it for years",
        "review_on": now().plus(days=30).day("America/New_York").isoformat(),
    }
    high = {**asked, "once": uuid4(), "value": 3}
    assert client.post(reverse("safety:threshold", args=[path.mara]), high).status_code == 422
    assert client.post(reverse("safety:threshold", args=[path.mara]), asked).url == page
    assert "Has lived with it for years" in get(path, "reyes", page)
