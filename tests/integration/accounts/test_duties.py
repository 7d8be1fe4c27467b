"""The duties of the practice: named by the administrator, one holder a day, history kept, known to all staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from plait.clinical.refusal import Refused
from plait.coordination import door, policy
from plait.coordination.accounts import name_duty, switch_account
from plait.foundation.idempotency import Once
from plait.records.people import duties
from plait.records.people.models import PracticeDuty
from tests.integration.accounts.trail import events
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
LEAD = "privacy-lead"


def name(practice: Any, who: str, day: Any, duty: str = LEAD, by: str = "admin") -> Any:
    """Name somebody for a duty from a day on."""
    command = name_duty.Command(duty, practice.staff[who].practitioner_id, day)
    return name_duty.commit(command, actor=practice.staff[by], at=practice.at, once=Once(uuid4(), "x"))


def held(day: Any, duty: str = LEAD) -> str:
    """Who holds a duty on a day."""
    found = duties.holder(duty, day)
    return found.name if found else ""


def test_at_most_one_holds_a_duty_on_a_day_and_all_who_did_stay_on_record(practice: Any) -> None:
    today = practice.at.day("UTC")
    soon, later = today + timedelta(days=10), today + timedelta(days=30)
    assert held(today) == ""
    name(practice, "cole", today)
    name(practice, "both", later)
    name(practice, "reyes", soon)  # between the two: until the later one begins, as planned
    name(practice, "ortiz", today, "safety-lead")
    days = [today, soon - timedelta(days=1), soon, later - timedelta(days=1), later, later + timedelta(days=999)]
    assert [held(day) for day in days] == ["S. Cole", "S. Cole", "Dr. A. Reyes", "Dr. A. Reyes", *["Dr. L. Haddad"] * 2]
    assert held(today - timedelta(days=1)) == ""
    for offset in range(40):
        assert sum(one.on(today + timedelta(days=offset)) for one in duties.history(LEAD)) == 1
    assert [one.name for one in duties.history(LEAD)] == ["Dr. L. Haddad", "Dr. A. Reyes", "S. Cole"]
    assert held(today, "safety-lead") == "J. Ortiz"


def test_who_is_replaced_on_their_first_day_never_held_it(practice: Any) -> None:
    today = practice.at.day("UTC")
    name(practice, "cole", today)
    name(practice, "reyes", today)
    assert (held(today), [one.name for one in duties.history(LEAD)]) == ("Dr. A. Reyes", ["Dr. A. Reyes"])
    assert PracticeDuty.objects.count() == 3  # nothing is overwritten: the first row, its end, the second


def test_what_is_refused(practice: Any) -> None:
    today = practice.at.day("UTC")
    assert name(practice, "cole", today - timedelta(days=1)).field == "starts_on"
    assert name(practice, "cole", today, "fire-lead").field == "duty"
    name(practice, "cole", today)
    assert name(practice, "cole", today).reason == "has-it"
    off = switch_account.Command(practice.staff["reyes"].practitioner_id, on=False)
    switch_account.commit(off, actor=practice.staff["admin"], at=practice.at, once=Once(uuid4(), "x"))
    assert isinstance(name(practice, "reyes", today), Refused)
    for who in ("reyes", "ortiz", "cole"):
        with pytest.raises(door.Denied):
            name(practice, "both", today, by=who)


def test_nobody_is_turned_to_who_cannot_sign_in(practice: Any) -> None:
    today = practice.at.day("UTC")
    name(practice, "cole", today)
    off = switch_account.Command(practice.staff["cole"].practitioner_id, on=False)
    switch_account.commit(off, actor=practice.staff["admin"], at=practice.at, once=Once(uuid4(), "x"))
    assert held(today) == ""
    assert [one.name for one in duties.history(LEAD)] == ["S. Cole"]


@pytest.mark.parametrize("who", ["reyes", "ortiz", "cole", "admin"])
def test_all_staff_see_who_to_turn_to_and_only_the_administrator_names(practice: Any, client: Client, who: str) -> None:
    name(practice, "cole", practice.at.day("UTC"))
    sign_in(client, practice.staff[who].id)
    page = client.get("/duties/").content.decode()
    assert "S. Cole" in page
    assert ("Name who holds a duty" in page) == (who == "admin")
    assert client.post("/duties/name/", {"once": str(uuid4())}).status_code == (422 if who == "admin" else 404)


def test_a_duty_takes_effect_at_the_next_request_and_ends_at_once(practice: Any, client: Client) -> None:
    sign_in(client, practice.staff["cole"].id)
    assert client.get("/emergency-accesses/").status_code == 404
    name(practice, "cole", practice.at.day("UTC"))
    page = client.get("/emergency-accesses/")
    assert page.status_code == 200
    assert {"People", "Emergency accesses"} <= {place["label"] for place in page.context["nav"]}
    name(practice, "reyes", practice.at.day("UTC"))
    assert client.get("/emergency-accesses/").status_code == 404


def test_a_duty_opens_nothing_but_its_own(practice: Any) -> None:
    """Each action with the duty beside a role: what the role alone may not is only what the table gives the duty."""
    plain, lead = practice.staff["cole"], replace(practice.staff["cole"], duties=(LEAD,))
    relations = ("treats", "site", "emergency", "none", "no-patient")
    gained = {
        (action, relation)
        for action in policy.RULES
        for relation in relations
        if policy.permits(action, lead, relation) != policy.permits(action, plain, relation)
    }
    assert gained == {("people.review-emergency-access", "no-patient")}


def test_the_administrator_is_told_what_is_missing(practice: Any, admin: Client) -> None:
    assert "No privacy lead is named" in admin.get("/accounts/").content.decode()
    sent = {"once": str(uuid4()), "starts_on": practice.at.day("America/New_York")}
    for duty, who in ((LEAD, "cole"), ("safety-lead", "reyes")):
        chosen = {"duty": duty, "member": str(practice.staff[who].practitioner_id), "once": str(uuid4())}
        assert admin.post("/duties/name/", sent | chosen)["Location"] == "/duties/"
    assert "Something is missing" not in admin.get("/accounts/").content.decode()
    assert [outcome for outcome, _detail in events("people.name-duty")].count("done") >= 2
