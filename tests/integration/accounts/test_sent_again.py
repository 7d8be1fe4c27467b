"""Back, something else typed, sent again: no error page, nothing lost, nothing done twice; the next time it counts."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.therapy import actions as therapy
from plait.records.therapy import queries
from tests.integration.conftest import Practice
from tests.signed_in import sign_in

SAID = "This form was already sent, and that was done."


@pytest.fixture(autouse=True)
def static(settings) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def running_course(practice: Practice) -> UUID:
    ortiz, at = practice.staff["ortiz"], now().plus(days=-20)
    return therapy.start_course(
        Stamp(ortiz, at),
        patient_id=practice.people["mara"],
        effective_at=at,
        modality="cbt",
        format="individual",
        started_on=at.day("UTC"),
        therapist_id=ortiz.practitioner_id,
        therapist_name=ortiz.name,
    )


def test_a_session_that_was_changed_after_going_back_waits_to_be_sent_again(practice: Practice) -> None:
    course = running_course(practice)
    client = sign_in(Client(), practice.staff["ortiz"].id)
    address = reverse("therapy:session", args=[course])
    typed = {
        "once": str(uuid4()),
        "held_on": now().plus(days=-2).day("UTC").isoformat(),
        "held_at": "10:00",
        "minutes": "50",
        "attendance": "attended",
        "place": "video",
        "homework": "Walk",
    }
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 302, "the same again is the same request"
    changed = {**typed, "held_at": "15:00", "homework": "Swim at dawn"}
    told = client.post(address, changed)
    assert told.status_code == 422
    words = told.content.decode()
    assert SAID in words
    assert "Swim at dawn" in words
    key = re.search(r'name="once" value="([^"]+)"', words)
    assert key
    assert key[1] != typed["once"]
    assert client.post(address, {**changed, "once": key[1]}).status_code == 302
    sessions = queries.sessions(practice.people["mara"])
    assert sorted(one.homework for one in sessions) == ["Swim at dawn", "Walk"]


def test_another_name_typed_after_an_account_was_opened_opens_no_second_one(practice: Practice) -> None:
    client = sign_in(Client(), practice.staff["admin"].id)
    address = reverse("accounts:new")
    typed = {
        "once": str(uuid4()),
        "name": "N. Novak",
        "sign_in_name": "novak",
        "profession": "psychologist",
        "site_id": str(practice.sites["main"]),
        "roles": ["therapist"],
    }
    assert client.post(address, typed).status_code == 200
    told = client.post(address, {**typed, "name": "N. Nowak", "sign_in_name": "nowak"})
    assert told.status_code == 422
    assert SAID in told.content.decode()
