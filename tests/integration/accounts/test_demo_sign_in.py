"""The demo's one click exists in the demo, on its own database, for this machine, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.integration.accounts.trail import events
from tests.signed_in import age_session

pytestmark = pytest.mark.django_db


def test_one_click_signs_in_and_is_noted(client: Client, practice: Any, demo: None) -> None:
    page = client.get("/sign-in/?next=/drafts/")
    groups = [(group["roles"], [member.name for member in group["members"]]) for group in page.context["demo_groups"]]
    assert groups == [
        ("Prescriber", ["Dr. A. Reyes", "Dr. F. Away"]),
        ("Prescriber and therapist", ["Dr. L. Haddad"]),
        ("Therapist", ["J. Ortiz"]),
        ("Coordinator", ["S. Cole"]),
        ("Administrator", ["P. Adeyemi"]),
    ]
    answer = client.post("/demo-sign-in/", {"user": str(practice.staff["ortiz"].id), "next": "/drafts/"})
    assert answer["Location"] == "/drafts/"
    assert client.get("/drafts/").context["actor"]["acting_role"] == "therapist"
    assert events("accounts.sign-in") == [("done", "demo")]


def test_one_click_opens_the_locked_screen(client: Client, practice: Any, demo: None) -> None:
    client.post("/demo-sign-in/", {"user": str(practice.staff["ortiz"].id)})
    age_session(client, began=3600, seen=3600)
    assert b"It is me" in client.get("/drafts/", follow=True).content
    assert client.post("/lock/", {"me": "1", "next": "/drafts/"})["Location"] == "/drafts/"
    assert client.get("/drafts/").status_code == 200


@pytest.mark.hazard("H-031")
@pytest.mark.parametrize(
    "elsewhere",
    [
        {"DEMO": False},
        {"EMBEDDED": False},
        {"HOST": "192.0.2.1"},
    ],
)
def test_it_does_not_exist_elsewhere(
    client: Client, practice: Any, demo: None, settings: Any, elsewhere: dict[str, Any]
) -> None:
    for name, value in elsewhere.items():
        setattr(settings, name, value)
    assert "demo_groups" not in client.get("/sign-in/").context
    answer = client.post("/demo-sign-in/", {"user": str(practice.staff["ortiz"].id)})
    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("where", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}])
def test_it_does_not_answer_another_machine(client: Client, practice: Any, demo: None, where: dict[str, str]) -> None:
    answer = client.post("/demo-sign-in/", {"user": str(practice.staff["ortiz"].id)}, **where)
    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["", "nobody", "00000000-0000-7000-8000-000000000000"])
def test_only_members_of_its_staff(client: Client, practice: Any, demo: None, who: str) -> None:
    assert client.post("/demo-sign-in/", {"user": who}).status_code == 404


def test_reading_the_address_is_no_way_in(client: Client, demo: None) -> None:
    assert client.get("/demo-sign-in/").status_code == 405


def test_outside_the_demo_no_click_opens_a_locked_screen(client: Client, practice: Any, settings: Any) -> None:
    from tests.signed_in import sign_in

    sign_in(client, practice.staff["ortiz"].id, seen=3600, began=3600)
    client.get("/drafts/")
    assert client.post("/lock/", {"me": "1"}).status_code == 200
    assert client.get("/drafts/").status_code == 302
