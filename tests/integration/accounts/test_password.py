"""Guessing is slow and tells nothing: equal answers, equal work, ten failures an account, sixty an address."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.integration.accounts.conftest import PASSWORD
from tests.integration.accounts.trail import events
from tests.signed_in import age_session, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_failures")]
WRONG = {"login": "reyes", "password": "not the password"}


def said(answer: Any) -> str:
    """What the form says."""
    return str(answer.context["form"].non_field_errors()[0])


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(client: Client, practice: Any) -> None:
    wrong = client.post("/sign-in/", WRONG)
    unknown = client.post("/sign-in/", WRONG | {"login": "nobody"})
    get_user_model().objects.filter(sign_in_name="ortiz").update(is_active=False)
    off = client.post("/sign-in/", {"login": "ortiz", "password": PASSWORD})
    assert said(wrong) == said(unknown) == said(off) == "The sign-in name or the password is not right."
    assert wrong.status_code == unknown.status_code == off.status_code == 200
    assert wrong.context["form"]["login"].value() == "reyes", "what was typed stays"
    reyes, ortiz = practice.staff["reyes"].id, practice.staff["ortiz"].id
    assert events("accounts.sign-in") == [
        ("denied", f"account {reyes}"),
        ("denied", "unknown name"),
        ("denied", f"account {ortiz}"),
    ]


def test_what_was_typed_as_a_name_is_never_kept(client: Client, practice: Any) -> None:
    client.post("/sign-in/", {"login": "my secret password", "password": "x"})
    assert "my secret password" not in str(events("accounts.sign-in"))


def test_ten_failures_close_an_account_for_a_while_also_for_the_right_password(client: Client, practice: Any) -> None:
    for host in ("localhost", "127.0.0.1") * 5:
        client.post("/sign-in/", WRONG, headers={"Host": host})
    answer = client.post("/sign-in/", WRONG | {"login": "REYES", "password": PASSWORD})
    assert said(answer).startswith("Too many tries")
    unknown = [client.post("/sign-in/", WRONG | {"login": "nobody"}) for _ in range(11)]
    assert said(unknown[-1]) == said(answer), "an account that is none is closed the same way"
    assert "_auth_user_id" not in client.session


def test_a_right_password_costs_no_try(client: Client, practice: Any, settings: Any) -> None:
    settings.DEMO = True
    for _ in range(12):
        assert client.post("/sign-in/", {"login": "reyes", "password": PASSWORD}).status_code == 302
        client.post("/sign-out/")


def test_a_locked_screen_counts_with_the_door(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id)
    age_session(client, began=3600, seen=3600)
    client.get("/drafts/")
    for _ in range(10):
        client.post("/lock/", {"password": "not the password"})
    answer = client.post("/lock/", {"password": PASSWORD})
    assert answer.context["form"].errors["password"][0].startswith("Too many tries")


def test_one_address_has_sixty_tries_whatever_the_name(client: Client, practice: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1000/m/ip"}
    for number in range(60):
        client.post("/sign-in/", WRONG | {"login": f"name{number}"})
    assert said(client.post("/sign-in/", {"login": "ortiz", "password": PASSWORD})).startswith("Too many tries")


def test_a_flood_is_answered_429_with_a_page_of_ours(client: Client, practice: Any) -> None:
    answers = [client.post("/sign-in/", WRONG | {"login": f"name{number}"}) for number in range(61)]
    assert answers[-1].status_code == 429
    assert b"Too many tries" in answers[-1].content


def test_every_wrong_sign_in_costs_the_same(
    client: Client, practice: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T13: one hash and the same number of statements, whether the name is known, unknown, off, or has no password."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    users = get_user_model().objects
    for name in ("reyes", "ortiz"):
        user = users.get(sign_in_name=name)
        user.set_password(PASSWORD)
        user.save()
    users.filter(sign_in_name="ortiz").update(is_active=False)
    users.filter(sign_in_name="cole").update(password="!never")
    hashes: list[int] = []
    real = hashlib.scrypt

    def counted(*arguments: Any, **named: Any) -> bytes:
        hashes.append(named["n"])
        return real(*arguments, **named)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    costs = set()
    for name in ("reyes", "nobody", "ortiz", "cole"):
        cache.clear()
        hashes.clear()
        with CaptureQueriesContext(connection) as statements:
            client.post("/sign-in/", WRONG | {"login": name})
        costs.add((tuple(hashes), len(statements)))
    assert len(costs) == 1, costs
    assert len(next(iter(costs))[0]) == 1


def test_a_password_is_long_and_not_a_common_one(client: Client, practice: Any) -> None:
    sign_in(client, practice.staff["reyes"].id)
    for weak in ("short", "password1234", "qwertyqwerty"):
        form = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        answer = client.post("/password/", form)
        assert answer.status_code == 200
        assert "password1" in answer.context["form"].errors, weak


def test_changing_the_password_ends_the_other_login_sessions(client: Client, practice: Any) -> None:
    other = sign_in(Client(), practice.staff["reyes"].id)
    sign_in(client, practice.staff["reyes"].id)
    new = "seventeen quiet herons"
    wrong = client.post("/password/", {"oldpassword": "no", "password1": new, "password2": new})
    assert "oldpassword" in wrong.context["form"].errors
    assert client.post("/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302
    assert client.get("/drafts/").status_code == 200
    assert other.get("/drafts/").status_code == 302
    assert ("done", "password changed") in events("accounts.own")
