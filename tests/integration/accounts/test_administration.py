"""The administrator manages accounts: opens, changes, switches off; never the last way in, never clinical content."""

from __future__ import annotations

import io
import logging
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from plait.clinical.refusal import Refused
from plait.coordination.accounts import first_administrator
from plait.foundation.clock import now
from plait.records.accounts.models import SetupLink
from plait.web.accounts.quiet_log import WithoutSecrets
from tests.integration.accounts.trail import events
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
CHOSEN = "seventeen quiet herons"


def today() -> Any:
    """The day where the practice works."""
    return now().day("America/New_York")


def link_in(answer: Any) -> str:
    """The path of the set-up link that a page shows."""
    return str(re.search(r"/set-up/[\w-]+/", answer.content.decode()).group())


def form(**more: Any) -> dict[str, Any]:
    """A form with a fresh key."""
    return {"once": str(uuid4()), **more}


def test_the_list_says_who_may_do_what(admin: Client, practice: Any) -> None:
    page = admin.get("/accounts/")
    assert [row[0]["text"] for row in page.context["rows"]][:2] == ["Dr. A. Reyes", "Dr. F. Away"]
    assert page.context["rows"][0][3] == "prescriber (since 1 Jan 2020)"
    assert b"Lindqvist" not in page.content
    assert events("accounts.manage") == [("done", "")]


@pytest.mark.parametrize("who", ["reyes", "ortiz", "cole"])
def test_nobody_else_reaches_accounts(client: Client, practice: Any, who: str) -> None:
    sign_in(client, practice.staff[who].id)
    member = practice.staff["admin"].practitioner_id
    none = client.get("/accounts/00000000-0000-7000-8000-000000000000/").content
    for address in ("/accounts/", "/accounts/new/", f"/accounts/{member}/"):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, none)
    for verb in ("roles/give", "roles/end", "licences/add", "switch-off", "switch-on", "set-up-link"):
        assert (
            client.post(f"/accounts/{member}/{verb}/", form(role="prescriber", starts_on="2026-01-01")).status_code
            == 404
        )


def test_an_account_is_opened_its_link_shown_once_and_used_once(
    admin: Client, practice: Any, new_account: dict[str, Any]
) -> None:
    opened = admin.post("/accounts/new/", new_account)
    path = link_in(opened)
    again = admin.post("/accounts/new/", new_account)
    assert b"/set-up/" not in again.content
    assert b"already" in again.content
    assert get_user_model().objects.filter(sign_in_name="n.quist").count() == 1
    secret = path.split("/")[2]
    assert secret not in str(list(SetupLink.objects.values_list()))

    newcomer = Client()
    page = newcomer.get(path)
    assert page.context["holder"].sign_in_name == "n.quist"
    weak = newcomer.post(path, {"password": "password1234", "again": "password1234"})
    assert (weak.status_code, "password" in weak.context["form"].errors) == (200, True)
    unequal = newcomer.post(path, {"password": CHOSEN, "again": "something else entirely"})
    assert "again" in unequal.context["form"].errors
    assert newcomer.post(path, {"password": CHOSEN, "again": CHOSEN})["Location"] == "/sign-in/"
    assert newcomer.get(path).status_code == 404
    assert newcomer.post(path, {"password": CHOSEN, "again": CHOSEN}).status_code == 404
    newcomer.post("/sign-in/", {"login": "n.quist", "password": CHOSEN})
    assert newcomer.get("/people/")["Location"] == "/two-factor/"


def test_a_link_never_stands_in_the_log(admin: Client, practice: Any) -> None:
    member = practice.staff["ortiz"].practitioner_id
    path = link_in(admin.post(f"/accounts/{member}/set-up-link/", form()))
    written = io.StringIO()
    console = next(h for h in logging.getLogger().handlers if any(isinstance(f, WithoutSecrets) for f in h.filters))
    before = console.setStream(written)
    try:
        Client().put(path)
        Client(enforce_csrf_checks=True).post(path)
    finally:
        console.setStream(before)
    assert "/set-up/…/" in written.getvalue()
    assert path.split("/")[2] not in written.getvalue()


def test_a_link_is_good_for_a_day_and_until_the_next_one(admin: Client, practice: Any) -> None:
    member = practice.staff["ortiz"].practitioner_id
    first = link_in(admin.post(f"/accounts/{member}/set-up-link/", form()))
    second = link_in(admin.post(f"/accounts/{member}/set-up-link/", form()))
    newcomer = Client()
    assert newcomer.get(first).status_code == 404
    assert newcomer.get(second).status_code == 200
    SetupLink.objects.update(expires_at=now().utc)
    assert newcomer.get(second).status_code == 404
    assert newcomer.get(second).content == newcomer.get("/set-up/anything/").content


def test_a_new_link_for_lost_factors_removes_them_and_signs_out(admin: Client, practice: Any) -> None:
    from allauth.mfa.models import Authenticator

    member = practice.staff["ortiz"]
    Authenticator.objects.create(user_id=member.id, type="totp", data={"secret": "x"})
    theirs = sign_in(Client(), member.id, began=60)
    admin.post(f"/accounts/{member.practitioner_id}/set-up-link/", form(factors_lost="on"))
    assert not Authenticator.objects.filter(user_id=member.id).exists()
    assert theirs.get("/drafts/").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"sign_in_name": "REYES"}, "sign_in_name"),
        ({"sign_in_name": "a b"}, "sign_in_name"),
        ({"name": "   "}, "name"),
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles"),
        ({"site_id": "00000000-0000-7000-8000-000000000000"}, "site_id"),
        ({"profession": ""}, "profession"),
    ],
)
def test_a_wrong_entry_keeps_what_was_typed_and_says_where(
    admin: Client, new_account: dict[str, Any], wrong: dict[str, Any], field: str
) -> None:
    answer = admin.post("/accounts/new/", new_account | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert b"There is a problem" in answer.content
    kept = "profession" if field != "profession" else "name"
    assert answer.context["form"][kept].value() == new_account[kept]


def test_roles_are_given_and_ended_with_their_days(admin: Client, practice: Any) -> None:
    page = f"/accounts/{practice.staff['ortiz'].practitioner_id}/"
    assert admin.post(f"{page}roles/give/", form(role="coordinator", starts_on=today().isoformat())).status_code == 302
    twice = admin.post(f"{page}roles/give/", form(role="coordinator", starts_on=today().isoformat()))
    assert "role" in twice.context["forms"]["give"].errors
    past = admin.post(f"{page}roles/end/", form(role="coordinator", ends_on="2020-01-01"))
    assert past.status_code == 422
    later = (today() + timedelta(days=30)).isoformat()
    assert admin.post(f"{page}roles/end/", form(role="coordinator", ends_on=later)).status_code == 302
    history = [(str(e["what"]), e["detail"]) for e in admin.get(page).context["events"]]
    assert [line for line in history if line[0] != "Account opened"] == [
        ("End of a role", f"coordinator until {later}"),
        ("Role given", f"coordinator from {today().isoformat()}"),
    ]


def test_the_practice_keeps_an_administrator(admin: Client, practice: Any) -> None:
    own = f"/accounts/{practice.staff['admin'].practitioner_id}/"
    refused = admin.post(f"{own}roles/end/", form(role="administrator", ends_on=today().isoformat()))
    assert b"needs an administrator" in refused.content
    assert b"cannot switch off your own account" in admin.post(f"{own}switch-off/", form()).content
    other = f"/accounts/{practice.staff['cole'].practitioner_id}/"
    admin.post(f"{other}roles/give/", form(role="administrator", starts_on=today().isoformat()))
    assert b"cannot switch off your own account" in admin.post(f"{own}switch-off/", form()).content
    assert admin.post(f"{own}roles/end/", form(role="administrator", ends_on=today().isoformat())).status_code == 302
    assert admin.get("/accounts/").status_code == 404, "a role that ended is gone at once"


def test_licences_are_added_and_not_twice(admin: Client, practice: Any) -> None:
    page = f"/accounts/{practice.staff['ortiz'].practitioner_id}/"
    licence = {"state": "NY", "profession": "psychologist", "number": "012345", "starts_on": "2020-01-01"}
    assert admin.post(f"{page}licences/add/", form(**licence)).status_code == 302
    assert admin.get(page).context["licences"] == ["NY, psychologist, 012345 (since 1 Jan 2020)"]
    assert admin.post(f"{page}licences/add/", form(**licence)).status_code == 422
    backwards = admin.post(f"{page}licences/add/", form(**licence | {"number": "2", "ends_on": "2019-01-01"}))
    assert "ends_on" in backwards.context["forms"]["licence"].errors


def test_the_first_administrator_and_a_way_back_in(db: None) -> None:
    at = now()
    name, link = first_administrator.commit("José Núñez", at=at)
    assert name == "jose.nunez"
    newcomer = Client()
    assert newcomer.post(link.path, {"password": CHOSEN, "again": CHOSEN}).status_code == 302
    assert newcomer.post("/sign-in/", {"login": name, "password": CHOSEN}).status_code == 302
    refused = first_administrator.commit("Somebody Else", at=at)
    assert isinstance(refused, Refused)
    assert "jose.nunez" in refused.message
    again = first_administrator.commit("jose.nunez", at=now())
    assert not isinstance(again, Refused)
    assert newcomer.get(again[1].path).status_code == 200
    assert newcomer.get("/two-factor/").status_code == 302


def test_a_name_that_is_none_opens_no_account(db: None) -> None:
    assert isinstance(first_administrator.commit("   ", at=now()), Refused)
    assert not get_user_model().objects.exists()
