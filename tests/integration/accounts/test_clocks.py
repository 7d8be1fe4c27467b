"""15 minutes idle lock the screen, 12 hours end the login session, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from plait.records.documents.models import Draft
from tests.integration.accounts.conftest import PASSWORD
from tests.integration.accounts.trail import events
from tests.signed_in import age_session, sign_in

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600
NEW = "/accounts/new/"


@pytest.mark.hazard("H-030")
def test_the_screen_locks_after_fifteen_minutes_and_opens_by_password(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id, began=HOUR, seen=14 * MINUTE)
    assert client.get("/drafts/").status_code == 200
    age_session(client, began=HOUR, seen=15 * MINUTE)
    assert client.get("/drafts/?a=1")["Location"] == "/lock/?next=/drafts/%3Fa%3D1"
    age_session(client, began=HOUR, seen=0)
    assert client.get("/drafts/").status_code == 302, "a clock that runs again does not open a locked screen"
    assert client.get("/lock/").status_code == 200
    wrong = client.post("/lock/", {"password": "something else", "next": "/drafts/"})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors
    right = client.post("/lock/", {"password": PASSWORD, "next": "/drafts/?a=1"})
    assert right["Location"] == "/drafts/?a=1"
    assert client.get("/drafts/").status_code == 200
    assert events("accounts.lock") == [("done", "idle")]
    assert events("accounts.unlock") == [("denied", ""), ("done", "password")]


def test_the_locked_page_shows_nothing_of_the_signed_in_frame(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id, began=HOUR, seen=HOUR)
    page = client.get("/lock/")
    assert (page.context["actor"], page.context["nav"]) == (None, [])


def test_somebody_locks_by_hand(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id)
    assert client.post("/lock/now/", {"next": "/drafts/"})["Location"] == "/lock/?next=/drafts/"
    assert client.get("/drafts/").status_code == 302
    assert events("accounts.lock") == [("done", "asked")]


@pytest.mark.hazard("H-030")
def test_polling_never_keeps_the_screen_open_and_people_do(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id, began=HOUR, seen=10 * MINUTE)
    before = client.session["plait.seen"]
    client.get("/drafts/", headers={"X-Plait-Poll": "1"})
    client.get("/drafts/?poll=1")
    assert client.session["plait.seen"] == before
    client.get("/drafts/")
    assert client.session["plait.seen"] > before


def test_the_last_look_is_written_once_a_minute(client: Client, practice: Any, django_assert_num_queries: Any) -> None:
    sign_in(client, practice.staff["reyes"].id, seen=30)
    before = client.session["plait.seen"]
    client.get("/drafts/")
    assert client.session["plait.seen"] == before
    client.post("/stay/")
    assert client.session["plait.seen"] > before


def test_a_page_asks_whether_the_screen_is_still_open(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id)
    assert client.post("/stay/").status_code == 204
    age_session(client, began=HOUR, seen=HOUR)
    assert client.post("/stay/").status_code == 302


def test_twelve_hours_end_it_however_busy(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id, began=12 * HOUR - 5, seen=0)
    assert client.get("/drafts/").status_code == 200
    age_session(client, began=12 * HOUR, seen=0)
    assert client.get("/drafts/")["Location"] == "/sign-in/?next=/drafts/"
    age_session(client, began=0, seen=0)
    assert client.get("/drafts/").status_code == 302, "over is over"
    assert client.get("/sign-in/").status_code == 200
    assert events("accounts.sign-out") == [("done", "over")]


@pytest.mark.hazard("H-010")
def test_what_was_typed_into_a_locked_screen_is_kept_and_sent_once(admin: Client, new_account: dict[str, Any]) -> None:
    age_session(admin, began=HOUR, seen=16 * MINUTE)
    sent = admin.post(NEW, new_account | {"password": "never kept"}, headers={"Referer": f"http://testserver{NEW}?x=1"})
    assert sent["Location"] == f"/lock/?next={NEW}%3Fx%3D1"
    assert b"What you typed is kept" in admin.get("/lock/").content
    admin.post("/lock/", {"password": PASSWORD, "next": NEW})
    page = admin.get(NEW)
    form = page.context["form"]
    assert b"We kept what you typed" in page.content
    assert form["name"].value() == new_account["name"]
    assert form["roles"].value() == new_account["roles"]
    assert str(form["once"].value()) == new_account["once"], "sending it again is the same request"
    draft = Draft.objects.get()
    assert "password" not in draft.fields
    assert "csrfmiddlewaretoken" not in draft.fields
    assert admin.post(NEW, new_account).status_code == 200
    assert Draft.objects.get().status == "used"
    assert admin.get(NEW).context["form"]["name"].value() is None


def test_a_form_that_leads_to_another_page_closes_its_draft(admin: Client, practice: Any) -> None:
    page = f"/accounts/{practice.staff['ortiz'].practitioner_id}/"
    fields = {"once": "01a20c50-fdd3-7e09-9240-3422b097c0d9", "role": "prescriber", "starts_on": "2026-11-24"}
    headers = {"Referer": f"http://testserver{page}"}
    age_session(admin, began=HOUR, seen=HOUR)
    admin.post(f"{page}roles/give/", fields, headers=headers)
    assert (Draft.objects.get().path, Draft.objects.get().status) == (page, "open")
    admin.post("/lock/", {"password": PASSWORD})
    wrong = admin.post(f"{page}roles/give/", fields | {"starts_on": "never"}, headers=headers)
    assert (wrong.status_code, Draft.objects.get().status) == (422, "open")
    assert admin.post(f"{page}roles/give/", fields, headers=headers).status_code == 302
    assert Draft.objects.get().status == "used"


@pytest.mark.hazard("H-010")
def test_what_was_typed_after_twelve_hours_waits_behind_the_sign_in(
    client: Client, practice: Any, settings: Any, new_account: dict[str, Any]
) -> None:
    settings.DEMO = True
    sign_in(client, practice.staff["admin"].id, began=13 * HOUR)
    assert client.post(NEW, new_account)["Location"] == f"/sign-in/?next={NEW}"
    assert Draft.objects.get().why == "expired"
    back = client.post("/sign-in/", {"login": "admin", "password": PASSWORD, "next": NEW}, follow=True)
    assert back.context["form"]["sign_in_name"].value() == "n.quist"
    assert back.content.count(b"We kept what you typed") == 1


def test_nobody_else_finds_it(client: Client, practice: Any, settings: Any, new_account: dict[str, Any]) -> None:
    settings.DEMO = True
    sign_in(client, practice.staff["admin"].id, began=13 * HOUR)
    client.post(NEW, new_account)
    draft = Draft.objects.get()
    client.post("/sign-in/", {"login": "reyes", "password": PASSWORD})
    assert client.get("/drafts/").context["drafts"] == []
    theirs = client.get(f"/drafts/{draft.pk}/")
    none = client.get("/drafts/00000000-0000-7000-8000-000000000000/")
    assert (theirs.status_code, theirs.content) == (404, none.content)
    assert client.post(f"/drafts/{draft.pk}/discard/").status_code == 404
    assert Draft.objects.get().status == "open"


def test_drafts_are_listed_shown_and_discarded(admin: Client, new_account: dict[str, Any]) -> None:
    assert admin.post("/drafts/keep/", new_account, headers={"Referer": f"http://testserver{NEW}"}).status_code == 204
    (line,) = admin.get("/drafts/").context["drafts"]
    assert line["href"] == NEW
    assert b"Dr. N. Quist" in admin.get(line["show"]).content
    assert b"Dr. N. Quist" not in admin.get("/drafts/").content.replace(b"P. Adeyemi", b"")
    admin.post(line["discard"])
    assert admin.get("/drafts/").context["drafts"] == []
    assert admin.get(NEW).context["form"]["name"].value() is None


def test_a_draft_takes_what_a_database_cannot_hold(admin: Client) -> None:
    admin.post("/drafts/keep/", {"name": "a\x00b", "emoji": "🧵"}, headers={"Referer": f"http://testserver{NEW}"})
    assert Draft.objects.get().fields == {"name": ["ab"], "emoji": ["🧵"]}


def test_a_page_of_another_site_is_never_where_a_draft_belongs(admin: Client, new_account: dict[str, Any]) -> None:
    age_session(admin, began=HOUR, seen=HOUR)
    sent = admin.post(NEW, new_account, headers={"Referer": "https://evil.example/people/"})
    assert sent["Location"] == f"/lock/?next={NEW}"
    assert Draft.objects.get().path == NEW


def test_a_form_from_before_the_last_sign_in_is_kept_if_the_browser_says_it_is_ours(
    practice: Any, new_account: dict[str, Any]
) -> None:
    strict = sign_in(Client(enforce_csrf_checks=True), practice.staff["admin"].id)
    ours = {"Sec-Fetch-Site": "same-origin", "Referer": f"http://testserver{NEW}"}
    back = strict.post(NEW, new_account, headers=ours)
    assert (back.status_code, back["Location"]) == (302, NEW)
    assert strict.get(NEW).context["form"]["name"].value() == new_account["name"]
    foreign = strict.post(NEW, new_account | {"name": "Evil"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert strict.post(NEW, new_account | {"name": "Evil"}).status_code == 403
    assert Draft.objects.get().fields["name"] == [new_account["name"]]
