"""Many at the same moment: limits hold, a code opens once, an administrator remains."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from plait.foundation.clock import now
from tests.integration.accounts.conftest import PASSWORD
from tests.integration.conftest import NOW, build_practice
from tests.signed_in import sign_in

WRONG = {"login": "reyes", "password": "not the password"}


def today() -> str:
    """The day where the practice works."""
    return now().day("America/New_York").isoformat()


def role_form(**days: str) -> dict[str, Any]:
    """A form about the administrator's role."""
    return {"once": str(uuid4()), "role": "administrator", **days}


def test_parallel_guesses_stay_within_the_limit(fresh_database: str) -> None:
    """Ten failures and at most one more, however many arrive at once."""
    build_practice(NOW)
    checked = []
    gate = threading.Barrier(8)

    def guess() -> None:
        own = Client()
        gate.wait()
        for _ in range(5):
            answer = own.post("/sign-in/", WRONG)
            if answer.status_code == 200 and b"The sign-in name or the password" in answer.content:
                checked.append(1)
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(checked) <= 11


def test_a_recovery_code_opens_once_however_often_it_is_sent(fresh_database: str, settings: Any) -> None:
    practice = build_practice(NOW)
    user = get_user_model().objects.get(pk=practice.staff["reyes"].id)
    totp.TOTP.activate(user, totp.generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "1000/m/key"}
    opened, gate = [], threading.Barrier(8)

    def try_it() -> None:
        own = Client()
        own.post("/sign-in/", {"login": "reyes", "password": PASSWORD})
        gate.wait()
        own.post("/two-factor/code/", {"code": code})
        if "_auth_user_id" in own.session:
            opened.append(own)
        connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1


def test_two_administrators_cannot_end_each_other_at_once(fresh_database: str) -> None:
    practice = build_practice(NOW)
    both = ("admin", "cole")
    first = sign_in(Client(), practice.staff["admin"].id)
    first.post(
        f"/accounts/{practice.staff['cole'].practitioner_id}/roles/give/",
        role_form(starts_on=today()),
    )
    clients = {key: sign_in(Client(), practice.staff[key].id, role="administrator") for key in both}
    gate, answers = threading.Barrier(2), []

    def end(me: str, other: str) -> None:
        gate.wait()
        address = f"/accounts/{practice.staff[other].practitioner_id}/roles/end/"
        answers.append(
            clients[me]
            .post(
                address,
                role_form(ends_on=today()),
            )
            .status_code
        )
        connection.close()

    threads = [threading.Thread(target=end, args=pair) for pair in (both, both[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(302) == 1
