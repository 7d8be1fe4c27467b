"""Who may give a record out, what is asked before, and what is kept of it."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from plait.clinical.refusal import Refused
from plait.coordination.door import Denied
from plait.coordination.interchange import export_person
from plait.coordination.interchange.export_person import Command, Export
from plait.coordination.people import who_looked
from plait.foundation.actor import SYSTEM
from plait.foundation.clock import now
from plait.foundation.facts import Stamp
from plait.records.problems import actions as problems
from plait.web.accounts import login_session
from tests.integration.conftest import NOW, Practice
from tests.signed_in import sign_in


def ask(practice: Practice, who: str = "reyes", *, at=NOW, **more) -> Export | Refused:
    command = Command(practice.people["mara"], **{"reason": "person-asked", "confirmed_at": NOW, **more})
    return export_person.commit(command, actor=practice.staff[who], at=at)


def test_who_treats_gives_out_a_bundle(practice: Practice):
    done = ask(practice, words="to herself")
    bundle = json.loads(b"".join(done.content))
    assert bundle["resourceType"] == "Bundle"
    assert bundle["entry"][0]["resource"]["name"][0]["family"] == "Lindqvist"
    assert done.file_name.startswith("plait-")
    (look,) = who_looked.read(practice.people["mara"], actor=practice.staff["ortiz"], at=NOW.plus(seconds=9)).looks
    assert (look.name, look.action, look.outcome) == ("Dr. A. Reyes", "interchange.export-person", "done")
    assert look.detail == "person-asked: to herself"


def test_how_sure_a_problem_is_is_said_only_where_somebody_said_it(practice: Practice):
    stamp = Stamp(practice.staff["reyes"], NOW)
    for text, status in (("Asthma", ""), ("Migraine", "provisional")):
        problems.record_condition(
            stamp, patient_id=practice.people["mara"], effective_at=NOW, text=text, verification_status=status
        )
    problems.record_allergy(stamp, patient_id=practice.people["mara"], effective_at=NOW, substance="latex")
    bundle = json.loads(b"".join(ask(practice).content))
    resources = [entry["resource"] for entry in bundle["entry"]]
    said = {
        one["code"]["text"]: one.get("verificationStatus", {}).get("coding", [{}])[0].get("code")
        for one in resources
        if one["resourceType"] in {"Condition", "AllergyIntolerance"}
    }
    assert said == {"Asthma": None, "Migraine": "provisional", "latex": None}


@pytest.mark.parametrize("who", ["cole", "admin", "both", "far"])
def test_nobody_else_does(practice: Practice, who: str):
    with pytest.raises(Denied):
        ask(practice, who)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"confirmed_at": None}, "confirm"),
        ({"confirmed_at": NOW.plus(seconds=-301)}, "confirm"),
        ({"confirmed_at": NOW.plus(seconds=1)}, "confirm"),
        ({"reason": "because"}, "reason"),
        ({"reason": "other"}, "words"),
        ({"words": "x" * 231}, "long"),
    ],
)
def test_what_is_asked_before(practice: Practice, more: dict, reason: str):
    refused = ask(practice, **more)
    assert isinstance(refused, Refused)
    assert refused.reason == reason


def test_once_an_hour_for_each_actor_and_person(practice: Practice):
    assert isinstance(ask(practice), Export)
    export_person.preview(practice.people["mara"], actor=practice.staff["ortiz"], at=NOW)
    assert isinstance(ask(practice, "ortiz"), Export), "looking at the page is no export, and others may"
    later = NOW.plus(seconds=3590)
    assert ask(practice, at=later, confirmed_at=later).reason == "too-often"
    later = NOW.plus(seconds=3601)
    assert isinstance(ask(practice, at=later, confirmed_at=later), Export)


def test_at_the_machine_a_number_or_an_id_names_the_person(practice: Practice):
    mara = practice.people["mara"]
    number = export_person.preview(mara, actor=practice.staff["reyes"], at=NOW).number
    for text in (number, str(mara)):
        assert export_person.named(text, actor=SYSTEM, at=NOW) == mara
    for text in ("10-0000-0", "nobody", str(practice.sites["main"])):
        assert export_person.named(text, actor=SYSTEM, at=NOW) is None
    with pytest.raises(Denied):
        export_person.named(number, actor=practice.staff["reyes"], at=NOW)


# The screen


@pytest.fixture
def client(practice: Practice, settings) -> Client:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return sign_in(Client(), practice.staff["reyes"].id)


def address(practice: Practice, name: str = "mara") -> str:
    return reverse("interchange:export", args=[practice.people[name]])


def posted(client: Client, practice: Practice, **fields: str):
    page = client.get(address(practice))
    once = page.context["form"]["once"].value()
    return client.post(address(practice), {"once": once, "reason": "legal", "words": "court", **fields})


def long_ago(client: Client) -> None:
    session = client.session
    session[login_session.BEGAN] = login_session.seconds(now()) - 301
    session.save()


def test_the_screen_gives_a_file_that_no_browser_keeps(client: Client, practice: Practice):
    answer = posted(client, practice)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="plait-')
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "application/fhir+json"
    assert json.loads(b"".join(answer.streaming_content))["type"] == "collection"
    again = posted(client, practice)
    assert again.status_code == 422
    assert "within the last hour" in again.content.decode()


def test_whoever_signed_in_long_ago_confirms_first_and_loses_nothing(client: Client, practice: Practice):
    page = client.get(address(practice))
    once = page.context["form"]["once"].value()
    long_ago(client)
    answer = client.get(address(practice))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    kept = client.post(address(practice), {"once": once, "reason": "legal", "words": "the court of Troy"})
    assert kept.status_code == 422
    confirmed = client.post(
        reverse("account_reauthenticate"), {"password": "correct horse staple", "next": address(practice)}
    )
    assert (confirmed.status_code, confirmed["Location"]) == (302, address(practice))
    back = client.get(address(practice))
    assert "the court of Troy" in back.content.decode()


def test_somebody_elses_person_is_nobody(client: Client, practice: Practice):
    missing = client.get(reverse("interchange:export", args=[practice.sites["main"]]))
    theirs = client.get(address(practice, "ines"))
    assert (missing.status_code, theirs.status_code) == (404, 404)
    assert missing.content == theirs.content
