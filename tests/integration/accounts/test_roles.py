"""One role at a time, and what changes about an account takes effect at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.people import actions as people
from tests.integration.accounts.trail import events
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db


def today() -> Any:
    """The day where the practice works."""
    return now().day("America/New_York")


def test_two_roles_act_one_at_a_time_and_the_header_says_which(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["both"].id)
    actor = client.get("/drafts/").context["actor"]
    assert actor["acting_role"] == "prescriber"
    assert [(role["code"], role["current"]) for role in actor["roles"]] == [("prescriber", True), ("therapist", False)]
    back = client.post("/acting-role/", {"role": "therapist", "next": "/drafts/"})
    assert back["Location"] == "/drafts/"
    assert client.get("/drafts/").context["actor"]["acting_role"] == "therapist"
    assert events("accounts.switch-role") == [("done", "prescriber to therapist")]


def test_a_role_one_does_not_have_changes_nothing(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["both"].id)
    for wanted in ("administrator", "", "prescriber"):
        client.post("/acting-role/", {"role": wanted, "next": "https://evil.example/"})
    assert client.get("/drafts/").context["actor"]["acting_role"] == "prescriber"
    assert events("accounts.switch-role") == []


def test_switching_leads_to_a_page_of_ours(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["both"].id)
    for bad in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        assert client.post("/acting-role/", {"role": "therapist", "next": bad})["Location"] == "/"


def test_a_role_that_ended_is_gone_at_the_next_request(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["both"].id, role="therapist")
    assert client.get("/drafts/").context["actor"]["acting_role"] == "therapist"
    people.end_role(Stamp(SYSTEM, now()), practice.staff["both"].practitioner_id, "therapist", today())
    actor = client.get("/drafts/").context["actor"]
    assert (actor["acting_role"], len(actor["roles"])) == ("prescriber", 1)


def test_without_a_role_there_is_nothing_to_see(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id)
    people.end_role(Stamp(SYSTEM, now()), practice.staff["reyes"].practitioner_id, "prescriber", today())
    page = client.get("/")
    assert page.status_code == 200
    assert b"no role of yours holds today" in page.content
    assert client.get("/people/").status_code == 404
    assert client.post("/sign-out/").status_code == 302


def test_a_role_begins_on_its_day(admin: Client, practice: Any) -> None:
    member = practice.staff["ortiz"]
    tomorrow = today() + timedelta(days=1)
    form = {"once": str(uuid4()), "role": "coordinator", "starts_on": tomorrow.isoformat()}
    admin.post(f"/accounts/{member.practitioner_id}/roles/give/", form)
    other = sign_in(Client(), member.id)
    assert len(other.get("/drafts/").context["actor"]["roles"]) == 1


def test_an_account_that_is_switched_off_is_out_at_once_and_does_not_revive(admin: Client, practice: Any) -> None:
    member = practice.staff["ortiz"]
    theirs = sign_in(Client(), member.id)
    assert theirs.get("/drafts/").status_code == 200
    admin.post(f"/accounts/{member.practitioner_id}/switch-off/", {"once": str(uuid4())})
    assert theirs.get("/drafts/").status_code == 302
    admin.post(f"/accounts/{member.practitioner_id}/switch-on/", {"once": str(uuid4())})
    assert theirs.get("/drafts/").status_code == 302


def test_a_session_from_before_the_account_was_signed_out_stays_over(client: Client, practice: Any) -> None:
    from plait.records.accounts import actions

    sign_in(client, practice.staff["reyes"].id, began=60)
    actions.remove_factors(Stamp(SYSTEM, now()), practice.staff["reyes"].id)
    assert client.get("/drafts/")["Location"].startswith("/sign-in/")
