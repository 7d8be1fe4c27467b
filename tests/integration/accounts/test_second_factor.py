"""Staff outside the demo have a second factor: an app that works without JavaScript, or a passkey."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.test import Client

from plait.foundation import keys, sealing
from tests.integration.accounts.conftest import PASSWORD
from tests.integration.accounts.trail import events
from tests.signed_in import age_session, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_failures")]


def code_for(secret: str) -> str:
    """What the app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def with_app(user_id: Any) -> str:
    """Give an account an authenticator app; returns its secret."""
    secret = totp.generate_totp_secret()
    TOTP.activate(get_user_model().objects.get(pk=user_id), secret)
    return secret


def test_nobody_works_without_one_and_sets_it_up_without_javascript(client: Client, practice: Any) -> None:
    client.post("/sign-in/", {"login": "reyes", "password": PASSWORD})
    for address in ("/people/", "/tasks/", "/drafts/"):
        assert client.get(address)["Location"] == "/two-factor/"
    assert b"One more step" in client.get("/two-factor/").content
    page = client.get("/two-factor/app/")
    assert page.status_code == 200, "whoever signed in a moment ago need not say again who they are"
    secret = page.context["form"].secret
    assert secret.encode() in page.content
    wrong = client.post("/two-factor/app/", {"code": "000000"})
    assert wrong.context["form"].errors
    assert wrong.context["form"].secret == secret, "the app keeps its key when the first code was wrong"
    done = client.post("/two-factor/app/", {"code": code_for(secret)})
    assert done["Location"] == "/two-factor/recovery-codes/"
    assert len(re.findall(rb"<code>\d{8}</code>", client.get(done["Location"]).content)) == 10
    assert client.get("/drafts/").status_code == 200
    assert secret not in str(list(client.session.items()))


def test_changed_factors_stand_in_the_history_of_the_account(
    client: Client, practice: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = get_user_model().objects.get(sign_in_name="reyes")
    client.post("/sign-in/", {"login": "reyes", "password": PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        secret = client.get("/two-factor/app/").context["form"].secret
        client.post("/two-factor/app/", {"code": code_for(secret)})
        client.post("/two-factor/recovery-codes/new/")
    assert set(user.events.values_list("what", "recorded_by_name")) >= {
        ("app-added", user.name),
        ("codes-made", user.name),
    }
    assert ("done", "app-added") in events("accounts.own")


def test_recovery_codes_alone_are_no_factor(client: Client, practice: Any) -> None:
    RecoveryCodes.activate(get_user_model().objects.get(sign_in_name="reyes"))
    sign_in(client, practice.staff["reyes"].id, factor=False)
    assert client.get("/people/")["Location"] == "/two-factor/"


def test_the_code_is_asked_for_and_works_once(client: Client, practice: Any) -> None:
    secret = with_app(practice.staff["reyes"].id)
    asked = client.post("/sign-in/", {"login": "reyes", "password": PASSWORD, "next": "/drafts/"})
    assert asked["Location"] == "/two-factor/code/"
    assert client.get("/drafts/").status_code == 302, "a password alone opens nothing"
    assert client.post("/two-factor/code/", {"code": "000000"}).context["form"].errors
    code = code_for(secret)
    assert client.post("/two-factor/code/", {"code": code})["Location"] == "/drafts/"
    assert client.get("/drafts/").status_code == 200
    other = Client()
    other.post("/sign-in/", {"login": "reyes", "password": PASSWORD})
    assert other.post("/two-factor/code/", {"code": code}).context["form"].errors
    reyes = practice.staff["reyes"].id
    assert events("accounts.sign-in")[:2] == [
        ("denied", f"second factor of account {reyes}"),
        ("done", "password and mfa"),
    ]


def test_ten_wrong_codes_close_the_second_step(client: Client, practice: Any) -> None:
    secret = with_app(practice.staff["reyes"].id)
    client.post("/sign-in/", {"login": "reyes", "password": PASSWORD})
    for _ in range(10):
        client.post("/two-factor/code/", {"code": "000000"})
    answer = client.post("/two-factor/code/", {"code": code_for(secret)})
    assert answer.context["form"].errors["code"][0].startswith("Too many tries")


def test_the_last_factor_stays_and_one_of_two_may_go(client: Client, practice: Any) -> None:
    user = get_user_model().objects.get(sign_in_name="reyes")
    with_app(user.pk)
    sign_in(client, user.pk)
    page = client.post("/two-factor/app/remove/")
    assert b"your only second factor" in page.content
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Laptop", "credential": {}})
    Authenticator.objects.filter(user=user, type="totp").delete()
    refused = client.post(f"/two-factor/passkeys/{key.pk}/remove/")
    assert (refused.status_code, Authenticator.objects.filter(pk=key.pk).count()) == (422, 1)
    with_app(user.pk)
    assert client.post(f"/two-factor/passkeys/{key.pk}/remove/").status_code == 302
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_changing_factors_asks_who_it_is_when_the_sign_in_is_old(client: Client, practice: Any) -> None:
    with_app(practice.staff["reyes"].id)
    sign_in(client, practice.staff["reyes"].id)
    age_session(client, began=3600, seen=0)
    asked = client.get("/two-factor/recovery-codes/new/")
    assert asked["Location"].startswith("/confirm/?next=")
    confirmed = client.post(asked["Location"], {"password": PASSWORD, "next": "/two-factor/recovery-codes/new/"})
    assert confirmed["Location"] == "/two-factor/recovery-codes/new/"
    assert client.post("/two-factor/recovery-codes/new/").status_code == 302


def test_the_demo_asks_for_none(client: Client, practice: Any, demo: None) -> None:
    client.post("/sign-in/", {"login": "reyes", "password": PASSWORD})
    assert client.get("/drafts/").status_code == 200


def test_secrets_are_stored_sealed(practice: Any) -> None:
    secret = with_app(practice.staff["reyes"].id)
    stored = Authenticator.objects.get().data["secret"]
    assert secret not in stored
    newest = keys.keys_for(keys.ENCRYPTION, keys.folder_in_use())[0]
    assert stored.startswith(f"v1.{newest.id}.")
    RecoveryCodes.activate(get_user_model().objects.get(sign_in_name="reyes"))
    assert Authenticator.objects.get(type="recovery_codes").data["seed"].startswith("v1.")


def test_a_sealed_text_opens_after_rotation_and_nowhere_else(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAIT_KEYS", str(tmp_path / "keys"))
    old = sealing.seal("JBSWY3DPEHPK3PXP", sealing.SECOND_FACTOR)
    keys.rotate(keys.ENCRYPTION, tmp_path / "keys")
    new = sealing.seal("JBSWY3DPEHPK3PXP", sealing.SECOND_FACTOR)
    assert old.split(".")[1] != new.split(".")[1]
    assert {sealing.open_sealed(one, sealing.SECOND_FACTOR) for one in (old, new)} == {"JBSWY3DPEHPK3PXP"}
    changed = old[:-3] + ("A" if old[-3] != "A" else "B") + old[-2:]
    for bad, purpose in ((old, "another purpose"), (changed, sealing.SECOND_FACTOR), ("plain text", "x"), ("", "x")):
        with pytest.raises(sealing.CannotOpen):
            sealing.open_sealed(bad, purpose)
    monkeypatch.setenv("PLAIT_KEYS", str(tmp_path / "others"))
    with pytest.raises(sealing.CannotOpen):
        sealing.open_sealed(old, sealing.SECOND_FACTOR)
